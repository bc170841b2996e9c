import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { createVault, openVault, SecretProblem } from './secret.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const folder = (): string => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'vault-'));
  folders.push(made);
  return made;
};

test('any text comes back, only for its own place, and never shows', () => {
  const vault = createVault(Buffer.alloc(32, 1), seededRandom(1));
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.string(),
      (text, place, otherPlace) => {
        const whole = Buffer.from(text).toString();
        const sealed = vault.seal(whole, place);
        expect(vault.open(sealed, place)).toBe(whole);
        if (whole.length > 8) expect(sealed).not.toContain(whole);
        if (Buffer.from(place).compare(Buffer.from(otherPlace)) !== 0)
          expect(() => vault.open(sealed, otherPlace)).toThrow(SecretProblem);
      },
    ),
  );
});

test('another key opens nothing, a changed byte neither', () => {
  const vault = createVault(Buffer.alloc(32, 1), seededRandom(1));
  const other = createVault(Buffer.alloc(32, 2), seededRandom(1));
  const sealed = vault.seal('geheim', 'a');
  expect(() => other.open(sealed, 'a')).toThrow(SecretProblem);
  const damaged = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  expect(() => vault.open(damaged, 'a')).toThrow(SecretProblem);
  expect(() => vault.open('', 'a')).toThrow(SecretProblem);
});

test('the key is made once, readable by its owner only', () => {
  const dataDir = path.join(folder(), 'deep');
  const first = openVault({ dataDir }, seededRandom(1));
  const second = openVault({ dataDir }, seededRandom(2));
  expect(second.open(first.seal('x', 'p'), 'p')).toBe('x');
  expect(statSync(path.join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
});

test('a damaged key is said, not replaced', () => {
  const dataDir = folder();
  writeFileSync(path.join(dataDir, 'secret.key'), 'short');
  const vault = openVault({ dataDir }, seededRandom(1));
  expect(() => vault.seal('x', 'p')).toThrow(/damaged/);
});

test('a key from the settings counts before the file', () => {
  const dataDir = folder();
  const secretKey = Buffer.alloc(32, 9).toString('base64');
  const one = openVault({ dataDir, secretKey }, seededRandom(1));
  const two = openVault({ dataDir: folder(), secretKey }, seededRandom(2));
  expect(two.open(one.seal('x', 'p'), 'p')).toBe('x');
  expect(one.derive('a').equals(two.derive('a'))).toBe(true);
  expect(one.derive('a').equals(one.derive('b'))).toBe(false);
});
