#!/usr/bin/env node
/** `npm run build`: the server as one file, tag, shop and console as static files. Builds only what has changed. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildTag } from './build-tag.mjs';
import { ensureInstalled } from './install.mjs';
import { isFresh, markFresh } from './stamp.mjs';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const SERVER = {
  output: 'server/dist',
  inputs: ['server/src', 'server/package.json', 'contract', 'tools/build.mjs'],
};
const CONSOLE = {
  output: 'web/console/dist',
  inputs: ['web/console', 'web/ui', 'web/api', 'contract', 'sdk', 'tools/build.mjs'],
};

const TAG = {
  output: 'sdk/dist',
  inputs: ['sdk', 'tools/build-tag.mjs'],
};
const SHOP = {
  output: 'web/shop/dist',
  inputs: ['web/shop', 'web/ui', 'contract', 'sdk', 'tools/build.mjs'],
};

/** Our own packages are TypeScript and go into the bundle; everything else is loaded from node_modules. */
const ownPackagesOnly = {
  name: 'own-packages-only',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('@augenblick/')
        ? undefined
        : { path: name, external: true },
    );
  },
};

async function buildServer() {
  const { build } = await import('esbuild');
  const output = path.join(ROOT, SERVER.output);
  rmSync(output, { recursive: true, force: true });
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { augenblick: path.join(ROOT, 'server/src/cli/entry.ts') },
    outdir: SERVER.output,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Read with NODE_OPTIONS=--enable-source-maps only: they take 70 MB, and the names in a trace are ours without them.
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [ownPackagesOnly],
    write: false,
  });
  mkdirSync(output);
  for (const { path: file, text } of outputFiles) {
    writeFileSync(file, file.endsWith('.js') ? inOneByte(text) : text);
  }
  // Modules read their data beside themselves: `new URL('data/…', import.meta.url)`.
  for (const name of readdirSync(path.join(ROOT, 'server/src'))) {
    const data = path.join(ROOT, 'server/src', name, 'data');
    if (existsSync(data)) cpSync(data, path.join(ROOT, SERVER.output, 'data'), { recursive: true });
  }
  markFresh(ROOT, SERVER.output, SERVER.inputs);
}

/**
 * The same program without a character beyond Latin-1: with a single one V8 keeps all of its source in two bytes a
 * character, 2.4 MB more for as long as the server runs. What esbuild leaves are regular expressions, tagged templates and
 * comments; an escape means the same there, and one behind a backslash takes that for its own.
 */
export function inOneByte(text) {
  return text.replace(/(\\*)([^\0-\xff])/g, (_, before, sign) => {
    const escape = `u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return before.length % 2 === 1 ? `${before}${escape}` : `${before}\\${escape}`;
  });
}

async function buildConsole() {
  const { build } = await import('vite');
  await build({ configFile: path.join(ROOT, 'web/console/vite.config.ts'), logLevel: 'warn' });
  compress(path.join(ROOT, CONSOLE.output));
  markFresh(ROOT, CONSOLE.output, CONSOLE.inputs);
}

async function buildShop() {
  const { build } = await import('vite');
  await build({ configFile: path.join(ROOT, 'web/shop/vite.config.ts'), logLevel: 'warn' });
  compress(path.join(ROOT, SHOP.output));
  markFresh(ROOT, SHOP.output, SHOP.inputs);
}

/** Puts compressed twins beside the files that are worth it; the server sends them as they are. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) {
      compress(file);
    } else if (/\.(js|css|html|svg|json|webmanifest)$/.test(name) && statSync(file).size > 1_000) {
      const content = readFileSync(file);
      writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
    }
  }
}

/** The parts that are older than what they are made of; without the console when a command does not need it. */
function staleParts(withConsole) {
  const parts = [];
  if (!isFresh(ROOT, SERVER.output, SERVER.inputs)) parts.push('server');
  const hasConsole = existsSync(path.join(ROOT, 'web/console/vite.config.ts'));
  if (withConsole && hasConsole && !isFresh(ROOT, CONSOLE.output, CONSOLE.inputs)) {
    parts.push('console');
  }
  if (withConsole && !isFresh(ROOT, TAG.output, TAG.inputs)) parts.push('tag');
  const hasShop = existsSync(path.join(ROOT, 'web/shop/vite.config.ts'));
  if (withConsole && hasShop && !isFresh(ROOT, SHOP.output, SHOP.inputs)) parts.push('shop');
  return parts;
}

/** Builds what is stale, in a process of its own: what a build leaves in memory is not the server's. */
export function buildStale(say, withConsole = true) {
  const parts = staleParts(withConsole);
  if (parts.length === 0) return;
  say(`Building (${parts.join(', ')}) …`);
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2] };
  const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...parts], options);
  if (run.status !== 0) throw new Error('The build failed; the reason is above.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled(ROOT, console.error);
  const asked = process.argv.slice(2);
  const parts = asked.length > 0 ? asked : staleParts(true);
  if (parts.includes('server')) await buildServer();
  if (parts.includes('console')) await buildConsole();
  if (parts.includes('tag')) {
    await buildTag(ROOT);
    markFresh(ROOT, TAG.output, TAG.inputs);
  }
  if (parts.includes('shop')) await buildShop();
}
