/** Whether the address that messages point to can be opened by those who get them. Pure. */
import { isIP } from 'node:net';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { ChannelName } from '@augenblick/contract';
import { isPrivateAddress } from './guarded.ts';

/** Channels whose messages leave the house with links to us. */
const LEAVING: ReadonlySet<ChannelName> = new Set(['mail', 'sms', 'whatsapp', 'telegram', 'push']);

/**
 * What to put right before customers get messages with links to `publicUrl`: an address nobody outside can open breaks every
 * link, unsubscribing included; without https there is no one-click unsubscribing and no push.
 */
export function warningsOf(channel: ChannelName, publicUrl: string): Words[] {
  if (!LEAVING.has(channel)) return [];
  const { protocol, hostname } = new URL(publicUrl);
  if (onlyHere(hostname)) return [unreachable(publicUrl)];
  if (protocol === 'https:') return [];
  if (channel === 'mail') return [NO_ONE_CLICK];
  return channel === 'push' ? [NO_PUSH] : [];
}

function onlyHere(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return (
    /(^|\.)(localhost|local|internal)$/.test(host) ||
    !/[.:]/.test(host) ||
    (isIP(host) !== 0 && isPrivateAddress(host))
  );
}

const unreachable = (address: string): Words => ({
  de: `Links in Ihren Nachrichten, auch der zum Abbestellen, führen nach ${address}. Das kann Ihre Kundschaft nicht öffnen. Starten Sie Augenblick vorher mit der Einstellung PUBLIC_URL: der https-Adresse, unter der es im Internet erreichbar ist.`,
  en: `Links in your messages, the one to unsubscribe included, lead to ${address}. Your customers cannot open that. First start Augenblick with the setting PUBLIC_URL: the https address under which it can be reached on the internet.`,
});

const NO_ONE_CLICK: Words = {
  de: 'Augenblick ist ohne https erreichbar. Abbestellen mit einem Klick, wie Gmail und andere es von Newslettern verlangen, gibt es nur mit einer https-Adresse (Einstellung PUBLIC_URL).',
  en: 'Augenblick is reached without https. Unsubscribing with one click, which Gmail and others ask of newsletters, needs an https address (setting PUBLIC_URL).',
};

const NO_PUSH: Words = {
  de: 'Browser nehmen Push-Nachrichten nur von https-Adressen an (Einstellung PUBLIC_URL).',
  en: 'Browsers take push messages from https addresses only (setting PUBLIC_URL).',
};
