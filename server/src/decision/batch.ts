/**
 * A batch of questions of one retailer in one transaction: read who asks, lock what they have been shown, decide, write.
 * Six statements whatever its size (with codes to give out, up to four more). What is read may be outdated only in ways
 * that are noticed: the touch row is locked, a decision's id is unique, the revision is compared.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type Identity,
  isUuid,
  keyOf,
  MOMENT_KINDS,
  type ProfileId,
  type ProfileState,
  RESPONSE_KINDS,
  type RetailerId,
  STAGES,
} from '@augenblick/contract';
import { eventId } from '../ingest/index.ts';
import { type CodeKeys, type CodeWish, type IssuedCode, issueCodes } from '../offer/index.ts';
import type { Clock, Ids, Random, Sql, TransactionSql } from '../runtime/index.ts';
import type { Answered, Ask, Asked, Draft, Made, ReadShopper } from './ask.ts';
import { Round } from './round.ts';
import * as queries from './queries.ts';
import type { Ledger } from './question.ts';
import type { LoadedSet, Sets } from './sets.ts';
import { presentMoment } from './shopper.ts';
import { joined } from './touch.ts';
import { packTrace } from './trace.ts';

export interface BatchDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  random: Random;
  sets: Sets;
  codeKeys: CodeKeys;
}

const TRIES_MAX = 10;
/** Unique violation, serialisation failure, deadlock. */
const TRY_AGAIN = new Set(['23505', '40001', '40P01']);
/** Another process was faster, or something was published; the batch is done again. */
class Again extends Error {}

/** Decides a batch; one answer a request, in order, after COMMIT. */
export async function decideBatch(
  deps: BatchDeps,
  retailerId: RetailerId,
  asks: readonly Ask[],
): Promise<Answered[]> {
  // Drawn once: a batch that is done again comes out the same wherever nothing has changed.
  const draws = asks.map(({ placements }) =>
    placements.map((): [number, number] => [deps.random.next(), deps.random.next()]),
  );
  for (let tries = 1; ; tries++) {
    const loaded = await deps.sets.of(retailerId);
    const ledger = await deps.sets.ledger(retailerId, loaded);
    try {
      return (await deps.sql.begin((tx) =>
        inTransaction({ deps, retailerId, tx, loaded, ledger, draws }, asks),
      )) as Answered[];
    } catch (error) {
      const { code } = error as { code?: string };
      const again = error instanceof Again || (code !== undefined && TRY_AGAIN.has(code));
      if (tries >= TRIES_MAX || !again) throw error;
    }
  }
}

interface Attempt {
  deps: BatchDeps;
  retailerId: RetailerId;
  tx: TransactionSql;
  loaded: LoadedSet;
  ledger: Ledger;
  draws: readonly (readonly (readonly [number, number])[])[];
}

async function inTransaction(attempt: Attempt, asks: readonly Ask[]): Promise<Answered[]> {
  const { deps, retailerId, tx, loaded, draws } = attempt;
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
  const gone = touches.filter((row) => row.owner !== row.profile_id);
  if (gone.length > 0) {
    await queries.adopt(
      tx,
      retailerId,
      gone.map((row) => ({ from: row.profile_id, to: row.owner })),
    );
  }
  const known = joinedTouches(touches);
  const round = new Round({ loaded, now, draws, touches: known });
  const { drafts, codes } = await decideWithCodes(attempt, round, asked);
  await write(attempt, round, asked, drafts, now);
  const byId = new Map(drafts.flat().map((draft) => [draft.id, draft]));
  return asked.map((one) => answerOf(loaded, one, byId, codes, now));
}

/** One memory a shopper; after a join it holds what every former one was shown. */
function joinedTouches(rows: readonly queries.TouchRow[]): Map<ProfileId, queries.TouchRow> {
  const known = new Map<ProfileId, queries.TouchRow>();
  for (const row of rows) {
    const before = known.get(row.owner);
    const own = row.owner === row.profile_id;
    const version = own ? row.version : (before?.version ?? 0);
    const memory =
      before === undefined
        ? row.memory
        : JSON.stringify(joined(JSON.parse(before.memory), JSON.parse(row.memory)));
    known.set(row.owner, { profile_id: row.owner, owner: row.owner, version, memory });
  }
  return known;
}

/** Decides, gives out the codes of the winners' offers, and decides again where there was none left. */
async function decideWithCodes(
  { deps, retailerId, tx, loaded, ledger }: Attempt,
  round: Round,
  asked: readonly Asked[],
): Promise<{ drafts: Draft[][]; codes: ReadonlyMap<string, IssuedCode> }> {
  const { book } = loaded.set;
  const left = { budget: new Map(ledger.budget), stock: new Map(ledger.stock) };
  for (;;) {
    const drafts = round.decide(asked, left);
    const wishes = drafts.flat().flatMap((draft) => draft.wish ?? []);
    const news = wishes.length;
    wishes.push(...asked.flatMap((one) => wishesAgain(one, book.campaigns)));
    if (wishes.length === 0) return { drafts, codes: new Map() };
    const context = {
      retailerId,
      key: await deps.codeKeys.of(retailerId),
      offers: book.offers,
      budgets: loaded.budgets,
      now: round.now,
      ids: deps.ids,
    };
    const issued = await issueCodes(tx, context, wishes);
    const codes = new Map<string, IssuedCode>();
    let refused = false;
    for (const [i, wish] of wishes.entries()) {
      const result = issued[i];
      if (typeof result === 'object') {
        codes.set(wish.decisionId ?? '', result);
        round.held(wish.shopperId, wish.offerId);
        continue;
      }
      // What was decided before stays; only its code is no longer to be had.
      if (i >= news) continue;
      refused = true;
      if (result === 'shopper_limit') round.used(wish.shopperId, wish.offerId);
      else if (result === 'budget_used_up') left.budget.set(wish.campaignId ?? '', 0);
      // An offer's own budget refuses with the same word; without the offer the campaign loses either way.
      if (result !== 'shopper_limit' && result !== 'budget_used_up')
        left.stock.set(wish.offerId, 0);
      deps.sets.spent(retailerId);
    }
    if (!refused) return { drafts, codes };
  }
}

