import { EVENT_NAMES } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { nameTexts } from './texts-names.ts';

describe('Words of conditions', () => {
  it('has a phrase for every event of the vocabulary, so that no raw name stands in a sentence', () => {
    const without = EVENT_NAMES.filter((name) => !(`event.${name}` in nameTexts.en));
    expect(without).toEqual([]);
  });
});
