import { defineConfig } from 'vitest/config';

// Browser tests (web/e2e) need Chromium and a built console; tools/test.mjs adds them with BROWSER=true.
const browser = process.env['BROWSER'] === 'true';

export default defineConfig({
  test: {
    include: ['{contract,server,sdk,web,bench,tools,evaluate}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(browser ? [] : ['web/e2e/**'])],
    globalSetup: ['server/test/setup.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
