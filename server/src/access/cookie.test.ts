import { describe, expect, test } from 'vitest';
import { readSessionCookie, sessionCookie } from './cookie.ts';

const token = 'a'.repeat(43);

describe('the session cookie', () => {
  test('is locked to this host under https', () => {
    expect(sessionCookie(token, true)).toBe(
      `__Host-augenblick=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000; Secure`,
    );
  });

  test('has another name and no Secure without https', () => {
    expect(sessionCookie(token, false)).toBe(
      `augenblick_session=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000`,
    );
  });

  test('is taken back by an empty one that has expired', () => {
    expect(sessionCookie(null, true)).toContain('__Host-augenblick=; ');
    expect(sessionCookie(null, true)).toContain('Max-Age=0');
  });

  test('is found among others', () => {
    const header = `rl_anonymous=x=y; augenblick_session=${token}; last`;
    expect(readSessionCookie(header, false)).toBe(token);
  });

  test('of plain http does not count under https: any subdomain could have set it', () => {
    expect(readSessionCookie(`augenblick_session=${token}`, true)).toBeNull();
  });

  test.each(['', 'short', `${token}a`, `${'a'.repeat(42)}'`])(
    'is nothing with the value %j',
    (value) => {
      expect(readSessionCookie(`augenblick_session=${value}`, false)).toBeNull();
    },
  );
});
