/** What came of a newsletter, in figures and in words. */
import {
  type BroadcastMeasure,
  DELIVERY_WORDS,
  type DeliveryReason,
  type DeliveryStatus,
  Failure,
  isUuid,
  type RetailerId,
} from '@augenblick/contract';
import type {
  BroadcastRecipients,
  BroadcastResults,
  RecipientResult,
  RecipientsQuery,
  VariantResult,
} from '@augenblick/contract/api/broadcast.ts';
import type { Clock, Database, TransactionSql } from '../runtime/index.ts';
import { ARM_MIN, type Arm, differenceOf, neededPerArm, shareOf, verdictOf } from './compare.ts';
import { progressOf, resultOf } from './figures.ts';
import * as queries from './queries.ts';
import * as results from './queries-result.ts';

/** What reading results needs. */
export interface ResultDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
}

/** Everything about one newsletter's outcome. Throws `not_found`. */
export function readResults(
  { database, clock }: ResultDeps,
  retailerId: RetailerId,
  id: string,
): Promise<BroadcastResults> {
  return database.withRetailer(retailerId, async (sql) => {
    const row = await find(sql, retailerId, id);
    const { currency } = await queries.findRetailer(sql, retailerId);
    const days = (row.plan ?? row.draft).resultDays;
    const statuses = await results.countStatuses(sql, row);
    const receipts = await results.countReceipts(sql, row);
    const orders = await results.ordersAfterClick(sql, row, days, currency);
    const variants = await variantsOf(sql, row, { receipts, orders });
    const cancelled = row.status === 'cancelled';
    return {
      progress: progressOf(statuses, cancelled),
      counts: countsOf(receipts, orders, currency),
      reasons: reasonsOf(statuses),
      ...variants,
      holdout: holdoutOf(await results.ordersOfGroups(sql, row, days, currency)),
      course: await course(sql, row, clock.now()),
    };
  });
}

async function find(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = isUuid(id) ? await queries.findBroadcasts(sql, retailerId, id) : [];
  if (row === undefined) throw new Failure('not_found');
  return row;
}

const sum = <T>(rows: readonly T[], of: (one: T) => number): number =>
  rows.reduce((all, one) => all + of(one), 0);

function countsOf(
  receipts: readonly results.VariantRow[],
  orders: readonly results.OrderRow[],
  currency: string,
): BroadcastResults['counts'] {
  return {
    sent: sum(receipts, (row) => row.sent),
    delivered: sum(receipts, (row) => row.delivered),
    measurable: sum(receipts, (row) => row.measured),
    opened: sum(receipts, (row) => row.opened),
    clicked: sum(receipts, (row) => row.clicked),
    unsubscribed: sum(receipts, (row) => row.unsubscribed),
    bounced: sum(receipts, (row) => row.bounced),
    complained: sum(receipts, (row) => row.complained),
    buyers: sum(orders, (row) => row.buyers),
    orders: sum(orders, (row) => row.orders),
    revenueMinor: sum(orders, (row) => row.revenue),
    currency,
  };
}

type ReasonRow = BroadcastResults['reasons'][number];

