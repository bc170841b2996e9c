/** What the ordinary transaction of questions and a ride with events have in common: deciding, codes, writing, answering. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
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
import * as queries from './queries.ts';
import type { Ledger } from './question.ts';
import type { Round } from './round.ts';
import type { LoadedSet, Sets } from './sets.ts';
import { presentMoment } from './shopper.ts';
import { packTrace } from './trace.ts';

export interface BatchDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  random: Random;
  sets: Sets;
  codeKeys: CodeKeys;
}

/** Another process was faster, or something was published; the batch is done again. */
export class Again extends Error {}

/** Two draws for each placement of a question. */
export type Draws = readonly (readonly [number, number])[];

/** Drawn once: a question that is decided again comes out the same wherever nothing has changed. */
export function drawsFor({ placements }: Ask, random: Random): Draws {
  return placements.map((): [number, number] => [random.next(), random.next()]);
}

/** One try in one transaction. */
export interface Attempt {
  deps: Pick<BatchDeps, 'clock' | 'ids' | 'sets' | 'codeKeys'>;
  retailerId: RetailerId;
  tx: TransactionSql;
  loaded: LoadedSet;
  ledger: Ledger;
}

/** Decides, gives out the codes of the winners' offers, and decides again where there was none left. */
export async function decideWithCodes(
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

export async function write(
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
  const [, written] = await Promise.all([
    queries.writeDecisions(tx, retailerId, rows),
    queries.writeTouches(tx, retailerId, touches),
  ]);
  if (written.length !== touches.length)
    throw new Again('a shopper was decided for by another process');
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

export function answerOf(
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

/**
 * The ids of a request's decisions: the same question has the same ids. The asker's identifier is part of them, so that
 * nobody gets another's decision by guessing a request id.
 */
export function decisionIds({ source, identity, requestId, placements }: Ask): string[] {
  return placements.map((placement) =>
    eventId(source.id, `decision ${keyOf(identity)}\n${requestId}\n${placement}`),
  );
}

/**
 * Who asks. Nobody but its browser knows an anonymous id; a user id is known to many, so a trusted source or the shop's
 * signature must speak for it.
 */
export function readShopper(
  ask: Ask,
  loaded: LoadedSet,
  { id, state }: { id: ProfileId; state: ProfileState },
): ReadShopper {
  const proven = ask.vouched || !state.identified || isSigned(ask, loaded);
  return { id, state, identity: proven ? 'proven' : 'claimed' };
}

/** True when the shop signed the user id with the secret that is valid now. */
function isSigned({ source, signed, identity }: Ask, { sources }: LoadedSet): boolean {
  const secret = sources.get(source.id)?.secret ?? null;
  if (secret === null || signed === undefined || identity.kind !== 'user_id') return false;
  const expected = createHmac('sha256', secret).update(signed.userId).digest();
  const given = Buffer.from(signed.proof, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
