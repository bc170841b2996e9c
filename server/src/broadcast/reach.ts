/** Who would get a newsletter: the guards of delivery are asked about everyone, or about a sample of a large audience. */
import type {
  BroadcastChannel,
  BroadcastDraft,
  BroadcastPlan,
  ChannelName,
  DeliveryReason,
  MessageRequest,
  ProfileId,
  RetailerId,
} from '@augenblick/contract';
import { Failure, isUuid } from '@augenblick/contract';
import type { BroadcastReach } from '@augenblick/contract/api/broadcast.ts';
import type { Calendar } from '../decision/index.ts';
import type { Clock, Database, TransactionSql } from '../runtime/index.ts';
import { audienceNumbers } from './audience.ts';
import type { BroadcastDeps } from './broadcasts.ts';
import { shareOf } from './compare.ts';
import { requestOf } from './copy.ts';
import { drawOf, firstVariant } from './draw.ts';
import * as queries from './queries.ts';
import { wordsOf } from './results.ts';
import { dueAt } from './when.ts';
import { shopperTraits } from './zone.ts';

/** What would become of a message at an instant: it leaves, leaves later (`until`, ms), or is left out for a reason. */
export interface Foreseen {
  channel: ChannelName | null;
  locale: 'de' | 'en';
  reason: DeliveryReason | null;
  until: number | null;
}

/** What the estimate needs. */
export interface ReachDeps extends Pick<BroadcastDeps, 'templates'> {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  calendar: Calendar;
  /** Judges messages as if they were due at `at`, with delivery's own guards; in their order, and nothing is written. */
  foresee(
    retailerId: RetailerId,
    requests: readonly MessageRequest[],
    at: number,
  ): Promise<Foreseen[]>;
  /** Most shoppers looked at one by one. */
  lookMax?: number;
}

const LOOK_MAX = 4_000;
const CHUNK = 500;
const ZONES_MAX = 12;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** One shopper of the audience with when and in which wording they would get it. */
interface Meant {
  id: string;
  zone: string;
  known: boolean;
  at: number;
  variant: string;
}

/** Estimates the reach of a draft that need not be saved. Throws `not_ready` when a segment is not switched on. */
export async function reachOf(
  deps: ReachDeps,
  retailerId: RetailerId,
  draft: BroadcastDraft,
): Promise<BroadcastReach> {
  const { database, lookMax = LOOK_MAX } = deps;
  const { plan, audience, meant } = await database.withRetailer(retailerId, async (sql) => {
    const numbers = await audienceNumbers(sql, retailerId, draft.audience);
    if (typeof numbers !== 'object') throw new Failure('not_ready', 'audience.segmentIds');
    const count = await queries.countAudience(sql, retailerId, numbers);
    const ids = await queries.sampleOfAudience(sql, retailerId, numbers, lookMax);
    const ready = await planOf(deps, sql, retailerId, draft);
    return {
      plan: ready,
      audience: count,
      meant: await meantOf(deps, sql, retailerId, ready, ids),
    };
  });
  const seen = await foreseeAll(deps, retailerId, plan, meant);
  const at = meant.map((one) => one.at);
  return { ...summed(seen, audience, meant.length), ...timesOf(plan, at, audience) };
}

async function planOf(
  { templates }: ReachDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  draft: BroadcastDraft,
): Promise<BroadcastPlan> {
  const { zone } = await queries.findRetailer(sql, retailerId);
  const ids = draft.variants.flatMap(({ templateIds }) => Object.values(templateIds));
  const wanted = [...new Set(ids)].filter(isUuid);
  const facts = wanted.length === 0 ? new Map() : await templates(sql, retailerId, wanted);
  const versions: Record<string, number> = {};
  for (const id of wanted) versions[id] = facts.get(id)?.version ?? 0;
  return { ...draft, versions, zone };
}

async function meantOf(
  { calendar, clock }: ReachDeps,
  sql: TransactionSql,
  retailerId: RetailerId,
  plan: BroadcastPlan,
  ids: readonly string[],
): Promise<Meant[]> {
  const local = plan.schedule.kind === 'local';
  const traits = local ? await shopperTraits(sql, retailerId, ids, true) : new Map();
  const now = clock.now();
  return ids.map((id) => {
    const told = traits.get(id)?.zone ?? null;
    const known = told !== null && calendar.knows(told);
    const zone = known ? told : plan.zone;
    const variant = firstVariant(plan.variants, null, drawOf('reach', id)) ?? 'a';
    return { id, zone, known, variant, at: dueAt(calendar, plan.schedule, zone, now) };
  });
}

