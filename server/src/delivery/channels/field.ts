/** Settings of channels: fields the console draws, and how what was entered is read. Pure. */
import { Failure, type SettingField, type SettingKind } from '@augenblick/contract';
import { z } from 'zod';

/** A field of settings. */
export type Field = SettingField;
type TwoLanguages = Field['label'];

/** A field with what most fields leave out. */
export function field(
  key: string,
  kind: SettingKind,
  label: TwoLanguages,
  more: Partial<Omit<SettingField, 'key' | 'kind' | 'label' | 'section'>> = {},
): SettingField {
  const usual = { section: null, hint: null, required: false, choices: [], when: null };
  return { key, kind, label, ...usual, ...more };
}

/** Fields that stand together under a heading. */
export function section(heading: TwoLanguages, fields: readonly SettingField[]): SettingField[] {
  return fields.map((one) => ({ ...one, section: heading }));
}

/** Values as they are kept: only what the fields name. */
export type SettingValues = Record<string, string | number | boolean | null>;

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const LINE = /^\P{Cc}*$/u;
const TEXT_MAX = 2_000;
const SECRET_MAX = 8_000;

/** True where a host's name (or address) could be one. */
export function isHost(text: string): boolean {
  return text.length <= 253 && (HOST.test(text) || /^\[?[0-9a-f:.]+\]?$/i.test(text));
}

/**
 * Reads one value as its field wants it; empty text is null. Throws `Failure('bad_request')` that names the field.
 */
export function readValue(one: SettingField, value: unknown): string | number | boolean | null {
  const wrong = (): never => {
    throw new Failure('bad_request', `${one.key}: ${one.label.en}`);
  };
  if (value === null || value === undefined || value === '') return null;
  if (one.kind === 'switch') return typeof value === 'boolean' ? value : wrong();
  if (one.kind === 'number') {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1e9
      ? value
      : wrong();
  }
  if (typeof value !== 'string') return wrong();
  if (one.kind === 'secret') return value.length <= SECRET_MAX ? value : wrong();
  const text = value.trim();
  if (text === '') return null;
  if (text.length > TEXT_MAX || !LINE.test(text)) return wrong();
  if (one.kind === 'choice')
    return one.choices.some((choice) => choice.value === text) ? text : wrong();
  if (one.kind === 'address') return z.email().max(254).safeParse(text).success ? text : wrong();
  if (one.kind === 'url')
    return z.url({ protocol: /^https?$/ }).safeParse(text).success ? text : wrong();
  return text;
}

/** Reads all values that are named; others are passed over. */
export function readValues(
  fields: readonly SettingField[],
  given: Readonly<Record<string, unknown>>,
): SettingValues {
  const read: SettingValues = {};
  for (const one of fields)
    if (Object.hasOwn(given, one.key)) read[one.key] = readValue(one, given[one.key]);
  return read;
}

/** A settings object as channels get it: text by key, never undefined. */
export class Values {
  readonly #values: Readonly<Record<string, unknown>>;
  constructor(values: unknown) {
    this.#values = typeof values === 'object' && values !== null ? { ...values } : {};
  }
  /** Text, or the fallback where it is empty. */
  text(key: string, fallback = ''): string {
    const value = this.#get(key);
    return typeof value === 'string' && value !== '' ? value : fallback;
  }
  /** Text or null. */
  maybe(key: string): string | null {
    return this.text(key) || null;
  }
  number(key: string, fallback: number): number {
    const value = this.#get(key);
    return typeof value === 'number' ? value : fallback;
  }
  flag(key: string, fallback: boolean): boolean {
    const value = this.#get(key);
    return typeof value === 'boolean' ? value : fallback;
  }
  #get(key: string): unknown {
    return Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
  }
}

/** Whether a field counts at present: its condition is met, or it has none. */
export function isShown(
  fields: readonly SettingField[],
  one: SettingField,
  values: Readonly<SettingValues>,
): boolean {
  if (one.when === null) return true;
  const { key, values: wanted } = one.when;
  const other = fields.find((field) => field.key === key);
  // An untouched choice stands for its first entry.
  const value = values[key] ?? other?.choices[0]?.value ?? null;
  return value !== null && wanted.includes(String(value));
}
