import type { SettingFieldView, SettingValue } from '@augenblick/contract/api/channel.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, isAddress, sectionsOf, shownFields, stillMissing, typedOf } from './form.ts';

const words = { de: 'Feld', en: 'Field' };
const field = (
  key: string,
  kind: SettingFieldView['kind'],
  when: SettingFieldView['when'] = null,
): SettingFieldView => ({
  key,
  section: null,
  kind,
  label: words,
  hint: null,
  required: false,
  choices: [],
  when,
});

const fields = [
  field('host', 'text'),
  field('port', 'number'),
  field('password', 'secret'),
  field('secure', 'switch'),
  field('user', 'text', { key: 'secure', values: ['true'] }),
];
const values = { host: 'smtp.example', port: 587, secure: false };

/** No two fields of a channel have the same key. */
const rowsOf = <Rest>(row: fc.Arbitrary<[string, SettingFieldView['kind'], Rest]>) =>
  fc.uniqueArray(row, { selector: ([key]) => key });

describe('the form of a channel', () => {
  it('puts neighbours with the same heading together and keeps the order', () => {
    const under = (key: string, heading: string | null): SettingFieldView => ({
      ...field(key, 'text'),
      section: heading === null ? null : { de: heading, en: heading },
    });
    const all = [under('name', 'Sender'), under('reply', 'Sender'), under('host', 'Server')];
    const keysOf = (list: SettingFieldView[]) =>
      sectionsOf(list).map((one) => [one.heading?.en, one.fields.map(({ key }) => key)]);
    expect(keysOf(all)).toEqual([
      ['Sender', ['name', 'reply']],
      ['Server', ['host']],
    ]);
    expect(keysOf([under('url', null), under('secret', null)])).toEqual([
      [undefined, ['url', 'secret']],
    ]);
    expect(keysOf([])).toEqual([]);
  });

  it('sends nothing when nothing was changed, whatever the values', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const kinds = fc.constantFrom<SettingFieldView['kind']>('text', 'choice', 'secret', 'url');
    fc.assert(
      fc.property(rowsOf(fc.tuple(fc.string(), kinds, value)), (rows) => {
        const all = rows.map(([key, kind]) => field(key, kind));
        const known: Record<string, SettingValue> = Object.fromEntries(
          rows.map(([key, , one]) => [key, one]),
        );
        expect(changesOf(all, known, typedOf(all, known)).values).toEqual({});
      }),
    );
  });

  it('never begins with a secret, and keeps one that was not replaced', () => {
    expect(typedOf(fields, { ...values, password: 'geheim' })).not.toHaveProperty('password');
    const form = typedOf(fields, values);
    expect(changesOf(fields, values, { ...form, password: '' }).values).toEqual({});
    expect(changesOf(fields, values, { ...form, password: null }).values).toEqual({
      password: null,
    });
    expect(changesOf(fields, values, { ...form, password: ' neu ' }).values).toEqual({
      password: ' neu ',
    });
  });

  it('reads numbers as people write them and says which one it cannot read', () => {
    const form = typedOf(fields, values);
    expect(changesOf(fields, values, { ...form, port: '2,5' }).values).toEqual({ port: 2.5 });
    expect(changesOf(fields, values, { ...form, host: '  ' }).values).toEqual({ host: null });
    expect(changesOf(fields, values, { ...form, port: 'viele' }).unreadable).toBe('port');
  });

  it('shows a field only while its condition holds', () => {
    const form = typedOf(fields, values);
    expect(shownFields(fields, form).map(({ key }) => key)).not.toContain('user');
    expect(shownFields(fields, { ...form, secure: true }).map(({ key }) => key)).toContain('user');
  });
});

it('no longer calls missing what has been typed', () => {
  const words = { de: 'fehlt', en: 'missing' };
  const missing = [
    { key: 'host', words },
    { key: 'password', words },
  ];
  const form = typedOf(fields, { ...values, host: null });
  expect(stillMissing(missing, form)).toEqual(missing);
  expect(stillMissing(missing, { ...form, host: 'smtp.example' })).toEqual([missing[1]]);
  expect(stillMissing(missing, { ...form, host: ' ', password: 'geheim' })).toEqual([missing[0]]);
});

it('knows what cannot be an address before anything is sent', () => {
  expect(isAddress('mail', 'anna@laden.example')).toBe(true);
  expect(isAddress('mail', 'quatsch')).toBe(false);
  expect(isAddress('sms', '+49 170 1234567')).toBe(true);
  expect(isAddress('whatsapp', '0170')).toBe(false);
  expect(isAddress('telegram', '4711')).toBe(true);
});
