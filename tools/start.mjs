#!/usr/bin/env node
/** `npm start`: installs what is missing, builds what is stale, starts everything on one port. */
import { checkNode } from './node-version.mjs';

checkNode();
const { buildStale, ROOT } = await import('./build.mjs');
const { ensureInstalled } = await import('./install.mjs');
const say = (text) => console.error(text);
try {
  ensureInstalled(ROOT, say);
  buildStale(say);
} catch (error) {
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
process.argv.splice(2, 0, 'start');
await import('../server/dist/augenblick.js');
