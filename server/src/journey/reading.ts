import {
  CHANNELS,
  CHANNEL_WORDS,
  DELIVERY_WORDS,
  type DeliveryReason,
  type DeliveryStatus,
  Failure,
  isUuid,
  JOURNEY_ENDS,
  JOURNEY_NODE_TYPES,
  type JourneyEnd,
  type RetailerId,
  SOURCE_KINDS,
} from '@augenblick/contract';
import type {
  JourneyCounts,
  JourneyPath,
  JourneyRuns,
  JourneyRunView,
  JourneyVocabulary,
  ShopperJourneys,
} from '@augenblick/contract/api/journey.ts';
import type { Database, TransactionSql } from '../runtime/index.ts';
import { fatesOf } from '../delivery/index.ts';
import { rowOf } from './journeys.ts';
import * as queries from './queries.ts';
import * as reading from './queries-reading.ts';
import { visitKey } from './run.ts';
import { endWords, nodeName, refusalWords, stepView } from './words.ts';

/** What reading journeys needs. */
export interface JourneyReading {
  database: Pick<Database, 'withRetailer'>;
}

/** Counts of a drawing as it stands now. Throws `not_found`. */
export function journeyCounts(
  { database }: JourneyReading,
  retailerId: RetailerId,
  id: string,
): Promise<JourneyCounts> {
  return database.withRetailer(retailerId, async (sql) => {
    await rowOf(sql, retailerId, id);
    const tallies = await reading.tallies(sql, retailerId, id);
    const standing = await reading.standing(sql, retailerId, id);
    const totals = (await reading.totals(sql, retailerId, id)).get(id) ?? reading.NO_TOTALS;
    const messages = messagesOf(await reading.deliveries(sql, retailerId, id));
    const nodes = new Map<string, JourneyCounts['nodes'][number]>();
    const nodeOf = (node: string) => {
      const known = nodes.get(node) ?? { node, waiting: 0, ports: [] };
      nodes.set(node, known);
      return known;
    };
    for (const { node, n } of standing) nodeOf(node).waiting = n;
    for (const { kind, node, port, n } of tallies)
      if (kind === 'step') nodeOf(node).ports.push({ port, count: n });
    return {
      totals: { ...totals, active: standing.reduce((sum, { n }) => sum + n, 0) },
      nodes: [...nodes.values()],
      ends: tallies.flatMap(({ kind, node, n }) =>
        kind === 'end' && isEnd(node) ? [{ end: node, count: n, words: endWords(node) }] : [],
      ),
      refused: tallies.flatMap(({ kind, node, n }) =>
        kind === 'refused' ? [{ reason: node, count: n, words: refusalWords(node) }] : [],
      ),
      messages,
    };
  });
}

/** Not counted as sent, but told with its reason; of `unknown` nobody can say that it was. */
const WITHHELD: ReadonlySet<DeliveryStatus> = new Set(['dropped', 'failed', 'bounced', 'unknown']);

function messagesOf(
  rows: readonly { status: DeliveryStatus; reason: DeliveryReason | null; n: number }[],
): JourneyCounts['messages'] {
  const left = rows.filter(({ status }) => !WITHHELD.has(status));
  const count = (of: typeof rows): number => of.reduce((sum, { n }) => sum + n, 0);
  const waiting = count(left.filter(({ status }) => status === 'waiting'));
  const reasons = new Map<DeliveryReason, number>();
  for (const { status, reason, n } of rows)
    if (WITHHELD.has(status) && reason !== null)
      reasons.set(reason, (reasons.get(reason) ?? 0) + n);
  return {
    sent: count(left) - waiting,
    waiting,
    withheld: [...reasons].map(([reason, n]) => ({
      reason,
      count: n,
      words: DELIVERY_WORDS[reason],
    })),
  };
}

function isEnd(text: string): text is JourneyEnd {
  return (JOURNEY_ENDS as readonly string[]).includes(text);
}

/** Which page of runs. */
export interface RunsAsked {
  cursor?: string | undefined;
  limit: number;
  node?: string | undefined;
  status?: 'active' | 'done' | undefined;
}

const ANY = {
  journeyId: null,
  runId: null,
  profileId: null,
  node: null,
  status: null,
  before: null,
};