function reasonsOf(
  statuses: readonly { status: DeliveryStatus | null; reason: string | null; count: number }[],
): ReasonRow[] {
  const merged = new Map<string, ReasonRow>();
  for (const { status, reason, count } of statuses) {
    if (reason === null) continue;
    const result = resultOf(status, reason, false);
    if (result === 'sent' || result === 'waiting') continue;
    const key = `${result} ${reason}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { result, reason, words: wordsOf(reason), count });
    else known.count += count;
  }
  return [...merged.values()].toSorted((a, b) => b.count - a.count);
}

/** A reason as the console says it; a half sentence after "weil" or "because". */
export function wordsOf(reason: string): { de: string; en: string } {
  const known = Object.hasOwn(DELIVERY_WORDS, reason)
    ? DELIVERY_WORDS[reason as DeliveryReason]
    : { de: 'der Grund nicht bekannt ist', en: 'the reason is not known' };
  return { ...known };
}

/** The variants beside each other, and what the figures say of them. */
async function variantsOf(
  sql: TransactionSql,
  row: queries.BroadcastRow,
  {
    receipts,
    orders,
  }: { receipts: readonly results.VariantRow[]; orders: readonly results.OrderRow[] },
): Promise<Pick<BroadcastResults, 'variants' | 'verdict'>> {
  const plan = row.plan ?? { ...row.draft, versions: {}, zone: 'UTC' };
  const measure: BroadcastMeasure = plan.test?.measure ?? 'clicked';
  const arms = await results.armsOf(sql, row, plan, measure);
  const byArm = new Map(receipts.map((one) => [one.arm, one]));
  const variants = plan.variants.map(({ id, name }): VariantResult => {
    const one = byArm.get(id);
    const order = orders.find(({ arm }) => arm === id);
    const arm = arms.find((known) => known.id === id);
    return {
      variantId: id,
      name,
      sent: one?.sent ?? 0,
      measurable: one?.measured ?? 0,
      opened: one?.opened ?? 0,
      clicked: one?.clicked ?? 0,
      bought: order?.buyers ?? 0,
      revenueMinor: order?.revenue ?? 0,
      unsubscribed: one?.unsubscribed ?? 0,
      share: arm === undefined || arm.n === 0 ? null : shareOf(arm.hits, arm.n),
    };
  });
  if (plan.variants.length < 2) return { variants, verdict: null };
  const { state, leader } = verdictOf(arms);
  const name = plan.variants.find(({ id }) => id === leader)?.name ?? '';
  return { variants, verdict: { state, leader, words: verdictWords(state, name, arms) } };
}

/** What the figures say of the variants, in a sentence or two. */
export function verdictWords(
  state: 'too_few' | 'unclear' | 'clear',
  leader: string,
  arms: readonly Arm[],
): { de: string; en: string } {
  if (state === 'clear') {
    return {
      de: `„${leader}“ ist klar besser: Der Abstand zu jeder anderen Fassung ist größer, als der Zufall ihn macht (95 % sicher).`,
      en: `“${leader}” is clearly better: its lead over every other wording is larger than chance makes it (95 % certain).`,
    };
  }
  if (state === 'too_few') {
    return {
      de: `Noch zu wenig, um etwas zu sagen: Jede Fassung braucht mindestens ${ARM_MIN} Empfängerinnen und Empfänger und die beste ein paar Treffer.`,
      en: `Too little to say anything yet: each wording needs at least ${ARM_MIN} recipients and the best one a few hits.`,
    };
  }
  const needed = neededPerArm(arms);
  const de =
    leader === ''
      ? 'Es gibt keinen klaren Sieger, die Fassungen liegen gleichauf.'
      : `Es gibt keinen klaren Sieger. „${leader}“ liegt vorn, aber der Abstand kann Zufall sein.`;
  const en =
    leader === ''
      ? 'There is no clear winner, the wordings are level.'
      : `There is no clear winner. “${leader}” leads, but the gap may be chance.`;
  if (needed === null || needed > 1_000_000) return { de, en };
  const count = (language: string): string => roundUp(needed).toLocaleString(language);
  return {
    de: `${de} Für Gewissheit bräuchte es bei diesem Abstand etwa ${count('de')} Personen je Fassung.`,
    en: `${en} To be sure of a gap like this, each wording would need about ${count('en')} people.`,
  };
}

/** Two digits are all that such an estimate is worth. */
function roundUp(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

function holdoutOf(rows: readonly results.OrderRow[]): BroadcastResults['holdout'] {
  const group = (arm: string) => {
    const row = rows.find((one) => one.arm === arm);
    return {
      shoppers: row?.shoppers ?? 0,
      buyers: row?.buyers ?? 0,
      revenueMinor: row?.revenue ?? 0,
    };
  };
  const [treated, held] = [group('treated'), group('held')];
  if (held.shoppers === 0) return null;
  if (Math.min(treated.shoppers, held.shoppers) < ARM_MIN) {
    return { treated, held, difference: null, words: TOO_FEW };
  }
  const found = differenceOf(
    { hits: treated.buyers, n: treated.shoppers },
    { hits: held.buyers, n: held.shoppers },
  );
  const per = (share: number): number => Math.round(share * 10_000) / 100;
  const difference = { low: per(found.low), value: per(found.value), high: per(found.high) };
  const sure = found.low > 0 ? 'more' : found.high < 0 ? 'less' : 'open';
  return { treated, held, difference, words: HOLDOUT[sure] };
}

const TOO_FEW = {
  de: `Noch zu wenige für einen Vergleich: Beide Gruppen brauchen mindestens ${ARM_MIN} Personen.`,
  en: `Too few to compare yet: both groups need at least ${ARM_MIN} people.`,
};
const HOLDOUT = {
  more: {
    de: 'Wer ihn bekam, kaufte öfter als die Vergleichsgruppe.',
    en: 'Those who got it bought more often than the comparison group.',
  },
  less: {
    de: 'Wer ihn bekam, kaufte seltener als die Vergleichsgruppe.',
    en: 'Those who got it bought less often than the comparison group.',
  },
  open: {
    de: 'Ob er zu mehr Käufen führte, ist nicht zu sagen: Der Unterschied kann Zufall sein.',
    en: 'Whether it led to more purchases cannot be said: the difference may be chance.',
  },
} as const;

const STEPS_MS = [60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000];
const POINTS_MAX = 60;

/** What happened when; at most sixty points from the first message on. */
async function course(
  sql: TransactionSql,
  row: queries.BroadcastRow,
  now: number,
): Promise<BroadcastResults['course']> {
  const [first = 60_000] = STEPS_MS;
  if (row.started_at === null) return { stepMs: first, points: [] };
  const lasted = now - row.started_at.getTime();
  const wanted = Math.min(lasted, 30 * 86_400_000);
  const stepMs = STEPS_MS.find((step) => wanted / step <= POINTS_MAX) ?? 86_400_000;
  const rows = await results.courseOf(sql, row, stepMs);
  const points = rows.map(({ at, ...counts }) => ({ at: at.getTime(), ...counts }));
  return { stepMs, points: points.slice(0, POINTS_MAX) };
}

const PAGE = 50;
const STATUSES: Readonly<Record<RecipientResult, readonly DeliveryStatus[]>> = {
  waiting: [],
  queued: ['waiting', 'sending'],
  sent: ['sent', 'delivered', 'bounced', 'complained'],
  leftOut: ['dropped'],
  failed: ['failed'],
  unknown: ['unknown'],
  takenBack: ['dropped'],
};

/** A page of recipients, each with result and reason. Throws `not_found`. */
export function readRecipients(
  { database }: ResultDeps,
  retailerId: RetailerId,
  id: string,
  { result, reason, after }: RecipientsQuery,
): Promise<BroadcastRecipients> {
  return database.withRetailer(retailerId, async (sql) => {
    const row = await find(sql, retailerId, id);
    const cancelled = row.status === 'cancelled';
    const rows = await results.findRecipients(sql, row, {
      statuses: result === undefined ? null : STATUSES[result],
      notHanded: result === 'waiting' ? !cancelled : result === 'takenBack' && cancelled,
      reason: reason ?? null,
      notReason: result === 'leftOut' ? 'taken_back' : null,
      after: after ?? null,
      limit: PAGE + 1,
    });
    // Of what was dropped, only those taken back; asked for by status, the others come along.
    const fitting = rows
      .slice(0, PAGE)
      .filter(
        (one) => result === undefined || resultOf(one.status, one.reason, cancelled) === result,
      );
    return {
      recipients: fitting.map((one) => ({
        profileId: one.recipient,
        name: one.name,
        result: resultOf(one.status, one.reason, cancelled),
        reason: one.reason,
        words: one.reason === null ? null : wordsOf(one.reason),
        channel: one.channel,
        variantId: one.arm,
        at: one.at?.getTime() ?? null,
        opened: one.opened,
        clicked: one.clicked,
      })),
      next: rows.length > PAGE ? (rows[PAGE - 1]?.recipient ?? null) : null,
    };
  });
}
