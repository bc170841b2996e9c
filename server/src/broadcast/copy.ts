/** One step of a newsletter under way, in one transaction: read some of the audience, hand some over, choose, or end. */
import type {
  BroadcastPlan,
  BroadcastVariant,
  ChannelName,
  MessageRequest,
  ProfileId,
  RetailerId,
} from '@augenblick/contract';
import { BROADCAST_EXPIRES_MS } from '@augenblick/contract';
import type { Calendar } from '../decision/index.ts';
import { deliveryId, enqueue, goOn } from '../delivery/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { audienceNumbers } from './audience.ts';
import { drawOf, firstVariant } from './draw.ts';
import * as queries from './queries.ts';
import * as copying from './queries-copy.ts';
import { armsOf } from './queries-result.ts';
import { verdictOf } from './compare.ts';
import { dueAt, gapOf, pace, spreadBy } from './when.ts';
import { shopperTraits } from './zone.ts';

/** What a step needs. */
export interface StepDeps {
  calendar: Calendar;
  /** Shoppers read, and messages asked for, in one step. Small enough that one step is soon done. */
  readMax?: number;
  handMax?: number;
}

const READ_MAX = 2_000;
const HAND_MAX = 1_000;
/** Messages are handed over this long before their time, so that the queue never runs dry in between. */
const AHEAD_MS = 30_000;
/** While messages are on their way the end is looked for this often. */
const WATCH_MS = 2_000;
/** For so long after a newsletter was let go on, messages put off with its pause are looked for. */
const RESUMED_MS = 120_000;
/** Segments that are still being filled are looked at again after this long. */
const FILLING_MS = 2_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What came of a step: when to come again (ms, null = not by itself), and whether messages were asked for. */
export interface Stepped {
  again: number | null;
  asked: boolean;
}

/** Does the next step of a newsletter whose row the caller has locked, and writes when the next one is due. */
export async function step(
  deps: StepDeps,
  tx: TransactionSql,
  row: queries.BroadcastRow,
  now: number,
): Promise<Stepped> {
  const stepped = await wake(tx, row, now, await nextStep(deps, tx, row, now));
  const { again } = stepped;
  await queries.changeBroadcast(tx, row, { next_at: again === null ? null : new Date(again) });
  return stepped;
}

async function nextStep(
  deps: StepDeps,
  tx: TransactionSql,
  row: queries.BroadcastRow,
  now: number,
): Promise<Stepped> {
  const { plan } = row;
  if (plan === null || (row.status !== 'scheduled' && row.status !== 'sending')) return STOP;
  if (!row.read_done) return read(deps, tx, { row, plan, now });
  const handed = await handOver(deps, tx, { row, plan, now });
  if (handed !== null) return handed;
  return rest(deps, tx, { row, plan, now });
}

const STOP: Stepped = { again: null, asked: false };

/**
 * A message that was being looked at when a person let the newsletter go on may still be put off because of the pause, a
 * moment after its end. So for some time such messages are looked for whenever there is nothing else to do; they leave at
 * once, whatever the newsletter itself waits for.
 */
async function wake(
  tx: TransactionSql,
  row: queries.BroadcastRow,
  now: number,
  stepped: Stepped,
): Promise<Stepped> {
  const { again } = stepped;
  if (row.paused_at === null || again === null || again <= now) return stepped;
  const woken = await goOn(tx, row.retailer_id, originOf(row), now);
  const asked = stepped.asked || woken > 0;
  if (now - row.updated_at.getTime() < RESUMED_MS)
    return { again: Math.min(again, now + WATCH_MS), asked };
  await queries.changeBroadcast(tx, row, { paused_at: null });
  return { again, asked };
}

/** A newsletter in the middle of a step. */
interface Step {
  row: queries.BroadcastRow;
  plan: BroadcastPlan;
  now: number;
}

