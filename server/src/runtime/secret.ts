import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from './random.ts';

/**
 * Secrets at rest: passwords of mail servers, keys of providers, private keys. Sealed with AES-256-GCM under the
 * installation's key, which stands in a file of the data folder (0600) or comes as setting SECRET_KEY – never in the
 * database, so that a copy of the database gives nothing away.
 */
export interface Vault {
  /**
   * Seals a text for one place. `place` names where it belongs ("channel:1:mail:password"): moved elsewhere, it cannot be
   * opened.
   */
  seal(text: string, place: string): string;
  /** Opens what was sealed for this place; throws `SecretProblem` when the key or the place is another. */
  open(sealed: string, place: string): string;
  /** A key of 32 bytes for one purpose, always the same one. */
  derive(purpose: string): Buffer;
}

/** The installation's key is unusable, or something was sealed with another one. */
export class SecretProblem extends Error {}

/** Name of the key's file in the data folder. */
export const KEY_FILE = 'secret.key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Says how it was sealed, so that another way can follow. */
const VERSION = 'v1';

/** A vault with this key (32 bytes). */
export function createVault(key: Uint8Array, random: Random): Vault {
  if (key.length !== KEY_BYTES) throw new SecretProblem('The secret key must have 32 bytes.');
  const sealing = subkey(key, 'seal');
  return {
    seal: (text, place) => {
      const iv = Buffer.from(random.bytes(IV_BYTES));
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const whole = Buffer.concat([iv, cipher.getAuthTag(), sealed]);
      return `${VERSION}.${whole.toString('base64url')}`;
    },
    open: (sealed, place) => {
      const [version, text = ''] = sealed.split('.');
      const whole = Buffer.from(text, 'base64url');
      if (version !== VERSION || whole.length < IV_BYTES + TAG_BYTES)
        throw new SecretProblem('This is no sealed secret.');
      try {
        const iv = whole.subarray(0, IV_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', sealing, iv)
          .setAAD(Buffer.from(place))
          .setAuthTag(whole.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = whole.subarray(IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw new SecretProblem(
          'A stored secret was sealed with another key than the present one.',
        );
      }
    },
    derive: (purpose) => subkey(key, `derive:${purpose}`),
  };
}

function subkey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `augenblick:${purpose}`, KEY_BYTES));
}

/** Where the installation's key comes from. */
export interface KeyPlace {
  /** The data folder; the key's file is made there when it is missing. */
  dataDir: string;
  /** Setting SECRET_KEY: 32 bytes in base64 or base64url, or any text of 32 characters and more; counts before the file. */
  secretKey?: string | undefined;
}

/**
 * The installation's vault. The key is read, and its file made when there is none, with the first use; two processes that
 * begin together agree on one. Uses throw `SecretProblem` with a sentence for the operator.
 */
export function openVault(place: KeyPlace, random: Random): Vault {
  const open = (): Vault => {
    if (place.secretKey !== undefined) return createVault(keyOfText(place.secretKey), random);
    const file = path.join(path.resolve(place.dataDir), KEY_FILE);
    return createVault(readKey(file) ?? makeKey(file, random), random);
  };
  let opened: Vault | undefined;
  const vault = (): Vault => (opened ??= open());
  return {
    seal: (text, where) => vault().seal(text, where),
    open: (sealed, where) => vault().open(sealed, where),
    derive: (purpose) => vault().derive(purpose),
  };
}

function keyOfText(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === KEY_BYTES) return bytes;
  // A pass phrase: hashed, not stretched; the setting asks for 32 characters.
  return createHash('sha256').update(text).digest();
}

function readKey(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SecretProblem(`The secret key cannot be read: ${file}`);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new SecretProblem(
      `The secret key is damaged: ${file}. Put the original back; without it passwords of channels must be entered anew.`,
    );
  return key;
}

/** Writes the whole file beside its place and links it there: a half-written key is never read, the first one wins. */
function makeKey(file: string, random: Random): Buffer {
  mkdirSync(path.dirname(file), { recursive: true });
  const key = Buffer.from(random.bytes(KEY_BYTES));
  const draft = `${file}.${Buffer.from(random.bytes(6)).toString('hex')}`;
  writeFileSync(draft, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const other = readKey(file);
    if (other === null) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}