/** One page of shoppers in a journey, the last to get in first. Throws `not_found`. */
export function journeyRuns(
  { database }: JourneyReading,
  retailerId: RetailerId,
  id: string,
  { cursor, limit, node, status }: RunsAsked,
): Promise<JourneyRuns> {
  return database.withRetailer(retailerId, async (sql) => {
    await rowOf(sql, retailerId, id);
    const before = cursor === undefined ? null : cursorOf(cursor);
    const rows = await reading.runs(sql, retailerId, {
      ...ANY,
      journeyId: id,
      node: node ?? null,
      status: status ?? null,
      before,
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      runs: shown.map(runView),
      next: last === undefined ? null : `${last.entered_at.getTime()}_${last.id}`,
    };
  });
}

function cursorOf(cursor: string): { at: number; id: string } {
  const [at = '', id = ''] = cursor.split('_');
  if (!/^\d{1,15}$/.test(at) || !isUuid(id)) throw new Failure('bad_request', 'cursor');
  return { at: Number(at), id };
}

/** A run as the console shows it. */
export function runView(row: reading.RunPageRow): JourneyRunView {
  const { end_reason: end } = row;
  return {
    id: row.id,
    journeyId: row.journey_id,
    profileId: row.profile_id,
    displayName: row.name,
    simulated: row.simulated ?? false,
    version: row.version,
    key: row.key,
    status: row.status,
    node: row.node,
    nodeName: nodeName(row.definition.nodes.find(({ id }) => id === row.node)),
    enteredAt: row.entered_at.getTime(),
    since: row.since.getTime(),
    dueAt: row.due_at?.getTime() ?? null,
    goalAt: row.goal_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
    end,
    endWords: end === null ? null : endWords(end, row.end_event ?? undefined),
  };
}

/** One shopper's way. Throws `not_found`. */
export function journeyPath(
  { database }: JourneyReading,
  retailerId: RetailerId,
  id: string,
  runId: string,
): Promise<JourneyPath> {
  return database.withRetailer(retailerId, async (sql) => {
    const row = await oneRun(sql, retailerId, id, runId);
    const steps = await reading.steps(sql, retailerId, runId);
    const keyOf = (one: (typeof steps)[number]) => visitKey({ id: runId }, one.node, one.visit);
    const fates = await fatesOf(sql, retailerId, steps.map(keyOf));
    return {
      run: runView(row),
      steps: steps.map((one) => {
        const view = stepView(row.definition, one);
        const fate = fates.get(keyOf(one));
        if (fate === undefined) return view;
        const { de, en } = view.words;
        return { ...view, words: { de: `${de} ${fate.de}`, en: `${en} ${fate.en}` } };
      }),
      draft: row.version === row.current ? null : row.definition,
    };
  });
}

/** A run of a journey. Throws `not_found`. */
export async function oneRun(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  runId: string,
): Promise<reading.RunPageRow> {
  if (!isUuid(id) || !isUuid(runId)) throw new Failure('not_found');
  const asked = { ...ANY, journeyId: id, runId, limit: 1 };
  const [row] = await reading.runs(sql, retailerId, asked);
  if (row === undefined) throw new Failure('not_found');
  return row;
}

const SHOPPER_MAX = 100;

/** The journeys of a shopper, the last first. */
export function shopperJourneys(
  { database }: JourneyReading,
  retailerId: RetailerId,
  profileId: string,
): Promise<ShopperJourneys> {
  if (!isUuid(profileId)) throw new Failure('not_found');
  return database.withRetailer(retailerId, async (sql) => {
    const asked = { ...ANY, profileId, limit: SHOPPER_MAX };
    const rows = await reading.runs(sql, retailerId, asked);
    return {
      runs: rows.map((row) => ({ ...runView(row), journeyName: row.definition.name })),
    };
  });
}

/** What can be chosen in the builder. */
export function vocabulary(
  { database }: JourneyReading,
  retailerId: RetailerId,
): Promise<JourneyVocabulary> {
  return database.withRetailer(retailerId, async (sql) => {
    const found = await queries.surroundings(sql, retailerId);
    return {
      templates: found.templates.map(({ version, ...one }) => ({ ...one, published: version > 0 })),
      offers: found.offers,
      journeys: found.journeys,
      placements: found.placements,
      segments: found.segments,
      channels: CHANNELS.map((name) => ({ name, words: { ...CHANNEL_WORDS[name] } })),
      sources: [...SOURCE_KINDS],
      // Points come with the loyalty programme; until then nobody is offered the step.
      nodeTypes: JOURNEY_NODE_TYPES.filter((type) => type !== 'points' && type !== 'start'),
    };
  });
}
