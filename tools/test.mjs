#!/usr/bin/env node
/**
 * `npm test`: everything that must hold, from a bare clone. Goes on after a failure and ends with `N passed, N failed`.
 * `npm test -- --only vitest` runs one part; arguments after it go to that part.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { checkNode } from './node-version.mjs';

checkNode();
const root = path.dirname(import.meta.dirname);
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
ensureInstalled(root, console.error);

const args = process.argv.slice(2);
const only = args[0] === '--only' ? args[1] : undefined;
const rest = only === undefined ? [] : args.slice(2);
let passed = 0;
let failed = 0;

function run(name, command, parameters, env = {}) {
  console.log(`\n── ${name}`);
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
  return spawnSync(command, parameters, options).status === 0;
}

/** A part that passes or fails as a whole. */
function check(name, command, parameters) {
  if (only !== undefined && only !== name) return;
  if (run(name, command, [...parameters, ...rest])) passed += 1;
  else failed += 1;
}

/** Tests are counted one by one, as vitest reports them. */
function tests(env) {
  if (only !== undefined && only !== 'vitest') return;
  const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-report-'));
  const report = path.join(folder, 'report.json');
  const parameters = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...rest,
  ];
  const ok = run('vitest', bin('vitest'), parameters, env);
  if (existsSync(report)) {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    // A file that cannot even be loaded has no tests to count.
    if (!ok && result.numFailedTests === 0) failed += Math.max(1, result.numFailedTestSuites);
  } else {
    failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}

check('types', bin('tsc'), ['-p', 'tsconfig.json']);
check('format', bin('biome'), ['check', '--error-on-warnings', '.']);
check('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
check('directions', bin('depcruise'), [
  '--config',
  '.dependency-cruiser.cjs',
  'contract',
  'server',
  'sdk',
  'web',
]);
check('unused', bin('knip'), []);
// The browser tests look at the built console; asked for alone, the tests need it all the same.
const build = [path.join(root, 'tools', 'build.mjs')];
if (only === 'vitest') run('build', process.execPath, build);
else check('build', process.execPath, build);

const chromium = only === undefined || only === 'vitest' ? findChromium() : undefined;
tests(chromium === undefined ? {} : { BROWSER: 'true', CHROMIUM_PATH: chromium });
if (chromium === undefined && only === undefined) {
  console.log('\n!! Browser tests were SKIPPED: no Chromium. Set CHROMIUM_PATH to one.');
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
