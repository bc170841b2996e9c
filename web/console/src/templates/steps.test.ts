import type { Block, ColumnBlock, TemplateDraft } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translated, WORDS_OF } from './languages.ts';
import {
  addBlock,
  addVariant,
  blocksOf,
  contentsOf,
  duplicateBlock,
  moveBlock,
  removeBlock,
  removeVariant,
  setBlock,
  setLines,
} from './steps.ts';
import type { Writing } from './steps.ts';

const base = { ground: 'paper' as const, onlyWith: null };
const words = fc.oneof(fc.constantFrom('{{', 'null', '__proto__', ''), fc.string());
const language = fc.constantFrom('de', 'en');

const columnBlock = (id: string): fc.Arbitrary<ColumnBlock> =>
  fc.oneof(
    fc
      .record({ text: words })
      .map(({ text }): ColumnBlock => ({ ...base, id, kind: 'text', text, align: 'left' })),
    fc.record({ label: words, url: words }).map(
      (part): ColumnBlock => ({
        ...base,
        id,
        kind: 'button',
        look: 'filled',
        align: 'left',
        ...part,
      }),
    ),
  );

function block(id: string): fc.Arbitrary<Block> {
  return fc.oneof(
    columnBlock(id),
    fc
      .record({ url: words, alt: words })
      .map((part): Block => ({ ...base, id, kind: 'picture', link: '', width: 'full', ...part })),
    fc.record({ question: words, options: fc.array(words, { maxLength: 4 }) }).map(
      (part): Block => ({
        ...base,
        id,
        kind: 'question',
        scale: 'choice',
        ends: { low: '', high: '' },
        url: '',
        ...part,
      }),
    ),
    fc
      .array(columnBlock(`${id}.1`), { maxLength: 1 })
      .map(
        (first): Block => ({ ...base, id, kind: 'columns', ratio: '1-1', columns: [first, []] }),
      ),
  );
}

function empty(): TemplateDraft {
  const content = { kind: 'mail' as const, subject: '', preheader: '', blocks: [] };
  return {
    name: 'Neu',
    channel: 'mail',
    basis: 'marketing',
    contents: { de: content, en: content },
    variants: [],
  };
}

const step = fc.record({
  kind: fc.constantFrom('add', 'move', 'remove', 'set', 'copy', 'subject'),
  which: fc.nat(20),
  at: fc.nat(20),
  language,
  variant: fc.constantFrom('a', 'b'),
  first: block('x'),
  second: block('x'),
});

/** Ids of a list, those inside columns too. */
function idsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((one) => [
    one.id,
    ...(one.kind === 'columns' ? one.columns.flat().map(({ id }) => id) : []),
  ]);
}

/** A block without its words. */
function bare(one: Block): unknown {
  const fields = Object.entries(one).filter(([key]) => !WORDS_OF[one.kind].includes(key));
  if (one.kind !== 'columns') return Object.fromEntries(fields);
  return { ...Object.fromEntries(fields), columns: one.columns.map((column) => column.map(bare)) };
}

function renamed(one: Block, id: string): Block {
  const next = { ...one, id };
  if (next.kind !== 'columns') return next;
  const columns = next.columns.map((column) =>
    column.map((inner): ColumnBlock => ({ ...inner, id: `${id}.1` })),
  );
  return { ...next, columns };
}

describe('steps of the editor', () => {
  it('keep both languages the same but for their words, and every id once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const begun = addVariant(empty(), 'a', (letter) => `Fassung ${letter}`);
        let draft = begun?.draft ?? empty();
        let made = 0;
        for (const { kind, which, at, language: written, variant, first, second } of steps) {
          const writing: Writing = { variant, language: written };
          const blocks = blocksOf(draft, variant)[written];
          const chosen = blocks[which % Math.max(1, blocks.length)];
          const newId = (): string => `n${(made += 1)}`;
          if (kind === 'add') {
            const id = newId();
            const lead = renamed(first, id);
            draft = addBlock(draft, writing, { de: lead, en: lead }, at);
          } else if (kind === 'subject') draft = setLines(draft, writing, { subject: `s${at}` });
          else if (!chosen) continue;
          else if (kind === 'move') draft = moveBlock(draft, writing, chosen.id, at);
          else if (kind === 'remove') draft = removeBlock(draft, variant, chosen.id);
          else if (kind === 'copy') draft = duplicateBlock(draft, writing, chosen.id, newId);
          else draft = setBlock(draft, writing, renamed(second, chosen.id));
        }
        for (const variant of ['a', 'b']) {
          const { de, en } = blocksOf(draft, variant);
          expect(de.map(bare)).toEqual(en.map(bare));
          expect(new Set(idsOf(de)).size).toBe(idsOf(de).length);
        }
        expect(blocksOf(removeVariant(draft, 'b'), 'b')).toEqual(blocksOf(draft, 'a'));
      }),
    );
  });

  it('leave the words of the other language alone', () => {
    fc.assert(
      fc.property(words, words, words, (german, english, next) => {
        const text = (id: string, said: string): Block => ({
          ...base,
          id,
          kind: 'text',
          text: said,
          align: 'left',
        });
        const writing: Writing = { variant: 'a', language: 'de' };
        let draft = addBlock(
          empty(),
          writing,
          { de: text('t', german), en: text('t', english) },
          0,
        );
        draft = setBlock(draft, writing, { ...text('t', next), align: 'center' } as Block);
        expect(blocksOf(draft, 'a').de).toEqual([{ ...text('t', next), align: 'center' }]);
        expect(blocksOf(draft, 'a').en).toEqual([{ ...text('t', english), align: 'center' }]);
        draft = setLines(draft, writing, { subject: next });
        expect(contentsOf(draft, 'a').en).toMatchObject({ subject: '' });
      }),
    );
  });

  it('give an answer of a question the same place in both languages', () => {
    const ask = (options: string[]): Block => ({
      ...base,
      id: 'q',
      kind: 'question',
      question: '?',
      scale: 'choice',
      options,
      ends: { low: '', high: '' },
      url: '',
    });
    expect(translated(ask(['eins', 'zwei', 'drei']), ask(['one', 'two']))).toMatchObject({
      options: ['one', 'two', 'drei'],
    });
    expect(translated(ask(['eins']), ask(['one', 'two']))).toMatchObject({ options: ['one'] });
  });

  it('offer five variants and no more', () => {
    let draft = empty();
    const ids: string[] = [];
    for (let next = addVariant(draft, 'a', String); next; next = addVariant(draft, 'a', String)) {
      draft = next.draft;
      ids.push(next.id);
    }
    expect(ids).toEqual(['b', 'c', 'd', 'e']);
    expect(addVariant(removeVariant(draft, 'c'), 'a', String)?.id).toBe('c');
  });
});
