import { describe, expect, test } from 'vitest';
import { checkSettings, slugOf } from './retailer.ts';

describe('the address part of a name', () => {
  test.each([
    ['Blumen Müller', 'blumen-mueller'],
    ['  Straßen-Café & Söhne GmbH ', 'strassen-cafe-soehne-gmbh'],
    ['Łódź Øl', 'lodz-ol'],
    ['Цветы', 'laden'],
    ['---', 'laden'],
    ['7 Zwerge', '7-zwerge'],
    ['x'.repeat(200), 'x'.repeat(60)],
  ])('%s becomes %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});

describe('settings', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/vienna', 'Europe/Vienna'],
    ['UTC', 'UTC'],
    ['America/Argentina/Buenos_Aires', expect.stringContaining('Buenos_Aires')],
  ])('know the zone %s', (timeZone, zone) => {
    expect(checkSettings({ timeZone }).zone).toEqual(zone);
  });

  test.each(['Mars/Olympus', '+01:00', '', 'Europe/Berlin; drop table', 'Berlin'])(
    'refuse the zone %j',
    (timeZone) => {
      expect(() => checkSettings({ timeZone })).toThrow('timeZone');
    },
  );

  test('refuse a currency that nobody pays with', () => {
    expect(() => checkSettings({ currency: 'EUR' })).not.toThrow();
    expect(() => checkSettings({ currency: 'QQQ' })).toThrow('currency');
  });
});
