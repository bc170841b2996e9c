#!/usr/bin/env node
/** The command line of an installation: `npx augenblick <command>`. Builds the server first when it is stale. */
import { checkNode } from './node-version.mjs';

checkNode();
const { buildStale, ROOT } = await import('./build.mjs');
const { ensureInstalled } = await import('./install.mjs');
const command = process.argv[2];
try {
  ensureInstalled(ROOT, console.error);
  buildStale(console.error, command === 'start');
} catch (error) {
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
await import('../server/dist/augenblick.js');
