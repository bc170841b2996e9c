import { SESSION_ABSOLUTE_MS } from './rules.ts';

/**
 * The name under https: the prefix makes browsers refuse it without Secure, with a domain or with
 * another path.
 */
const SECURE_NAME = '__Host-augenblick';
const PLAIN_NAME = 'augenblick_session';

/** The session token of a Cookie header, or null. Cookies of the other scheme are not looked at. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | null {
  const name = secure ? SECURE_NAME : PLAIN_NAME;
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      // A token is 43 characters of base64url; anything else was not made here and is not worth a
      // query.
      return /^[\w-]{43}$/.test(value) ? value : null;
    }
  }
  return null;
}

/** The Set-Cookie header that keeps a session; without a token the one that ends it. */
export function sessionCookie(token: string | null, secure: boolean): string {
  const parts = [
    `${secure ? SECURE_NAME : PLAIN_NAME}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${token === null ? 0 : Math.floor(SESSION_ABSOLUTE_MS / 1000)}`,
  ];
  if (secure) parts.push('Secure');
  return parts.join('; ');
}
