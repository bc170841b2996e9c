import { PERMISSIONS, type Permission, ROLES, type Role } from '@augenblick/contract';
import { describe, expect, test } from 'vitest';
import {
  keyPermissions,
  mayGrant,
  passwordWeakness,
  roleAllows,
  SESSION_ABSOLUTE_MS,
  SESSION_IDLE_MS,
  sessionLives,
} from './rules.ts';

/**
 * o owner, m marketing, s staff, a analyst, d developer. Written out by hand: the contract's table
 * must say the same.
 */
const TABLE: Record<Permission, string> = {
  'live.read': 'omsad',
  'shopper.read': 'omsad',
  'shopper.write': 'oms',
  'shopper.export': 'om',
  'shopper.erase': 'o',
  'source.read': 'omad',
  'source.write': 'omd',
  'import.write': 'omd',
  'staff.read': 'om',
  'staff.write': 'o',
  'key.write': 'od',
  'audit.read': 'o',
  'retailer.write': 'o',
  'event.write': 'omd',
  'moment.read': 'omsad',
  'segment.read': 'omad',
  'segment.write': 'om',
  'offer.read': 'omad',
  'offer.write': 'om',
  'campaign.read': 'omad',
  'campaign.write': 'om',
  'decision.read': 'omad',
  'message.read': 'omad',
  'message.write': 'om',
  'journey.read': 'omad',
  'journey.write': 'om',
  'consent.read': 'omad',
  'consent.write': 'om',
};

describe('roles', () => {
  test.each(PERMISSIONS)('hold %s exactly as the table says', (permission) => {
    const holders = ROLES.filter((role) => roleAllows(role, permission)).map((role) => role[0]);
    expect(holders.join('')).toBe(TABLE[permission]);
  });

  test('are given only by somebody who holds every right in them', () => {
    const grants = ROLES.map((giver) => [giver, ROLES.filter((given) => mayGrant(giver, given))]);
    expect(Object.fromEntries(grants)).toEqual({
      owner: ['owner', 'marketing', 'staff', 'analyst', 'developer'],
      marketing: ['marketing', 'staff', 'analyst'],
      staff: ['staff'],
      analyst: ['analyst'],
      developer: ['analyst', 'developer'],
    } satisfies Record<Role, Role[]>);
  });
});

describe('rights of an API key', () => {
  test('never include people, keys or the retailer, whoever makes it', () => {
    const rights = keyPermissions('owner', 'developer', undefined);
    expect(rights).toContain('source.write');
    expect(rights).not.toContain('key.write');
    const everything = ROLES.flatMap((role) => keyPermissions('owner', role, undefined));
    for (const never of ['staff.write', 'key.write', 'retailer.write']) {
      expect(everything).not.toContain(never);
    }
  });

  test('are cut to those of the maker', () => {
    expect(keyPermissions('developer', 'marketing', undefined)).not.toContain('shopper.export');
    expect(keyPermissions('owner', 'marketing', undefined)).toContain('shopper.export');
  });

  test('are cut to those asked for, and no role gains by asking', () => {
    expect(keyPermissions('owner', 'analyst', ['live.read'])).toEqual(['live.read']);
    expect(keyPermissions('owner', 'analyst', ['shopper.erase'])).toEqual([]);
  });
});

describe('a session', () => {
  const started = 1_000_000;
  test('ends after 14 days without use, not a moment earlier', () => {
    const session = { createdAt: started, lastSeenAt: started };
    expect(sessionLives(session, started + SESSION_IDLE_MS - 1)).toBe(true);
    expect(sessionLives(session, started + SESSION_IDLE_MS)).toBe(false);
    expect(SESSION_IDLE_MS).toBe(14 * 86_400_000);
  });

  test('ends after 90 days however busy it was', () => {
    const at = started + SESSION_ABSOLUTE_MS;
    expect(sessionLives({ createdAt: started, lastSeenAt: at - 2 }, at - 1)).toBe(true);
    expect(sessionLives({ createdAt: started, lastSeenAt: at - 1 }, at)).toBe(false);
    expect(SESSION_ABSOLUTE_MS).toBe(90 * 86_400_000);
  });
});

describe('a password', () => {
  const anna = { email: 'anna.kaufmann@laden.example', name: 'Anna Kaufmann' };
  test.each([
    ['aaaaaaaaaaaa', 'repeats'],
    ['1212121212', 'repeats'],
    ['1234567890', 'sequence'],
    ['abcdefghijkl', 'sequence'],
    ['9876543210', 'sequence'],
    ['Passwort123', 'common'],
    ['passwort2026', 'common'],
    ['123456-qwertz!', 'common'],
    ['4711-0815-2026', null],
    ['annakaufmann', 'personal'],
    ['Kaufmann2026', 'personal'],
    ['anna.kaufmann@laden.example', 'personal'],
    ['laden.example1', 'personal'],
    ['drei Schafe auf der Wiese', null],
    ['Kaufmann und drei Schafe', null],
    ['xK9#mQ2$vL', null],
  ])('%s is judged as %s', (password, judgement) => {
    expect(passwordWeakness(password, anna)).toBe(judgement);
  });
});