/** Codes of decisions made before: the shopper sees the same one again. */
function wishesAgain(
  { before, shopper }: Asked,
  campaigns: LoadedSet['set']['book']['campaigns'],
): CodeWish[] {
  return [...before.values()].flatMap((row) => {
    const offer = row.campaign_id === null ? null : campaigns.get(row.campaign_id)?.offer;
    if (!offer || offer.offer.codes !== 'single' || shopper === null) return [];
    const { id: decisionId, campaign_id: campaignId } = row;
    return [{ offerId: offer.id, shopperId: shopper.id, campaignId, decisionId }];
  });
}

async function write(
  { retailerId, tx, loaded }: Attempt,
  round: Round,
  asked: readonly Asked[],
  drafts: readonly (readonly Draft[])[],
  now: number,
): Promise<void> {
  const rows = asked.flatMap((one, i) =>
    (drafts[i] ?? []).map((draft) => rowOf(one, draft, loaded, now)),
  );
  const touches = round.touches();
  if (rows.length === 0) return;
  const [, count] = await Promise.all([
    queries.writeDecisions(tx, retailerId, rows),
    queries.writeTouches(tx, retailerId, touches),
  ]);
  if (count !== touches.length) throw new Again('a shopper was decided for by another process');
}

function rowOf(
  { ask, shopper }: Asked,
  { id, question, decided, place }: Draft,
  loaded: LoadedSet,
  now: number,
): queries.DecisionWrite {
  const { winner, heldOut } = decided;
  const optionOf = (runner: { at: number; variant: number } | null) => {
    const candidate = runner === null ? undefined : place.candidates[runner.at];
    const variant = candidate?.variants[runner?.variant ?? 0]?.variant.id ?? null;
    return { campaign: candidate?.campaign.id ?? null, variant };
  };
  const won = optionOf(winner);
  const held = optionOf(heldOut);
  const { kind, stage, confidence, signals, features } = question.shopper;
  const present = shopper === null ? null : presentMoment(shopper.state, now);
  return {
    id,
    at: now,
    profile: (shopper as ReadShopper).id,
    source: ask.source.id,
    request: ask.requestId,
    placement: place.placement.key,
    result: decided.result as queries.DecisionWrite['result'],
    campaign: won.campaign,
    variant: won.variant,
    heldCampaign: held.campaign,
    heldVariant: held.variant,
    kind: RESPONSE_KINDS[kind] ?? 'none',
    stage: STAGES[stage] ?? null,
    confidence: kind < MOMENT_KINDS.length ? confidence : null,
    moment: present?.id ?? null,
    signals,
    propensity: winner?.propensity ?? null,
    basis: loaded.basis,
    model: loaded.set.modelVersion,
    trace: packTrace(decided),
    features: `{${features.join(',')}}`,
    simulated: ask.source.simulated,
  };
}

function answerOf(
  loaded: LoadedSet,
  asked: Asked,
  drafts: ReadonlyMap<string, Draft>,
  codes: ReadonlyMap<string, IssuedCode>,
  now: number,
): Answered {
  const made = asked.ask.placements.map((placement, i): Made => {
    const wanted = asked.ids[i] ?? '';
    const before = asked.before.get(wanted) ?? null;
    const draft = drafts.get(wanted) ?? null;
    const id = before?.id ?? draft?.id ?? null;
    return { draft, before, id, placement, code: codes.get(id ?? '') ?? null };
  });
  return { loaded, now, shopper: asked.shopper, made, repeated: asked.before.size > 0 };
}

function unique(asks: readonly Ask[]): Identity[] {
  const seen = new Map<string, Identity>();
  for (const { identity } of asks) seen.set(keyOf(identity), identity);
  return [...seen.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * The ids of a request's decisions: the same question has the same ids. The asker's identifier is part of them, so that
 * nobody gets another's decision by guessing a request id.
 */
function decisionIds({ source, identity, requestId, placements }: Ask): string[] {
  return placements.map((placement) =>
    eventId(source.id, `decision ${keyOf(identity)}\n${requestId}\n${placement}`),
  );
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
    // Nobody but its browser knows an anonymous id; a user id is known to many.
    const proven = ask.vouched || !state.identified || isSigned(ask, loaded);
    const identity = proven ? 'proven' : 'claimed';
    const audience = JSON.parse(row.audience) as Asked['audience'];
    return { place: i, ask, ids, before: mine, shopper: { id: row.id, state, identity }, audience };
  });
}

/** True when the shop signed the user id with the secret that is valid now. */
function isSigned({ source, signed, identity }: Ask, { sources }: LoadedSet): boolean {
  const secret = sources.get(source.id)?.secret ?? null;
  if (secret === null || signed === undefined || identity.kind !== 'user_id') return false;
  const expected = createHmac('sha256', secret).update(signed.userId).digest();
  const given = Buffer.from(signed.proof, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