/** Copies the next shoppers of the audience. */
async function read(
  { calendar, readMax = READ_MAX }: StepDeps,
  tx: TransactionSql,
  { row, plan, now }: Step,
): Promise<Stepped> {
  const { retailer_id: retailerId, id } = row;
  const numbers = await audienceNumbers(tx, retailerId, plan.audience);
  if (numbers === 'off') {
    const paused = { status: 'paused', paused: 'segment_off', paused_at: new Date(now) } as const;
    await queries.changeBroadcast(tx, row, paused);
    return STOP;
  }
  if (numbers === 'filling') return { again: now + FILLING_MS, asked: false };
  const after = row.read_to ?? FIRST;
  const part = await queries.nextOfAudience(tx, retailerId, numbers, { after, limit: readMax });
  const traits = await shopperTraits(tx, retailerId, part.ids, plan.schedule.kind === 'local');
  const from = Math.max(row.started_at?.getTime() ?? now, row.start_at?.getTime() ?? now);
  await copying.insertRecipients(
    tx,
    row,
    part.ids.map((profileId) => {
      const trait = traits.get(profileId);
      const known = trait?.zone ?? null;
      const zone = known !== null && calendar.knows(known) ? known : plan.zone;
      const draw = drawOf(id, profileId);
      const variant = firstVariant(plan.variants, plan.test?.shareBp ?? null, draw);
      const spreadMs = spreadBy(plan.spreadMinutes, draw.spread);
      const due = dueAt(calendar, plan.schedule, zone, from) + spreadMs;
      const measured = trait?.measured ?? false;
      return { profileId, variant, zone, spreadMs, measured, dueAt: variant === null ? null : due };
    }),
  );
  const done = part.looked < readMax;
  await queries.changeBroadcast(tx, row, {
    status: 'sending',
    ...(row.started_at === null ? { started_at: new Date(now) } : {}),
    ...(part.last === null ? {} : { read_to: part.last }),
    read_done: done,
  });
  return { again: now, asked: false };
}

/** Asks for the messages whose time comes; null when there is nobody whose variant is known. */
async function handOver(
  { handMax = HAND_MAX }: StepDeps,
  tx: TransactionSql,
  { row, plan, now }: Step,
): Promise<Stepped | null> {
  const until = now + AHEAD_MS;
  const waiting = await copying.nextWaiting(tx, row, until, handMax);
  const moved = waiting.flatMap(({ profile_id: from, owner: to }) =>
    to !== null && to !== from ? [{ from, to }] : [],
  );
  if (moved.length > 0) {
    await copying.followOwners(tx, row, moved);
    return { again: now, asked: false };
  }
  if (waiting.length === 0) {
    const left = await copying.whatIsLeft(tx, row);
    return left.next === null ? null : { again: left.next - AHEAD_MS, asked: false };
  }
  const due = waiting.map((one) => one.due_at.getTime());
  const before = row.slot_at?.getTime() ?? null;
  const { perMinute } = plan;
  const { slots, last } = pace(due, { perMinute, last: before, now, until });
  const { retailer_id: retailerId } = row;
  const requests = slots.map((slot, i) =>
    requestOf(row, plan, waiting[i] as copying.WaitingRow, Math.max(slot, now)),
  );
  await enqueue(tx, retailerId, requests, now);
  await copying.markHandedOver(
    tx,
    row,
    requests.map(({ key, profileId }) => ({ profileId, deliveryId: deliveryId(retailerId, key) })),
  );
  if (last !== before && last !== null) {
    await queries.changeBroadcast(tx, row, { slot_at: new Date(last) });
  }
  const asked = requests.length > 0;
  // The limit per minute held somebody back: the next slot is a gap after the last.
  if (slots.length < waiting.length) {
    return { again: Math.max(now + 1, (last ?? now) + gapOf(perMinute) - AHEAD_MS), asked };
  }
  return { again: now, asked };
}

