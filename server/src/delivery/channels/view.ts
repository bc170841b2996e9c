/** A channel as the console shows it. Pure. */
import type { ChannelView } from '@augenblick/contract/api/channel.ts';
import { type Field, isShown, type SettingValues } from './field.ts';
import type { KeptSettings } from './kept-settings.ts';
import { dkimRecord, readDkim } from './mail/index.ts';
import type { ChannelModule } from './module.ts';
import { warningsOf } from './reach.ts';

const NOT_LOOKED = {
  state: 'unknown',
  words: { de: 'Noch nicht geprüft.', en: 'Not looked at yet.' },
  at: null,
} as const;

const NO_INBOUND = {
  de: 'Dieser Kanal nimmt nichts entgegen.',
  en: 'This channel takes nothing in.',
};

/** What is missing before the channel can be live. */
export function missingOf(
  module: ChannelModule,
  kept: Pick<KeptSettings, 'values' | 'secrets'>,
): ChannelView['missing'] {
  const fields = module.channel.settings;
  const empty = (one: Field): boolean =>
    one.kind === 'secret'
      ? (kept.secrets[one.key] ?? '') === ''
      : one.kind !== 'choice' && (kept.values[one.key] ?? null) === null;
  return [
    ...fields
      .filter((one) => one.required && isShown(fields, one, kept.values) && empty(one))
      .map(({ key, label }) => ({
        key,
        words: { de: `„${label.de}“ fehlt noch.`, en: `“${label.en}” is still missing.` },
      })),
    ...(module.missing?.(kept.values) ?? []),
  ];
}

/** The channel for the console; no secret is in it. `publicUrl`: where links in messages lead. */
export function viewOf(module: ChannelModule, kept: KeptSettings, publicUrl: string): ChannelView {
  const { channel, about, modes, testTo, inbound } = module;
  const dkim = channel.name === 'mail' ? readDkim(kept.own['dkim'] ?? null) : null;
  const fields = channel.settings.map((one) => ({
    ...one,
    choices: one.choices.map(({ value, label }) => ({ value, label: { ...label } })),
    when: one.when === null ? null : { key: one.when.key, values: [...one.when.values] },
  }));
  return {
    channel: channel.name,
    words: channel.words,
    about,
    consent: channel.consent,
    mode: kept.mode,
    modes: [...modes],
    fields,
    values: onlyNamed(channel.settings, kept.values),
    secrets: Object.keys(kept.secrets).filter((key) => fields.some((one) => one.key === key)),
    missing: missingOf(module, kept),
    warnings: warningsOf(channel.name, publicUrl),
    health: kept.health ?? { ...NOT_LOOKED },
    dkim:
      dkim === null ? null : { domain: dkim.domain, selector: dkim.selector, ...dkimRecord(dkim) },
    inbound: { possible: inbound !== undefined, words: inbound ?? NO_INBOUND, set: kept.inbound },
    testTo,
    updatedAt: kept.updatedAt,
  };
}

function onlyNamed(fields: readonly Field[], values: SettingValues): SettingValues {
  const named = fields.filter(({ kind }) => kind !== 'secret');
  return Object.fromEntries(named.map(({ key, on }) => [key, values[key] ?? on ?? null]));
}
