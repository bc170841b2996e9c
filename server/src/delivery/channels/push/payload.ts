/** What a push message carries: the declarative form, which browsers can show without a service worker. Pure. */
import type { RenderedShort } from '@augenblick/contract';

/** RFC 8291 leaves 3993 bytes of a 4096-byte record. */
export const PAYLOAD_MAX = 3_993;
const TITLE_MAX = 120;
const TEXT_MAX = 1_000;

/**
 * The payload. `tag` keeps a repetition from showing twice. `navigate` must be absolute: without an address of its own the
 * message leads to the shop's page that asked for permission (`home`).
 */
export function pushPayload(
  content: RenderedShort,
  message: { id: string; locale: 'de' | 'en'; home: string },
): string {
  const { title, text, url, picture } = content;
  return JSON.stringify({
    web_push: 8030,
    notification: {
      title: short(title, TITLE_MAX),
      body: short(text, TEXT_MAX),
      navigate: url ?? message.home,
      lang: message.locale,
      dir: 'ltr',
      silent: false,
      tag: message.id,
      ...(picture === null ? {} : { image: picture }),
      data: { delivery_id: message.id },
    },
  });
}

function short(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
