import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', 'data', 'coverage']);

/** One text that changes when any file below the folders changes (path, size, time). */
function fingerprint(root, folders) {
  const hash = createHash('sha256');
  const visit = (item) => {
    const full = path.join(root, item);
    if (!existsSync(full)) return;
    const facts = statSync(full);
    if (!facts.isDirectory()) {
      hash.update(`${item}\0${facts.size}\0${Math.floor(facts.mtimeMs)}\n`);
      return;
    }
    for (const name of readdirSync(full).sort()) {
      if (!LEFT_OUT.has(name)) visit(path.join(item, name));
    }
  };
  for (const folder of folders) visit(folder);
  return hash.digest('hex');
}

/** True when `output` was built from what the folders hold now. */
export function isFresh(root, output, folders) {
  const stamp = path.join(root, output, '.stamp');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root, folders);
}

/** Notes that `output` was built from what the folders hold now. */
export function markFresh(root, output, folders) {
  mkdirSync(path.join(root, output), { recursive: true });
  writeFileSync(path.join(root, output, '.stamp'), fingerprint(root, folders));
}
