import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { seededRandom } from '../server/src/runtime/index.ts';
import { writeMadeUpSessions } from './purchase/made-up.ts';

const run = promisify(execFile);
const ROOT = path.dirname(import.meta.dirname);
const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an evaluation as a person would. */
const evaluate = (...args: string[]) =>
  run(process.execPath, [path.join(ROOT, 'tools', 'run.mjs'), 'evaluate', ...args], {
    cwd: ROOT,
    maxBuffer: 1 << 24,
  });
async function figures(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await evaluate(...args);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

const MOMENT_ARGS = ['--visitors', '300', '--worlds', '1', '--pupils', '60', '--no-data'];

// Small runs on made-up data: that the commands work and that their figures are of the right kind.
it('npm run evaluate -- purchase-intent', { timeout: 600_000 }, async () => {
  writeMadeUpSessions(folder, 600, seededRandom(1));
  const args = ['--data', folder, '--folds', '3', '--bags', '2', '--only', 'main'];
  const result = await figures('purchase-intent', ...args);
  expect(result.name).toBe('purchase-intent');
  expect(result.rows).toBe(600);
  expect(result.auc).toBeGreaterThan(0.65);
  expect(result.targets).toEqual({ auc: '>= 0.80', ap: '>= 0.40' });
});

it('npm run evaluate -- moment', { timeout: 600_000 }, async () => {
  const result = await figures('moment', ...MOMENT_ARGS);
  expect(result.name).toBe('moment');
  expect(result.macroF1).toBeGreaterThan(0.85);
  expect(result.calibrationError).toBeLessThan(0.08);
});

it('npm run evaluate -- calibrate', { timeout: 600_000 }, async () => {
  const result = await figures('calibrate', '--visitors', '60');
  expect(result.loss).toBeGreaterThan(0.1);
});

it('npm run evaluate -- stall', { timeout: 600_000 }, async () => {
  const result = await figures('stall', '--checkouts', '600', '--learn', '3000');
  expect(result.name).toBe('stall');
  expect(result.foundIn20s).toBeGreaterThan(0.7);
  expect(result.falseAlarms).toBeLessThan(0.06);
});

it.each(['purchase-intent', 'moment'])(
  '%s says what to do when its data are missing',
  { timeout: 600_000 },
  async (name) => {
    const ended = evaluate(name, '--data', path.join(folder, 'nowhere'));
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/No data/) as string,
    });
  },
);
