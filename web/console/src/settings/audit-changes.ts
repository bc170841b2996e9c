import {
  CAP_SPANS,
  CHANNEL_WORDS,
  type ChannelName,
  RETENTION_KINDS,
  ROLES,
  type Role,
} from '@augenblick/contract';
import type { AuditEntry } from '@augenblick/contract/api/audit.ts';
import { LOCALES, type Language } from '@augenblick/ui';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { channelTexts } from '../channels/texts.ts';
import { clockOf } from '../campaigns/instants.ts';
import { ruleTexts } from '../decisions/texts-rules.ts';
import { auditChangeTexts } from './audit-change-texts.ts';
import { retentionTexts } from './retention-texts.ts';
import { settingsTexts } from './texts.ts';

/** What an entry needs to be put in words. */
export interface AuditWording {
  language: Language;
  change: typeof auditChangeTexts.text;
  settings: typeof settingsTexts.text;
  retention: typeof retentionTexts.text;
  rules: typeof ruleTexts.text;
  channels: typeof channelTexts.text;
  percent: (share: number, digits: number) => string;
}

/** A setting that was changed: what it is called, what held before, what holds since. */
export interface AuditChange {
  name: string;
  from: string;
  to: string;
}

interface Known {
  name: string;
  words: (value: unknown) => string;
}

/** What an entry changed, in words; what the log holds in another form is left to the details for developers. Pure. */
export function changesIn({ action, detail }: AuditEntry, wording: AuditWording): AuditChange[] {
  if (action === 'staff.role_changed') return roleChange(detail, wording);
  return Object.entries(detail).flatMap(([key, value]) => {
    if (!isChange(value)) return [];
    const known = KNOWN[action]?.(key, wording);
    if (known === undefined) return [];
    return [{ name: known.name, from: known.words(value.from), to: known.words(value.to) }];
  });
}

/** The same, in the reader's language. */
export function useAuditChanges(): (entry: AuditEntry) => AuditChange[] {
  const [language] = useLanguage();
  const formats = useFormats();
  const wording: AuditWording = {
    language,
    change: useTexts(auditChangeTexts),
    settings: useTexts(settingsTexts),
    retention: useTexts(retentionTexts),
    rules: useTexts(ruleTexts),
    channels: useTexts(channelTexts),
    percent: formats.percent,
  };
  return (entry) => changesIn(entry, wording);
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  // Quiet hours have a beginning and an end, too, and more than these.
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).toSorted().join() === 'from,to'
  );
}

function roleChange({ before, role }: AuditEntry['detail'], wording: AuditWording): AuditChange[] {
  const { settings } = wording;
  const words = (value: unknown): string | undefined =>
    ROLES.some((one) => one === value) ? settings(value as Role) : undefined;
  const [from, to] = [words(before), words(role)];
  return from === undefined || to === undefined ? [] : [{ name: settings('role'), from, to }];
}

type Lookup = (key: string, wording: AuditWording) => Known | undefined;

/** Settings by the action that changes them. */
const KNOWN: Partial<Record<AuditEntry['action'], Lookup>> = {
  'retention.changed': (key, { retention, change }) => {
    const kind = RETENTION_KINDS.find((one) => one === key);
    if (kind === undefined) return undefined;
    const unit = kind.endsWith('Months') ? 'usualMonths' : 'usualDays';
    return {
      name: retention(`${kind}Short`),
      words: (value) =>
        typeof value === 'number' ? retention(unit, { count: value }) : change('asUsual'),
    };
  },
  'retailer.changed': (key, { settings, change, language }) => {
    const names: Record<string, string> = {
      name: settings('shopName'),
      currency: settings('currency'),
      timeZone: settings('timeZone'),
      locale: change('locale'),
      colour: settings('colour'),
    };
    const name = names[key];
    if (name === undefined) return undefined;
    const languages = new Intl.DisplayNames(LOCALES[language], { type: 'language' });
    return {
      name,
      words: (value) =>
        key === 'locale' ? (languages.of(asText(value)) ?? asText(value)) : asText(value),
    };
  },
  'source.changed': (key, { settings, change }) => {
    if (key === 'name') return { name: settings('name'), words: asText };
    if (key !== 'paused') return undefined;
    return { name: change('taking'), words: (value) => change(value === true ? 'no' : 'yes') };
  },
  'channel.changed': (key, { channels, change, language }) => {
    if (key === 'mode')
      return { name: channels('mode'), words: (value) => modeWords(value, channels) };
    if (!(key in CHANNEL_WORDS)) return undefined;
    const channel = CHANNEL_WORDS[key as ChannelName][language];
    return {
      name: change('monthly', { channel }),
      words: (value) => (typeof value === 'number' ? change('most', { value }) : change('noLimit')),
    };
  },
  'decision.settings_changed': (key, { rules, change, percent }) => {
    const share = (value: unknown): string => {
      const basis = Number(value);
      return percent(basis / 10_000, basis % 100 === 0 ? 0 : 2);
    };
    if (key === 'globalHoldoutBp') return { name: rules('compare'), words: share };
    if (key === 'marginBp') return { name: rules('margin'), words: share };
    if (key === 'caps')
      return { name: rules('caps'), words: (value) => capWords(value, change, rules) };
    if (key === 'quiet')
      return { name: rules('quiet'), words: (value) => quietWords(value, change) };
    if (key === 'secret')
      return { name: change('secret'), words: (value) => secretWords(value, change) };
    if (key !== 'explain') return undefined;
    return { name: rules('sources'), words: (value) => change(value === true ? 'yes' : 'no') };
  },
};

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '–';

/** Secrets themselves never stand in the log. */
function secretWords(value: unknown, change: AuditWording['change']): string {
  if (value === 'none') return change('noSecret');
  return change(value === 'new' ? 'newSecret' : 'otherSecret');
}

const MODES = ['off', 'catcher', 'live'] as const;

function modeWords(value: unknown, channels: AuditWording['channels']): string {
  const mode = MODES.find((one) => one === value);
  return mode === undefined ? '–' : channels(`mode.${mode}`);
}

function capWords(
  value: unknown,
  change: AuditWording['change'],
  rules: AuditWording['rules'],
): string {
  const caps = Array.isArray(value) ? (value as { times: number; per: string }[]) : [];
  if (caps.length === 0) return rules('noCaps');
  return caps
    .flatMap(({ times, per }) => {
      const span = CAP_SPANS.find((one) => one === per);
      return span === undefined ? [] : [change(`cap.${span}`, { times })];
    })
    .join(', ');
}

function quietWords(value: unknown, change: AuditWording['change']): string {
  if (typeof value !== 'object' || value === null) return change('noQuiet');
  const { from, to } = value as { from: number; to: number };
  return change('between', { from: clockOf(from), to: clockOf(to) });
}
