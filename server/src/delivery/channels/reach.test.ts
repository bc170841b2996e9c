import { expect, test } from 'vitest';
import { warningsOf } from './reach.ts';

test.each([
  'http://localhost:4400',
  'http://127.0.0.1:4400',
  'https://192.168.1.20',
  'http://[::1]:4400',
  'https://kasse.local',
  'http://server:4400',
])('nobody outside opens %s', (address) => {
  expect(warningsOf('mail', address)[0]?.de).toContain(address);
  expect(warningsOf('sms', address)).toHaveLength(1);
});

test('without https mail has no one-click and push nothing at all', () => {
  expect(warningsOf('mail', 'http://augen.laden.de')[0]?.en).toMatch(/one click/);
  expect(warningsOf('push', 'http://augen.laden.de')[0]?.en).toMatch(/https/);
  expect(warningsOf('sms', 'http://augen.laden.de')).toEqual([]);
});

test('a public https address is fine, and so is what stays in the house', () => {
  expect(warningsOf('mail', 'https://augen.laden.de')).toEqual([]);
  expect(warningsOf('staff', 'http://localhost:4400')).toEqual([]);
  expect(warningsOf('webhook', 'http://localhost:4400')).toEqual([]);
});
