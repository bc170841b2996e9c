import { chmod, copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { KEY_FILE } from '../secret.ts';
import { BackupProblem } from './frames.ts';

/** What became of the installation's key: `given` is a key in setting SECRET_KEY, which stands in no file. */
export type KeyFate = 'saved' | 'restored' | 'given' | 'none';

/** Where the key of an installation lies. */
export interface KeyHome {
  dataDir: string;
  secretKey?: string | undefined;
}

/** Name of the key's copy beside a back-up. */
export function keyBeside(file: string): string {
  return `${file}.key`;
}

/**
 * Puts a copy of the installation's key beside its back-up (0600): without it nobody can open the passwords and keys of
 * channels in it. A file of its own, so that the two can be kept apart.
 */
export async function saveKey(home: KeyHome, file: string): Promise<KeyFate> {
  if (home.secretKey !== undefined) return 'given';
  const key = path.join(path.resolve(home.dataDir), KEY_FILE);
  return (await copied(key, keyBeside(file))) ? 'saved' : 'none';
}

/**
 * Puts the key beside a back-up into the data folder that is restored into. Throws `BackupProblem` when another key is
 * there already.
 */
export async function restoreKey(home: KeyHome, file: string): Promise<KeyFate> {
  if (home.secretKey !== undefined) return 'given';
  const folder = path.resolve(home.dataDir);
  const key = path.join(folder, KEY_FILE);
  const [there, saved] = [await textOf(key), await textOf(keyBeside(file))];
  if (saved === null) return there === null ? 'none' : 'restored';
  if (there !== null && there !== saved)
    throw new BackupProblem(
      `${key} is another key than ${keyBeside(file)}. Put one of them away: only the right one opens the passwords of channels.`,
    );
  await mkdir(folder, { recursive: true });
  if (there === null) await copied(keyBeside(file), key);
  return 'restored';
}

async function textOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Copies a file so that it is whole or not there; false when there is none. */
async function copied(from: string, to: string): Promise<boolean> {
  if ((await textOf(from)) === null) return false;
  const half = `${to}.part`;
  await copyFile(from, half);
  await chmod(half, 0o600);
  await rename(half, to);
  return true;
}
