/** Builds the browser tag into sdk/dist, says what it weighs, and fails above the budget. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Files, what they are made of, and the most they may weigh on the wire (bytes, gzip). */
const FILES = [
  { name: 'tag.js', input: 'browser.ts', format: 'iife', most: 6 * 1024 },
  { name: 'tag.mjs', input: 'index.ts', format: 'es', most: 6 * 1024 },
  { name: 'vitals.js', input: 'vitals-browser.ts', format: 'iife', most: 1.5 * 1024 },
  // Read by the server, which puts the form's definition behind it (server/src/optin/embed.ts).
  { name: 'form.js', input: 'form.ts', format: 'iife', global: 'augenblickForm', most: 4 * 1024 },
  { name: 'push.js', input: 'push-browser.ts', format: 'iife', most: 1.5 * 1024 },
  { name: 'push-worker.js', input: 'push-worker.ts', format: 'iife', most: 1024 },
  { name: 'inbox.js', input: 'inbox-browser.ts', format: 'iife', most: 3.5 * 1024 },
  { name: 'server.mjs', input: 'server.ts', format: 'es', most: 2 * 1024 },
];

/** Builds all files of the tag; throws when one of them is too large. */
export async function buildTag(root) {
  const { rolldown } = await import('rolldown');
  const output = path.join(root, 'sdk', 'dist');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const tooLarge = [];
  for (const { name, input, format, global, most } of FILES) {
    const bundle = await rolldown({
      input: path.join(root, 'sdk', 'src', input),
      platform: 'browser',
      transform: { target: 'es2022' },
    });
    const { output: made } = await bundle.generate({ format, minify: true, name: global });
    await bundle.close();
    const { code } = made[0];
    const packed = gzipSync(code, { level: 9 });
    writeFileSync(path.join(output, name), code);
    writeFileSync(path.join(output, `${name}.gz`), packed);
    writeFileSync(path.join(output, `${name}.br`), brotliCompressSync(code));
    const size = `${name}: ${packed.length} bytes gzip of ${most}`;
    console.error(`  ${size}`);
    if (packed.length > most) tooLarge.push(size);
  }
  if (tooLarge.length > 0) throw new Error(`The tag is over its budget: ${tooLarge.join(', ')}`);
}
