import { SOURCE_KINDS } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { isOwn } from './kinds.ts';
import { snippet, SNIPPETS_OF } from './snippets.ts';

const access = { endpoint: 'https://augen.example', key: 'agb_wk_test' };

describe('snippets', () => {
  it('offers something to copy for every kind that people connect, with address and key', () => {
    for (const kind of SOURCE_KINDS.filter((one) => !isOwn(one))) {
      const names = SNIPPETS_OF[kind] ?? [];
      expect(names.length, kind).toBeGreaterThan(0);
      for (const name of names) {
        const code = snippet(name, { ...access, kind });
        expect(code, `${kind} ${name}`).toContain(access.endpoint);
        expect(code, `${kind} ${name}`).toContain(access.key);
      }
    }
  });

  it('writes a command whose body is JSON of an event that such a source sends', () => {
    const code = snippet('curl', { ...access, kind: 'till' });
    const body: unknown = JSON.parse(/-d '([\s\S]*)'$/.exec(code)?.[1] ?? '');
    expect(body).toMatchObject({ event: 'Receipt Issued', properties: { currency: 'EUR' } });
  });
});
