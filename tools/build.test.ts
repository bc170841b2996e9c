import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';

it('writes a program in characters of one byte that says the same', async () => {
  const file = new URL('build.mjs', import.meta.url).href;
  const { inOneByte } = (await import(file)) as { inOneByte: (text: string) => string };
  const programs = [
    String.raw`'a – b' + "ł"`,
    String.raw`['–', '\\–', 'a'].map((text) => /^(?:\–|\\\–)$/.test(text)).join()`,
    String.raw`/^[\s–-]+\p{L}’$/u.test('  –é’')`,
    String.raw`[...'😀'].length + Number(/^[😀]$/u.test('😀'))`,
    String.raw`((texts, one) => texts[0] + one)${'`… ${1}`'}`,
    String.raw`${'`„${2}“`'} /* – */`,
  ];
  for (const program of programs) {
    const made = inOneByte(program);
    expect(made).toMatch(/^[\0-\xff]*$/);
    expect(runInNewContext(made)).toBe(runInNewContext(program));
  }
});
