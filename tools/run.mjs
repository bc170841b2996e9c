#!/usr/bin/env node
/** `npm run bench -- <name>` and `npm run evaluate -- <name>`: runs bench/<name>.ts or evaluate/<name>.ts. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled } from './install.mjs';
import { checkNode } from './node-version.mjs';

checkNode();
const root = path.dirname(import.meta.dirname);
const LOADER = new URL('typescript.mjs', import.meta.url).href;
const [kind = 'bench', name, ...rest] = process.argv.slice(2);
const folder = path.join(root, kind);
const file = path.join(folder, `${name}.ts`);
if (name === undefined || !/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file)) {
  const all = existsSync(folder) ? readdirSync(folder) : [];
  const names = all.filter((one) => /^[a-z0-9-]+\.ts$/.test(one)).map((one) => one.slice(0, -3));
  console.error(
    `npm run ${kind} -- <name>, where <name> is one of: ${names.join(', ') || '(none yet)'}`,
  );
  process.exit(2);
}
ensureInstalled(root, console.error);
const child = spawn(process.execPath, ['--import', LOADER, file, ...rest], {
  stdio: 'inherit',
  cwd: root,
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
