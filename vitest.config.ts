import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Browser tests (web/e2e) need Chromium and a built console; tools/test.mjs adds them with BROWSER=true.
const browser = process.env['BROWSER'] === 'true';

export default defineConfig({
  test: {
    include: ['{contract,server,sdk,web,bench,tools,evaluate}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(browser ? [] : ['web/e2e/**'])],
    globalSetup: ['server/test/setup.ts'],
    setupFiles: ['tools/properties.ts'],
    pool: 'forks',
    // Most suites wait for a browser, a disk or a process that was killed: one worker alone leaves a core idle.
    maxWorkers: Math.max(2, availableParallelism()),
    // Files share a worker and what it has loaded: loading the house anew for each took half of the time. What modules keep
    // are results of pure functions only, so no file notices the one before it.
    isolate: false,
    // For what hangs; a machine that does many other things at once is not to be taken for that.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // The same for a state that is waited for: Vitest alone gives up after one second.
    expect: { poll: { timeout: 50_000 } },
    restoreMocks: true,
  },
});
