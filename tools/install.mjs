import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { patchDriver } from './patch-driver.mjs';

/** Packages of a lock file by place: version, and whether this system can do without. */
function packagesOf(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(packages).filter(
    ([place]) => place.startsWith('node_modules/') || place.includes('/node_modules/'),
  );
}

/** True when every package of package-lock.json is there in the version it names. Reads, asks no network. */
export function isInstalled(root) {
  const lock = path.join(root, 'package-lock.json');
  const there = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(there)) return false;
  const installed = new Map(packagesOf(there).map(([place, entry]) => [place, entry]));
  return packagesOf(lock).every(([place, entry]) => {
    const found = installed.get(place);
    if (found === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return Boolean(entry.link) || found.version === entry.version;
  });
}

/**
 * Installs what is missing: the versions of package-lock.json, without running anybody's install scripts. Not `npm ci`:
 * that refuses a lock file that does not name the optional packages of every other platform.
 */
export function ensureInstalled(root, say) {
  if (!isInstalled(root)) install(root, say);
  patchDriver(root);
}

function install(root, say) {
  say('Installing packages (once) …');
  const npm = process.env.npm_execpath;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--no-save', '--ignore-scripts', ...quiet];
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const run = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, options);
  if (run.status !== 0) {
    throw new Error(
      'npm could not install the packages; its reason is above. Is the registry reachable?',
    );
  }
}
