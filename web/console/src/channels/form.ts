import type { ChannelName } from '@augenblick/contract';
import type {
  ChannelView,
  SettingFieldView,
  SettingValue,
} from '@augenblick/contract/api/channel.ts';

/** Settings as they are typed: text everywhere but for switches. A secret that nobody touched is not among them. */
export type Typed = Readonly<Record<string, string | boolean | null>>;

/** What the form begins with. */
export function typedOf(
  fields: readonly SettingFieldView[],
  values: Readonly<Record<string, SettingValue>>,
): Typed {
  return Object.fromEntries(
    fields
      .filter(({ kind }) => kind !== 'secret')
      .map(({ key, kind }) => [key, typed(kind, ownValue(values, key))]),
  );
}

function typed(kind: SettingFieldView['kind'], value: SettingValue): string | boolean {
  if (kind === 'switch') return value === true;
  return value === null ? '' : String(value);
}

/** A value by its key; null for what is not there, also for names every object has. */
function ownValue(values: Readonly<Record<string, SettingValue>>, key: string): SettingValue {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

/** Fields to be shown: those whose condition holds for what is typed. */
export function shownFields(fields: readonly SettingFieldView[], form: Typed): SettingFieldView[] {
  return fields.filter(({ when }) => {
    if (when === null) return true;
    const value = Object.hasOwn(form, when.key) ? form[when.key] : '';
    return when.values.includes(String(value ?? ''));
  });
}

/** Fields that stand together: neighbours with the same heading; null = without one. */
export interface FieldSection {
  heading: SettingFieldView['section'];
  fields: SettingFieldView[];
}

/** The fields in their order, divided where the heading changes. */
export function sectionsOf(fields: readonly SettingFieldView[]): FieldSection[] {
  const sections: FieldSection[] = [];
  for (const field of fields) {
    const last = sections.at(-1);
    if (last && last.heading?.en === field.section?.en) last.fields.push(field);
    else sections.push({ heading: field.section, fields: [field] });
  }
  return sections;
}

/**
 * What is sent to the server: only what was changed. Empty text empties a value; numbers are read as people write them.
 * Null when a number cannot be read (`key` says which).
 */
export function changesOf(
  fields: readonly SettingFieldView[],
  values: Readonly<Record<string, SettingValue>>,
  form: Typed,
): { values: Record<string, SettingValue>; unreadable: string | null } {
  const before = typedOf(fields, values);
  const changed: [string, SettingValue][] = [];
  let unreadable: string | null = null;
  for (const { key, kind } of fields) {
    if (!Object.hasOwn(form, key)) continue;
    const value = form[key] ?? null;
    if (kind !== 'secret' && Object.hasOwn(before, key) && before[key] === value) continue;
    // A secret that was touched and left empty again stays as it is; only null removes it.
    if (kind === 'secret' && value === '') continue;
    const read = readValue(kind, value);
    if (read === undefined) unreadable ??= key;
    else changed.push([key, read]);
  }
  return { values: Object.fromEntries(changed), unreadable };
}

/** A typed value as the server takes it; undefined when it is no number where one is needed. */
function readValue(
  kind: SettingFieldView['kind'],
  value: string | boolean | null,
): SettingValue | undefined {
  if (typeof value === 'boolean' || value === null) return value;
  const trimmed = kind === 'secret' ? value : value.trim();
  if (trimmed === '') return null;
  if (kind !== 'number') return trimmed;
  const number = Number(trimmed.replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}

/** What is still missing when what is typed was saved. */
export function stillMissing(missing: ChannelView['missing'], form: Typed): ChannelView['missing'] {
  const filled = (key: string): boolean =>
    Object.hasOwn(form, key) && typeof form[key] === 'string' && form[key].trim() !== '';
  return missing.filter(({ key }) => !filled(key));
}

/** Whether what was typed can be an address of a channel; those whose addresses have no form take anything. */
export function isAddress(channel: ChannelName, to: string): boolean {
  if (channel === 'mail') return /^[^\s@]+@[^\s@]+$/.test(to);
  if (channel === 'sms' || channel === 'whatsapp') return /^\+[\d\s()./-]{6,}$/.test(to);
  return to !== '';
}
