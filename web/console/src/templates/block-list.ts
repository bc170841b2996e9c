import type { Language } from '@augenblick/ui';

/** Anything in a list that is known by its id. */
export interface Listed {
  readonly id: string;
}

/** The blocks of a template in both languages. */
export type Pair<Block extends Listed> = Readonly<Record<Language, readonly Block[]>>;

/** The list with a block at a place; places beyond the ends are the ends. */
export function inserted<Block extends Listed>(
  list: readonly Block[],
  block: Block,
  at: number,
): Block[] {
  const place = Math.max(0, Math.min(list.length, at));
  return [...list.slice(0, place), block, ...list.slice(place)];
}

/** The list with one block at another place; the same list when there is no such block or it stands there already. */
export function moved<Block extends Listed>(
  list: readonly Block[],
  id: string,
  to: number,
): readonly Block[] {
  const from = list.findIndex((block) => block.id === id);
  const block = list[from];
  const place = Math.max(0, Math.min(list.length - 1, to));
  if (block === undefined || from === place) return list;
  return inserted(list.toSpliced(from, 1), block, place);
}

/** The list with another block where one of the same id stands; the same list when there is none. */
export function replaced<Block extends Listed>(
  list: readonly Block[],
  block: Block,
): readonly Block[] {
  const at = list.findIndex((one) => one.id === block.id);
  return at < 0 || list[at] === block ? list : list.with(at, block);
}

/**
 * The second list in the order of the first, as far as both have the same blocks. What only the second has stays behind
 * the block it stood behind. Nothing is added or lost.
 */
export function aligned<Block extends Listed>(
  lead: readonly Listed[],
  follow: readonly Block[],
): Block[] {
  const shared = new Set(lead.map(({ id }) => id));
  // Each group begins with a shared block; what stands before the first one stays at the head.
  const head: Block[] = [];
  const groups = new Map<string, Block[]>();
  let group = head;
  for (const block of follow) {
    if (shared.has(block.id) && !groups.has(block.id)) {
      group = [];
      groups.set(block.id, group);
    }
    group.push(block);
  }
  return [...head, ...lead.flatMap(({ id }) => take(groups, id))];
}

/** A group, once. */
function take<Block>(groups: Map<string, Block[]>, id: string): Block[] {
  const group = groups.get(id) ?? [];
  groups.delete(id);
  return group;
}

/** Both languages with one block more, at the same place as far as they are alike. */
export function pairInserted<Block extends Listed>(
  pair: Pair<Block>,
  blocks: Readonly<Record<Language, Block>>,
  language: Language,
  at: number,
): Pair<Block> {
  const lead = inserted(pair[language], blocks[language], at);
  const other = OTHER[language];
  const before = lead[lead.findIndex(({ id }) => id === blocks[language].id) - 1];
  const behind = before ? pair[other].findIndex(({ id }) => id === before.id) + 1 : 0;
  // Where the block before has no counterpart the new one goes to the end, as in an empty list.
  const place = before && behind === 0 ? pair[other].length : behind;
  const follow = inserted(pair[other], blocks[other], place);
  return { ...pair, [language]: lead, [other]: follow };
}

/** Both languages with one block moved. */
export function pairMoved<Block extends Listed>(
  pair: Pair<Block>,
  id: string,
  language: Language,
  to: number,
): Pair<Block> {
  const lead = moved(pair[language], id, to);
  if (lead === pair[language]) return pair;
  const other = OTHER[language];
  return { ...pair, [language]: lead, [other]: aligned(lead, pair[other]) };
}

/** Both languages without a block; the same pair when neither has it. */
export function pairRemoved<Block extends Listed>(pair: Pair<Block>, id: string): Pair<Block> {
  const without = (list: readonly Block[]) =>
    list.some((block) => block.id === id) ? list.filter((block) => block.id !== id) : list;
  const next = { de: without(pair.de), en: without(pair.en) };
  return next.de === pair.de && next.en === pair.en ? pair : next;
}

/** The language that is not being written. */
export const OTHER: Readonly<Record<Language, Language>> = { de: 'en', en: 'de' };
