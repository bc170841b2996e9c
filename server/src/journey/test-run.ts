/** Plays a drawing for one shopper with time running fast. Nothing is sent or stored; conditions are asked as of now. */
import {
  type Condition,
  Failure,
  isUuid,
  JOURNEY_LIMITS as L,
  type JsonObject,
  NO_PROFILE,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import type { TestedJourney, TestJourney } from '@augenblick/contract/api/journey-play.ts';
import type { z } from 'zod';
import type { Clock, Database, TransactionSql } from '../runtime/index.ts';
import { conditionOf, holders } from './answers.ts';
import { type LoadedBook, readBook } from './book.ts';
import { type CompiledJourney, compileJourney, waitMs } from './compile.ts';
import type { Question } from './drive.ts';
import { zoneOr } from './local-time.ts';
import { findZones } from './queries-run.ts';
import { type Answer, newRun, type Run, runId } from './run.ts';
import { type Input, step } from './step.ts';
import { endWords, refusalWords, stepView } from './words.ts';

/** What playing needs. */
export interface PlayDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
}

/** Id of the drawing while it is played; the same everywhere, so that a split falls the same way. */
const PLAYED = '00000000-0000-8000-8000-000000000000';
/** Longest way that is played: three years. */
const YEARS_MS = 3 * 365 * 86_400_000;

/** Plays a drawing. Throws `not_found` for a shopper who is not there. */
export function testJourney(
  { database, clock }: PlayDeps,
  retailerId: RetailerId,
  asked: z.output<typeof TestJourney>,
): Promise<TestedJourney> {
  return database.withRetailer(retailerId, async (sql) => {
    const now = clock.now();
    const book = await readBook(sql, retailerId);
    const profileId = await shopperOf(sql, retailerId, asked.profileId);
    const journey = compileJourney(PLAYED, 1, asked.draft);
    const zones = await findZones(sql, retailerId, [profileId]);
    const zone = zoneOr(zones.get(profileId), book.zone);
    const at = asked.at ?? now;
    const asker = { retailerId, book, now };
    // Every condition of the drawing is asked once, before: the step function itself asks nobody.
    const known = new Map<string, boolean>();
    for (const condition of conditionsOf(journey)) {
      const holds =
        asked.profileId !== null && (await holders(sql, asker, condition, [profileId])).size > 0;
      known.set(JSON.stringify(condition), holds);
    }
    const answer = (question: Question): Answer => {
      const condition = conditionOf(question);
      if (condition !== null) return known.get(JSON.stringify(condition)) ?? false;
      return codeOf(book, question);
    };
    const data = asked.data as JsonObject;
    return played(journey, { profileId, zone, at, data, asked, answer });
  });
}

async function shopperOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string | null,
): Promise<ProfileId> {
  if (id === null) return NO_PROFILE;
  const [row] = isUuid(id)
    ? await sql`select 1 from profile where retailer_id = ${retailerId} and id = ${id}`
    : [];
  if (row === undefined) throw new Failure('not_found');
  return id as ProfileId;
}

/** Every condition a drawing asks. */
export function conditionsOf(journey: CompiledJourney): Condition[] {
  const { definition, exitCondition } = journey;
  const own = definition.nodes.flatMap((node) =>
    node.type === 'branch' && node.on === 'shopper' && node.condition !== null
      ? [node.condition]
      : [],
  );
  return [
    ...own,
    ...(definition.audience === null ? [] : [definition.audience]),
    ...(exitCondition === null ? [] : [exitCondition]),
  ];
}

/** What a code looks like while nothing is given out. */
export function codeOf(book: Pick<LoadedBook, 'offers'>, { asking }: Question): Answer {
  if (asking.kind !== 'code') return null;
  const offer = book.offers.get(asking.offerId)?.offer;
  return { text: offer?.publicCode ?? 'MUSTER-CODE', until: offer?.validTo ?? null };
}

interface Play {
  profileId: ProfileId;
  zone: string;
  at: number;
  data: JsonObject;
  asked: Pick<z.output<typeof TestJourney>, 'happens' | 'exitAt' | 'draft'>;
  answer: (question: Question) => Answer;
}

/** Steps one run to its end: awaited events come where they are to, all else runs out. Pure. */
export function played(journey: CompiledJourney, play: Play): TestedJourney {
  const { profileId, zone, at, data, asked, answer } = play;
  const id = runId(PLAYED, profileId, 'test');
  const own = { id, journeyId: PLAYED, profileId, version: 1, key: '', anchor: '', hops: 0, data };
  const run = newRun(own, at, journey.start);
  const steps: TestedJourney['steps'] = [];
  const tell = (input: Input): void => {
    for (let next: Input | null = input; next !== null; ) {
      for (const transition of step(journey, run, next, { zone }).transitions)
        steps.push(stepView(asked.draft, transition));
      const { asking } = run;
      next = asking === null ? null : { type: 'answer', answer: answer({ run, journey, asking }) };
    }
  };
  tell({ type: 'begin', at });
  const exitAt = asked.exitAt === null ? Infinity : at + asked.exitAt * 60_000;
  const until = at + YEARS_MS;
  while (run.status === 'active' && run.dueAt !== null && run.dueAt <= until) {
    if (steps.length > L.transitionsMax) break;
    const next = nextOf(journey, run, asked.happens);
    if (Math.min(next.at, run.dueAt) >= exitAt) {
      tell({ type: 'end', at: exitAt, end: 'exit_event' });
      break;
    }
    tell(next.input);
  }
  const entered = run.status === 'active' || run.end !== null;
  const end = run.end === null ? null : endWords(run.end);
  const words = entered
    ? { de: 'So würde es ablaufen.', en: 'This is how it would go.' }
    : { ...refusalWords('audience') };
  return { steps, end, endsAt: run.endedAt ?? run.dueAt ?? at, entered, words };
}

/** What happens to a waiting run next: the awaited event after a tenth of the time, or the end of the wait. */
function nextOf(
  journey: CompiledJourney,
  run: Run,
  happens: readonly string[],
): { at: number; input: Input } {
  const due = run.dueAt ?? run.since;
  const node = journey.nodes.get(run.node);
  const time: Input = { type: 'time', until: due, now: due };
  const comes = node !== undefined && happens.includes(node.id);
  if (!comes || (node.type !== 'wait_event' && node.type !== 'decide'))
    return { at: due, input: time };
  const at = node.type === 'wait_event' ? run.since + Math.round(waitMs(node) / 10) : run.since;
  return { at, input: awaited(journey, run, at) };
}

/** The very event a run waits for, as far as it can be made up: told as an answer that fits. */
function awaited(journey: CompiledJourney, run: Run, at: number): Input {
  const node = journey.nodes.get(run.node);
  if (node?.type === 'decide')
    return {
      type: 'fact',
      paused: false,
      fact: {
        key: 'test',
        type: 'answer',
        channel: '',
        at,
        seenAt: at,
        name: `${run.id}:${node.id}:${run.visits.get(node.id) ?? 1}`,
        data: { campaign: 'test', campaign_name: '' },
      },
    };
  const name = node?.type === 'wait_event' ? (node.event.names[0] ?? '') : '';
  return { type: 'happened', at, event: name };
}
