import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { PostgresProblem } from './problem.ts';

/** The account the database runs under; undefined means: the one node runs under. */
export interface Account {
  uid: number;
  gid: number;
}

/** True when this process is root and PostgreSQL must therefore run as somebody else. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the owner of the existing folder, else as `postgres`,
 * else as `nobody`. Anybody else runs it as themselves.
 */
export function accountFor(folder: string): Account | undefined {
  if (!isRoot()) return undefined;
  try {
    const { uid, gid } = statSync(folder);
    if (uid !== 0) return { uid, gid };
  } catch {
    // The folder does not exist yet.
  }
  const found = lookUp('postgres') ?? lookUp('nobody');
  if (found) return found;
  throw new PostgresProblem(
    'Started as root, and there is neither an account "postgres" nor "nobody" to run the database under. Start as another account, or use DATABASE_URL.',
  );
}

function lookUp(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid && Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** True when the account may read and enter the folder, tried by doing it. */
export function mayEnter(folder: string, account: Account | undefined): boolean {
  return may('test -r "$0" && test -x "$0"', folder, account);
}

/** True when the account may pass through the folder, tried by doing it. */
export function mayPass(folder: string, account: Account | undefined): boolean {
  return may('test -x "$0"', folder, account);
}

function may(check: string, folder: string, account: Account | undefined): boolean {
  const run = spawnSync('/bin/sh', ['-c', check, folder], {
    ...account,
    cwd: '/',
    stdio: 'ignore',
  });
  return run.status === 0;
}
