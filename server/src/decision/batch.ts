/**
 * A batch of questions of one retailer in one transaction: read who asks, lock what they have been shown, decide, write.
 * Six statements whatever its size (with codes to give out, up to four more). What is read may be outdated only in ways
 * that are noticed: the touch row is locked, a decision's id is unique, the revision is compared.
 */
import {
  type Identity,
  isUuid,
  keyOf,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import type { Answered, Ask, Asked } from './ask.ts';
import {
  Again,
  answerOf,
  type Attempt,
  type BatchDeps,
  decideWithCodes,
  decisionIds,
  type Draws,
  drawsFor,
  readShopper,
  write,
} from './deciding.ts';
import { gathered } from './heir.ts';
import * as queries from './queries.ts';
import { Round } from './round.ts';
import type { LoadedSet } from './sets.ts';

const TRIES_MAX = 10;
/** Unique violation, serialisation failure, deadlock. */
const TRY_AGAIN = new Set(['23505', '40001', '40P01']);
/** Decides a batch; one answer a request, in order, after COMMIT. */
export async function decideBatch(
  deps: BatchDeps,
  retailerId: RetailerId,
  asks: readonly Ask[],
): Promise<Answered[]> {
  const draws = asks.map((ask) => drawsFor(ask, deps.random));
  for (let tries = 1; ; tries++) {
    const loaded = await deps.sets.of(retailerId);
    const ledger = await deps.sets.ledger(retailerId, loaded);
    try {
      return (await deps.sql.begin((tx) =>
        inTransaction({ deps, retailerId, tx, loaded, ledger }, asks, draws),
      )) as Answered[];
    } catch (error) {
      const { code } = error as { code?: string };
      const again = error instanceof Again || (code !== undefined && TRY_AGAIN.has(code));
      if (tries >= TRIES_MAX || !again) throw error;
    }
  }
}

async function inTransaction(
  attempt: Attempt,
  asks: readonly Ask[],
  draws: readonly Draws[],
): Promise<Answered[]> {
  const { deps, retailerId, tx, loaded } = attempt;
  const identities = unique(asks);
  const wanted = asks.map(decisionIds);
  // Sent one behind the other, waited for once.
  const [revisions, rows, touches, before] = await Promise.all([
    queries.revisions(tx, retailerId),
    queries.askers(tx, retailerId, identities),
    queries.lockTouches(tx, retailerId, identities),
    queries.madeBefore(tx, retailerId, wanted.flat()),
  ]);
  if (revisions.published !== loaded.set.revision || revisions.rule !== loaded.rule) {
    deps.sets.outdated(retailerId);
    throw new Again('definitions were published');
  }
  const now = deps.clock.now();
  const asked = askedOf(loaded, asks, rows, wanted, before);
  const known = await gathered(tx, retailerId, touches);
  const round = new Round({ loaded, now, draws, touches: known });
  const { drafts, codes } = await decideWithCodes(attempt, round, asked);
  await write(attempt, round, asked, drafts, now);
  const byId = new Map(drafts.flat().map((draft) => [draft.id, draft]));
  return asked.map((one) => answerOf(loaded, one, byId, codes, now));
}

function unique(asks: readonly Ask[]): Identity[] {
  const seen = new Map<string, Identity>();
  for (const { identity } of asks) seen.set(keyOf(identity), identity);
  return [...seen.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function askedOf(
  loaded: LoadedSet,
  asks: readonly Ask[],
  rows: readonly queries.AskerRow[],
  wanted: readonly (readonly string[])[],
  before: readonly queries.MadeRow[],
): Asked[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const made = new Map(before.map((row) => [row.id, row]));
  return asks.map((ask, i): Asked => {
    const row = byKey.get(keyOf(ask.identity));
    const ids = wanted[i] ?? [];
    const mine = new Map(
      ids.flatMap((id) => {
        const found = made.get(id);
        return found === undefined ? [] : [[id, found] as const];
      }),
    );
    if (row === undefined || !isUuid(row.id)) {
      return { place: i, ask, ids, before: mine, shopper: null, audience: {} };
    }
    const state = JSON.parse(row.state) as ProfileState;
    const audience = JSON.parse(row.audience) as Asked['audience'];
    const shopper = readShopper(ask, loaded, { id: row.id, state });
    return { place: i, ask, ids, before: mine, shopper, audience };
  });
}
