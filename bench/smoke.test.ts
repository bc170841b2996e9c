import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = path.dirname(import.meta.dirname);

/** Runs a benchmark as a person would and returns its last line. */
async function figures(name: string, ...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    process.execPath,
    [path.join(ROOT, 'tools', 'run.mjs'), 'bench', name, ...args],
    {
      cwd: ROOT,
      maxBuffer: 1 << 24,
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

// Small runs: that the commands work and that what they process is right. Their speed is judged by people, on a quiet
// machine.
it.each([
  ['ingest', ['--events', '1000', '--singles', '200', '--shoppers', '300'], 'batchedPerS'],
  ['identity', ['--edges', '300', '--shoppers', '100'], 'edgesPerS'],
  ['moment', ['--events', '3000'], 'momentUs'],
  ['content', ['--mails', '500', '--shoppers', '50'], 'personalisedPerS'],
  [
    'journey',
    ['--waiting', '200', '--due', '20', '--burst', '50', '--seconds', '1', '--events', '200'],
    'wakes',
  ],
  ['profile', ['--shoppers', '10000', '--seconds', '1'], 'halfP99Ms10000'],
  [
    'absence',
    ['--waiting', '2000', '--due', '200', '--seconds', '2', '--load', '200'],
    'reactions',
  ],
  ['react', ['--rate', '50', '--seconds', '2'], 'reactions'],
  ['mail', ['--mails', '300', '--alone', '500'], 'mailsPerS'],
  [
    'segment',
    ['--segments', '12', '--events', '1000', '--shoppers', '300', '--base', '2000'],
    'fillSeconds',
  ],
  [
    'decide',
    [
      '--campaigns',
      '20',
      '--shoppers',
      '2000',
      '--decisions',
      '2000',
      '--requests',
      '400',
      '--connections',
      '8',
    ],
    'requestsPerS',
  ],
] as const)('npm run bench -- %s', { timeout: 600_000 }, async (name, args, figure) => {
  const result = await figures(name, ...args);
  expect(result.name).toBe(name);
  expect(result[figure]).toBeGreaterThan(0);
  if ('rebuildDifferences' in result) expect(result.rebuildDifferences).toBe(0);
  if ('differences' in result) expect(result.differences).toBe(0);
  if ('capsBroken' in result) expect(result.capsBroken).toBe(0);
  if ('missing' in result) expect(result.missing).toBe(0);
  if ('twice' in result) expect(result.twice).toBe(0);
  if (name === 'ingest') expect(result.stored).toBe(1500);
});
