import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aligned,
  inserted,
  moved,
  OTHER,
  pairInserted,
  pairMoved,
  pairRemoved,
  replaced,
} from './block-list.ts';
import type { Listed, Pair } from './block-list.ts';

const id = fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', 'null', '{{'), fc.string());
const ids = fc.uniqueArray(id, { maxLength: 12 });
const listOf = (names: readonly string[]): Listed[] => names.map((name) => ({ id: name }));
const names = (list: readonly Listed[]): string[] => list.map((block) => block.id);
const list = ids.map(listOf);
const pair = fc.record({ de: list, en: list });
const language = fc.constantFrom('de', 'en');
const place = fc.integer({ min: -3, max: 15 });

describe('a list of blocks', () => {
  it('moves one block to its place and leaves the order of all others', () => {
    fc.assert(
      fc.property(list, fc.nat(), place, (blocks, which, to) => {
        fc.pre(blocks.length > 0);
        const name = blocks[which % blocks.length]?.id ?? '';
        const after = names(moved(blocks, name, to));
        expect(after.indexOf(name)).toBe(Math.max(0, Math.min(blocks.length - 1, to)));
        const rest = (all: string[]) => all.filter((one) => one !== name);
        expect(rest(after)).toEqual(rest(names(blocks)));
      }),
    );
  });

  it('takes no notice of a block that is not there', () => {
    const blocks = listOf(['a', 'b']);
    expect(moved(blocks, 'c', 0)).toBe(blocks);
    expect(moved(blocks, 'a', 0)).toBe(blocks);
    expect(replaced(blocks, { id: 'c' })).toBe(blocks);
    const both = { de: blocks, en: blocks };
    expect(pairRemoved(both, 'c')).toBe(both);
    expect(pairMoved(both, 'c', 'de', 1)).toBe(both);
  });

  it('replaces a block where it stands', () => {
    const blocks = [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ];
    expect(replaced(blocks, { id: 'b', n: 2 })).toEqual([
      { id: 'a', n: 1 },
      { id: 'b', n: 2 },
    ]);
  });
});

describe('two languages', () => {
  it('are aligned without adding or losing a block', () => {
    fc.assert(
      fc.property(list, list, (lead, follow) => {
        const after = aligned(lead, follow);
        expect(names(after).toSorted()).toEqual(names(follow).toSorted());
        const shared = (blocks: readonly Listed[]) =>
          names(blocks).filter((one) => names(lead).includes(one) && names(follow).includes(one));
        expect(shared(after)).toEqual(shared(lead));
        expect(aligned(lead, after)).toEqual(after);
        expect(aligned(follow, follow)).toEqual(follow);
      }),
    );
  });

  it('keep the same order through any steps once they have it', () => {
    const step = fc.record({
      kind: fc.constantFrom('insert', 'move', 'remove'),
      at: place,
      to: place,
      language,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let both: Pair<Listed> = { de: [], en: [] };
        steps.forEach(({ kind, at, to, language: written }, n) => {
          const name = both[written][Math.abs(at) % Math.max(1, both[written].length)]?.id ?? '';
          if (kind === 'insert') {
            const block = { id: `n${n}` };
            both = pairInserted(both, { de: block, en: block }, written, at);
          } else if (kind === 'move') both = pairMoved(both, name, written, to);
          else both = pairRemoved(both, name);
        });
        expect(names(both.de)).toEqual(names(both.en));
      }),
    );
  });

  it('get a new block each, also where they are not alike', () => {
    fc.assert(
      fc.property(pair, language, place, (both, written, at) => {
        const block = { id: '\u0000new' };
        const after = pairInserted(both, { de: block, en: block }, written, at);
        expect(names(after[written])).toEqual(names(inserted(both[written], block, at)));
        const other = OTHER[written];
        expect(names(after[other]).filter((one) => one !== block.id)).toEqual(names(both[other]));
        expect(after[other].length).toBe(both[other].length + 1);
        expect(pairRemoved(after, block.id)).toEqual(both);
      }),
    );
  });
});