/** Asks the guards, those who are due at the same instant together. */
async function foreseeAll(
  { foresee }: ReachDeps,
  retailerId: RetailerId,
  plan: BroadcastPlan,
  meant: readonly Meant[],
): Promise<(Foreseen & { meant: Meant })[]> {
  const row = { id: NOBODY };
  const seen: (Foreseen & { meant: Meant })[] = [];
  const nothing: Foreseen = {
    channel: null,
    locale: 'de',
    reason: 'template_missing',
    until: null,
  };
  const byInstant = new Map<number, Meant[]>();
  for (const one of meant) {
    const together = byInstant.get(one.at);
    if (together === undefined) byInstant.set(one.at, [one]);
    else together.push(one);
  }
  for (const [at, together] of byInstant) {
    for (let from = 0; from < together.length; from += CHUNK) {
      const part = together.slice(from, from + CHUNK);
      const asked = part.map((one) => {
        const recipient = { profile_id: one.id as ProfileId, variant: one.variant, round: 0 };
        return requestOf(row, plan, recipient, at);
      });
      const fit = asked.filter(({ channels }) => channels.length > 0);
      const answers = fit.length === 0 ? [] : await foresee(retailerId, fit, at);
      const byId = new Map(fit.map(({ profileId }, i) => [profileId as string, answers[i]]));
      for (const one of part) seen.push({ ...(byId.get(one.id) ?? nothing), meant: one });
    }
  }
  return seen;
}

const leaves = ({ channel, until }: Foreseen): boolean => channel !== null || until !== null;

/** Counts of the whole audience: those looked at, scaled up where they are a sample. */
function summed(
  seen: readonly (Foreseen & { meant: Meant })[],
  audience: number,
  looked: number,
): Omit<BroadcastReach, 'first' | 'last'> {
  const scale = looked === 0 ? 0 : audience / looked;
  const whole = (count: number): number => Math.round(count * scale);
  const tally = <K>(keys: readonly K[]): [K, number][] => {
    const counts = new Map<K, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].toSorted((a, b) => b[1] - a[1]).map(([key, n]) => [key, whole(n)]);
  };
  const reached = seen.filter(leaves);
  const out = seen.filter((one) => !leaves(one));
  const share = shareOf(reached.length, looked);
  const between =
    looked < audience
      ? { low: Math.floor(share.low * audience), high: Math.ceil(share.high * audience) }
      : null;
  const zones = tally(seen.map(({ meant: { zone, known } }) => `${known ? 1 : 0}${zone}`));
  return {
    audience,
    looked,
    reached: whole(reached.length),
    between,
    putOff: whole(reached.filter(({ channel }) => channel === null).length),
    channels: tally(
      reached.flatMap(({ channel }) => (channel === null ? [] : [channel as BroadcastChannel])),
    ).map(([channel, count]) => ({ channel, count })),
    leftOut: tally(out.map(({ reason }) => reason ?? 'channel_off')).map(([reason, count]) => ({
      reason,
      words: wordsOf(reason),
      count,
    })),
    locales: tally(reached.map(({ locale }) => locale)).map(([locale, count]) => ({
      locale,
      count,
    })),
    zones: zones.slice(0, ZONES_MAX).map(([key, count]) => ({
      zone: key.slice(1),
      known: key.startsWith('1'),
      count,
    })),
  };
}

/**
 * When the first and the last message would leave: by the clock (`at`, ms, one per shopper), the spread, the limit per minute
 * – which everybody in the audience counts against, since who is left out is only known when it is their turn – and the
 * time a trial of wordings takes.
 */
export function timesOf(
  plan: Pick<BroadcastPlan, 'spreadMinutes' | 'perMinute' | 'test'>,
  at: readonly number[],
  audience: number,
): Pick<BroadcastReach, 'first' | 'last'> {
  const first = at.reduce((one, other) => Math.min(one, other), at[0] ?? 0);
  const latest = at.reduce((one, other) => Math.max(one, other), first);
  const paceOf = (share: number): number =>
    plan.perMinute === null ? 0 : Math.ceil(((audience * share) / plan.perMinute) * 60_000);
  const until = (from: number, share: number): number =>
    Math.max(from + latest - first + plan.spreadMinutes * 60_000, from + paceOf(share));
  const { test } = plan;
  if (test === null) return { first, last: until(first, 1) };
  const tried = test.shareBp / 10_000;
  return { first, last: until(until(first, tried) + test.afterMinutes * 60_000, 1 - tried) };
}
