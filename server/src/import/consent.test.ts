import { describe, expect, test } from 'vitest';
import { consentOfRow, newsletterWord } from './consent.ts';
import { suggestMapping } from './fields.ts';

const DAY = Date.UTC(2024, 4, 31, 12);
const consent = { wording: 'Ja, ich möchte Post vom Hofladen.', at: null };

describe('what a customer row says about the newsletter', () => {
  test.each([
    ['Ja', 'granted'],
    ['1', 'granted'],
    ['Subscribed', 'granted'],
    ['bestätigt', 'granted'],
    ['abgemeldet', 'withdrawn'],
    ['Unsubscribed', 'withdrawn'],
    ['nein', null],
    ['0', null],
    ['pending', null],
  ] as const)('%s is %s', (newsletter, word) => {
    expect(newsletterWord({ email: 'a@b.de', newsletter })).toBe(word);
  });
  test('a day alone is a yes; a no with a day is none', () => {
    expect(newsletterWord({ email: 'a@b.de', newsletter_at: DAY })).toBe('granted');
    expect(newsletterWord({ email: 'a@b.de', newsletter: 'nein', newsletter_at: DAY })).toBeNull();
  });
  test('without an address nobody agreed to mail', () => {
    expect(newsletterWord({ phone: '0151', newsletter: 'ja' })).toBeNull();
  });
  test('columns of German lists and of mailing services', () => {
    const columns = ['E-Mail', 'Newsletter', 'Einwilligung am'];
    expect(suggestMapping('customers', columns)).toEqual({
      email: 'E-Mail',
      newsletter: 'Newsletter',
      newsletter_at: 'Einwilligung am',
    });
    expect(
      suggestMapping('customers', ['Email Address', 'Accepts Email Marketing', 'CONFIRM_TIME']),
    ).toMatchObject({ newsletter: 'Accepts Email Marketing', newsletter_at: 'CONFIRM_TIME' });
  });
});

describe('the consent that is written down', () => {
  const row = { email: 'A@b.de', newsletter: 'ja', newsletter_at: DAY };
  test('carries its wording, its day and the address', () => {
    expect(consentOfRow(row, 'email:a@b.de', { consent })?.call).toMatchObject({
      event: 'Consent Granted',
      timestamp: '2024-05-31T12:00:00.000Z',
      context: { externalIds: [{ type: 'email', id: 'a@b.de' }] },
      properties: { purpose: 'marketing', channel: 'email', wording: consent.wording },
    });
  });
  test('is none without wording or without a day', () => {
    expect(consentOfRow(row, 'k', {})).toBeNull();
    expect(consentOfRow(row, 'k', { consent: { wording: ' ', at: DAY } })).toBeNull();
    expect(consentOfRow({ email: 'a@b.de', newsletter: 'ja' }, 'k', { consent })).toBeNull();
  });
  test('takes the day of the list where the row names none', () => {
    const said = consentOfRow({ email: 'a@b.de', newsletter: 'x' }, 'k', {
      consent: { ...consent, at: DAY },
    });
    expect(said?.call).toMatchObject({ timestamp: '2024-05-31T12:00:00.000Z' });
  });
  test('a sign-off needs neither', () => {
    const said = consentOfRow({ email: 'a@b.de', newsletter: 'abgemeldet' }, 'k', {});
    expect(said?.call).toMatchObject({ event: 'Consent Withdrawn' });
    expect(said?.call).not.toHaveProperty('timestamp');
  });
  test('is the same message, whatever else the row says', () => {
    const id = (over: object) =>
      consentOfRow({ ...row, ...over }, 'k', { consent })?.call['messageId'];
    expect(id({ first_name: 'Anna' })).toBe(id({ first_name: 'Änne' }));
    expect(id({ newsletter_at: DAY + 1 })).not.toBe(id({}));
  });
});
