import type { MomentKind, MomentMemory, Subject, SubjectType } from '@augenblick/contract';
import { half, round4 } from './evidence.ts';
import type { SubjectHint } from './signs.ts';

const REMEMBERED_MAX = 6;
const SCORE_MIN = 0.2;

/** What a moment of each kind is about first of all: who wants to go means a store, who wants to buy a product. */
const FITS: Readonly<Record<MomentKind, Readonly<Record<SubjectType, number>>>> = {
  know: { product: 1, category: 1.1, brand: 0.9, store: 0.3, shop: 0.1 },
  go: { product: 0.3, category: 0.2, brand: 0.2, store: 3, shop: 0.1 },
  do: { product: 1, category: 0.9, brand: 0.6, store: 0.3, shop: 0.1 },
  buy: { product: 1.4, category: 0.7, brand: 0.5, store: 0.2, shop: 0.1 },
};

/** Adds what an event was about. A subject's score halves with the kind's half-life; the six strongest are kept. */
export function noteSubjects(
  memory: MomentMemory,
  hints: readonly SubjectHint[],
  force: number,
  now: number,
  halfLifeMs: number,
): void {
  if (hints.length === 0) return;
  const known = (memory.subjects ?? []).map((entry): typeof entry => {
    const [type, id, name, score, at] = entry;
    return [type, id, name, round4(score * half(now - at, halfLifeMs)), now];
  });
  for (const hint of hints) {
    const before = known.find(([type, id]) => type === hint.type && id === hint.id);
    if (before) {
      before[2] = hint.name;
      before[3] = round4(before[3] + hint.score * force);
    } else known.push([hint.type, hint.id, hint.name, round4(hint.score * force), now]);
  }
  const kept = known
    .filter((entry) => entry[3] >= SCORE_MIN)
    .sort((a, b) => b[3] - a[3] || (a[0] + a[1] < b[0] + b[1] ? -1 : 1))
    .slice(0, REMEMBERED_MAX);
  if (kept.length > 0) memory.subjects = kept;
  else delete memory.subjects;
}

/** What a moment of this kind is about; null when nothing was named. */
export function subjectFor(memory: MomentMemory, kind: MomentKind): Subject | null {
  let best: Subject | null = null;
  let most = 0;
  for (const [type, id, name, score] of memory.subjects ?? []) {
    const fit = score * FITS[kind][type];
    if (fit > most) {
      most = fit;
      best = { type, id, name };
    }
  }
  // "Where is your store": no particular one was named, so it is the shop that is meant.
  if (kind === 'go' && best?.type !== 'store') return { type: 'shop', id: 'shop', name: '' };
  return best;
}
