/** Plays a drawing against what really happened: who would have got in, what they would have been sent, how often. */
import type { JourneyDraft, JourneyEnd, JsonObject, RetailerId } from '@augenblick/contract';
import type { DryRunJourney, JourneyDryRun } from '@augenblick/contract/api/journey-play.ts';
import type { z } from 'zod';
import type { TransactionSql } from '../runtime/index.ts';
import { conditionOf, holders } from './answers.ts';
import { type LoadedBook, readBook } from './book.ts';
import { compileJourney } from './compile.ts';
import type { Driven, Question, Work } from './drive.ts';
import { driveAll } from './drive-all.ts';
import { factsOf } from './dry-facts.ts';
import { dryRunNotes } from './dry-notes.ts';
import { zoneOr } from './local-time.ts';
import { bookOf } from './play.ts';
import * as history from './queries-history.ts';
import { findZones } from './queries-run.ts';
import type { Answer, Run } from './run.ts';
import { codeOf, type PlayDeps } from './test-run.ts';
import { endWords, stepView } from './words.ts';

const PLAYED = '00000000-0000-8000-8000-000000000000';
const DAY = 86_400_000;
/** Shoppers played through; more would keep the page waiting. */
const SHOPPERS_MAX = 5_000;
const SAMPLES = 8;

/** Plays it. With `people`, samples carry names. */
export function dryRun(
  { database, clock }: PlayDeps,
  retailerId: RetailerId,
  { draft, days, journeyId }: z.output<typeof DryRunJourney>,
  people: boolean,
): Promise<JourneyDryRun> {
  return database.withRetailer(retailerId, async (sql) => {
    const to = clock.now();
    const from = to - days * DAY;
    const real = await readBook(sql, retailerId);
    // Under its own id a split falls as it does in earnest.
    const journey = compileJourney(journeyId ?? PLAYED, 1, draft);
    const told = await factsOf(sql, retailerId, journey, { from, to });
    const entrants = told.works.slice(0, SHOPPERS_MAX);
    const ids = entrants.map(({ profileId }) => profileId);
    const zones = await findZones(sql, retailerId, waits(draft) ? ids : []);
    const works = entrants.map(
      (work): Work => ({ ...work, zone: zoneOr(zones.get(work.profileId), real.zone) }),
    );
    const book = bookOf(journey);
    const answers = answerer(sql, { retailerId, book: real, now: to });
    const driven = await driveAll(
      book,
      works,
      { until: to, now: Number.NEGATIVE_INFINITY, past: true },
      answers,
    );
    const samples = await samplesOf(sql, retailerId, draft, driven, people);
    return {
      from,
      to,
      ...figures(driven),
      cut: told.cut || told.works.length > SHOPPERS_MAX,
      samples,
      notes: dryRunNotes(draft, told),
    };
  });
}

/** True when the shopper's own zone counts. */
function waits({ nodes }: JourneyDraft): boolean {
  return nodes.some(({ type }) => type === 'wait_until');
}

function answerer(
  sql: TransactionSql,
  asker: { retailerId: RetailerId; book: LoadedBook; now: number },
) {
  return async (questions: readonly Question[]): Promise<Answer[]> => {
    const groups = new Map<string, number[]>();
    const answers = questions.map((question, i): Answer => {
      const condition = conditionOf(question);
      if (condition === null) return codeOf(asker.book, question);
      const key = JSON.stringify(condition);
      groups.set(key, [...(groups.get(key) ?? []), i]);
      return false;
    });
    for (const places of groups.values()) {
      const [first] = places;
      const question = first === undefined ? undefined : questions[first];
      const condition = question === undefined ? null : conditionOf(question);
      if (condition === null) continue;
      const ids = places.map((i) => questions[i]?.run.profileId ?? '');
      const who = await holders(sql, asker, condition, ids);
      for (const i of places) answers[i] = who.has(questions[i]?.run.profileId ?? '');
    }
    return answers;
  };
}

function figures(driven: Driven) {
  const runs = [...driven.created];
  const count = <K extends string>(keys: readonly K[]): [K, number][] => {
    const counts = new Map<K, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts];
  };
  const left = driven.steps.map(({ transition }) => transition);
  const sends = driven.effects.flatMap((one) => (one.type === 'send' ? [one.content] : []));
  const channels = sends.map(({ messages }) => messages[0]?.channel ?? 'mail');
  const ends = runs.flatMap(({ end }): JourneyEnd[] => (end === null ? [] : [end]));
  return {
    shoppers: new Set(runs.map(({ profileId }) => profileId)).size,
    runs: runs.length,
    goals: runs.filter(({ goalAt }) => goalAt !== null).length,
    nodes: count(left.map(({ node }) => node)).map(([node, n]) => ({ node, count: n })),
    edges: count(left.flatMap(({ node, port }) => (port === '' ? [] : [`${node} ${port}`]))).map(
      ([key, n]) => {
        const [node = '', port = ''] = key.split(' ');
        return { node, port, count: n };
      },
    ),
    messages: count(channels).map(([channel, n]) => ({ channel, count: n })),
    ends: count(ends).map(([end, n]) => ({ end, count: n, words: endWords(end) })),
  };
}

async function samplesOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  draft: JourneyDraft,
  driven: Driven,
  people: boolean,
): Promise<JourneyDryRun['samples']> {
  const longest = [...driven.created].sort((a: Run, b: Run) => b.steps - a.steps);
  const chosen = longest.slice(0, SAMPLES);
  const ids = chosen.map(({ profileId }) => profileId);
  const names = people ? await history.namesOf(sql, retailerId, ids) : new Map<string, string>();
  return chosen.map((run) => ({
    profileId: run.profileId,
    displayName: names.get(run.profileId) ?? null,
    enteredAt: run.enteredAt,
    steps: driven.steps
      .filter((one) => one.run === run)
      .map(({ transition }) =>
        stepView(draft, { ...transition, detail: alone(transition.detail) }),
      ),
    end: run.end === null ? null : endWords(run.end),
  }));
}

/** What became of other journeys is not known: only this one is played. */
function alone({ refused: _refused, ended: _ended, ...detail }: JsonObject): JsonObject {
  return detail;
}
