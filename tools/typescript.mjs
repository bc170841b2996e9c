/**
 * TypeScript for benchmarks and evaluations, made as `build.mjs` makes it for users: `node --import ./tools/typescript.mjs
 * file.ts`. tsx gives each function its name anew whenever one is made, which cost a mail a tenth of node's time that the
 * product does not spend.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Node loads this file once more for its hooks, in a thread of their own. */
const HOOKS = '?hooks';
if (!import.meta.url.endsWith(HOOKS)) register(`${import.meta.url}${HOOKS}`);

/** A hook of node's module loader. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const { transform } = await import('esbuild');
  const sourcefile = fileURLToPath(url);
  const { code } = await transform(await readFile(sourcefile, 'utf8'), {
    sourcefile,
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