/** The message of one recipient. Without channels when there is no template for any. */
export function requestOf(
  row: Pick<queries.BroadcastRow, 'id'>,
  plan: BroadcastPlan,
  recipient: Pick<copying.WaitingRow, 'profile_id' | 'variant' | 'round'>,
  slot: number,
): MessageRequest {
  const { profile_id: profileId, variant, round } = recipient;
  const chosen = plan.variants.find(({ id }) => id === variant) ?? plan.variants[0];
  const templateIds = templatesOf(plan, chosen);
  return {
    key: messageKey(row.id, profileId, round),
    profileId,
    channels: plan.channels.filter((channel) => templateIds[channel] !== undefined),
    origin: { kind: 'broadcast', id: row.id, step: null, version: 1, variant },
    templateIds,
    data: {
      ...(plan.topic === null ? {} : { topic: plan.topic }),
      ...(plan.categories?.length ? { categories: plan.categories } : {}),
    },
    notBefore: slot,
    notAfter: slot + BROADCAST_EXPIRES_MS,
    caps: plan.caps,
    exclusiveGroup: plan.exclusiveGroup ?? null,
  };
}

/** Unique at the retailer. Taken back by a pause and asked for again, it is another message. */
export function messageKey(broadcastId: string, profileId: ProfileId, round: number): string {
  return `b:${broadcastId}:${profileId}${round === 0 ? '' : `:${round}`}`;
}

/** The templates of a variant in the versions of the plan. */
export function templatesOf(
  { versions }: Pick<BroadcastPlan, 'versions'>,
  variant: BroadcastVariant | undefined,
): Partial<Record<ChannelName, { id: string; version: number }>> {
  return Object.fromEntries(
    Object.entries(variant?.templateIds ?? {}).map(([channel, id]) => [
      channel,
      { id, version: versions[id] ?? 1 },
    ]),
  );
}

/** Everyone with a variant is handed over: the winner is due, or the end. */
async function rest(deps: StepDeps, tx: TransactionSql, at: Step): Promise<Stepped> {
  const { row, plan, now } = at;
  const { test } = plan;
  if (test !== null && !row.released) {
    if (row.winner !== null) return release(deps, tx, at, row.winner);
    if (row.winner_at === null) {
      const slot = Math.max(now, row.slot_at?.getTime() ?? now);
      const winnerAt = slot + test.afterMinutes * 60_000;
      await queries.changeBroadcast(tx, row, { winner_at: new Date(winnerAt) });
      return { again: winnerAt, asked: false };
    }
    if (row.winner_at.getTime() > now) return { again: row.winner_at.getTime(), asked: false };
    return choose(deps, tx, at);
  }
  const { ready, unresolved } = await copying.whatIsLeft(tx, row);
  const underWay = await copying.countUnderWay(tx, row);
  if (ready + unresolved + underWay > 0) return { again: now + WATCH_MS, asked: false };
  await queries.changeBroadcast(tx, row, { status: 'done', ended_at: new Date(now) });
  return STOP;
}

/** The test is over: the figures are looked at, once. */
async function choose(deps: StepDeps, tx: TransactionSql, at: Step): Promise<Stepped> {
  const { row, plan, now } = at;
  const { test } = plan;
  if (test === null) return STOP;
  const arms = await armsOf(tx, row, plan, test.measure);
  const { state, leader } = verdictOf(arms);
  const [first] = plan.variants;
  const winner = leader ?? first?.id;
  const by = state === 'clear' ? 'clear' : 'leading';
  if (winner === undefined || (by === 'leading' && test.unclear === 'ask')) {
    const paused = { status: 'paused', paused: 'no_winner', paused_at: new Date(now) } as const;
    await queries.changeBroadcast(tx, row, paused);
    return STOP;
  }
  const chosen = { winner, winner_by: by, winner_chosen_at: new Date(now) } as const;
  await queries.changeBroadcast(tx, row, chosen);
  return release(deps, tx, at, winner);
}

/** The rest gets the winner: at once, or the next time their clock shows the hour. */
async function release(
  { calendar }: StepDeps,
  tx: TransactionSql,
  { row, plan, now }: Step,
  winner: string,
): Promise<Stepped> {
  const zones = await copying.zonesOfRest(tx, row);
  await copying.releaseRest(
    tx,
    row,
    winner,
    zones.map((zone) => ({ zone, at: dueAt(calendar, plan.schedule, zone, now) })),
  );
  await queries.changeBroadcast(tx, row, { released: true });
  return { again: now, asked: false };
}

/** What a newsletter is called in messages and their history. */
export function originOf(row: { retailer_id: RetailerId; id: string }) {
  return { kind: 'broadcast', id: row.id } as const;
}
