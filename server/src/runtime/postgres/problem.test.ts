import { expect, test } from 'vitest';
import { explain, worthRetrying } from './problem.ts';

test('known endings of the log become a sentence that says what to do', () => {
  const full = '2026 FATAL:  could not write lock file "postmaster.pid": No space left on device\n';
  expect(explain(full)).toMatch(/^The disk is full\. Make room/);
  const right = 'FATAL:  could not open file "/x/PG_VERSION": Permission denied';
  expect(explain(right)).toMatch(/^A file or folder may not be used/);
  const musl =
    'postgres: error while loading shared libraries: libz.so.1: cannot open shared object file';
  expect(explain(musl)).toMatch(/libz\.so\.1[\s\S]*Alpine/);
});

test('an unknown ending is shown as it is, its last lines', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
  expect(explain(lines).split('\n')).toHaveLength(12);
  expect(explain(lines)).toContain('line 39');
});

test('only a predecessor that has not quite gone is worth a second try', () => {
  expect(worthRetrying('FATAL:  lock file "postmaster.pid" already exists')).toBe(true);
  expect(
    worthRetrying('FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'),
  ).toBe(true);
  expect(worthRetrying('FATAL:  No space left on device')).toBe(false);
});
