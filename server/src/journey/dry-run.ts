/** Plays a drawing against what really happened: who would have got in, what they would have been sent, how often. */
import {
  isUuid,
  type JourneyDraft,
  type JourneyEnd,
  type ProfileId,
  type RetailerId,
  type SignalName,
} from '@augenblick/contract';
import type { DryRunJourney, JourneyDryRun } from '@augenblick/contract/api/journey.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { z } from 'zod';
import { consentEventName } from '../consent/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { conditionOf, holders } from './answers.ts';
import { type LoadedBook, readBook } from './book.ts';
import { type CompiledJourney, compileJourney } from './compile.ts';
import type { AnchoredFact, Driven, Question, Work } from './drive.ts';
import { driveAll } from './drive-all.ts';
import { eventNames } from './interest.ts';
import { soldThrough } from './key.ts';
import { bookOf } from './play.ts';
import * as history from './queries-history.ts';
import type { Answer, Run } from './run.ts';
import { codeOf, type PlayDeps } from './test-run.ts';
import { endWords, stepView } from './words.ts';

const PLAYED = '00000000-0000-8000-8000-000000000000';
const DAY = 86_400_000;
/** Facts read, shoppers played through; more would keep the page waiting. */
const FACTS_MAX = 60_000;
const SHOPPERS_MAX = 5_000;
const SAMPLES = 8;

/** Plays it. With `people`, samples carry names. */
export function dryRun(
  { database, clock }: PlayDeps,
  retailerId: RetailerId,
  { draft, days }: z.output<typeof DryRunJourney>,
  people: boolean,
): Promise<JourneyDryRun> {
  return database.withRetailer(retailerId, async (sql) => {
    const to = clock.now();
    const from = to - days * DAY;
    const real = await readBook(sql, retailerId);
    const journey = compileJourney(PLAYED, 1, draft);
    const told = await factsOf(sql, retailerId, journey, { from, to });
    const entrants = told.works.slice(0, SHOPPERS_MAX);
    const works = entrants.map((work): Work => ({ ...work, zone: real.zone }));
    const book = bookOf(journey);
    const answers = answerer(sql, { retailerId, book: real, now: to });
    const driven = await driveAll(
      book,
      works,
      { until: to, now: Number.NEGATIVE_INFINITY },
      answers,
    );
    const samples = await samplesOf(sql, retailerId, draft, driven, people);
    return {
      from,
      to,
      ...figures(driven),
      cut: told.cut || told.works.length > SHOPPERS_MAX,
      samples,
      notes: notesOf(draft),
    };
  });
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

/** Everything that happened and concerns the drawing, by shopper, those who would get in first. */
async function factsOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  journey: CompiledJourney,
  span: { from: number; to: number },
): Promise<{ works: Work[]; cut: boolean }> {
  const { definition } = journey;
  const asked = { ...span, limit: FACTS_MAX };
  const names = [...new Set(eventNames(definition))];
  // What a page only asks for stands in the table as it was said.
  if (names.includes('Consent Requested')) names.push('Consent Granted');
  const events = await history.pastEvents(sql, retailerId, { ...asked, names, ids: null });
  const facts: (AnchoredFact & { profileId: ProfileId })[] = events.map((one) => ({
    key: `e:${one.id}`,
    type: 'event',
    name: consentEventName(one),
    at: one.at,
    seenAt: one.seenAt,
    channel: soldThrough(one.name, one.properties, one.channel),
    anchor: one.anchor,
    data: one.properties,
    profileId: one.profileId,
  }));
  facts.push(...(await otherFacts(sql, retailerId, definition, asked)));
  facts.sort((a, b) => a.seenAt - b.seenAt || (a.key < b.key ? -1 : 1));
  const works = new Map<ProfileId, Work>();
  const inside = new Set<ProfileId>();
  for (const { profileId, ...fact } of facts) {
    const facts: AnchoredFact[] = [];
    const work = works.get(profileId) ?? { profileId, zone: 'UTC', runs: [], past: [], facts };
    works.set(profileId, work);
    (work.facts as AnchoredFact[]).push(fact);
    if (journey.entries.some(({ fits }) => fits(fact))) inside.add(profileId);
  }
  return {
    works: [...works.values()].filter(({ profileId }) => inside.has(profileId)),
    cut: events.length >= FACTS_MAX,
  };
}

async function otherFacts(
  sql: TransactionSql,
  retailerId: RetailerId,
  { entries, exits }: JourneyDraft,
  asked: { from: number; to: number; limit: number },
): Promise<(AnchoredFact & { profileId: ProfileId })[]> {
  const names = entries.flatMap((one): SignalName[] => (one.type === 'signal' ? one.names : []));
  const signals = await history.pastSignals(sql, retailerId, { ...asked, names });
  const segments = [...entries, ...exits].flatMap((one) =>
    'segmentId' in one && one.type !== 'schedule' && one.segmentId !== null && isUuid(one.segmentId)
      ? [one.segmentId]
      : [],
  );
  const changes = await history.pastMemberships(sql, retailerId, { ...asked, segments });
  const moments = entries.some(({ type }) => type === 'moment')
    ? await history.pastMoments(sql, retailerId, asked)
    : [];
  const plain = { channel: '', anchor: '' };
  const when = (at: Date) => ({ at: at.getTime(), seenAt: at.getTime() });
  return [
    ...signals.map((one) => ({
      key: `s:${one.id}`,
      type: 'signal' as const,
      name: one.name,
      ...plain,
      ...when(one.at),
      profileId: one.profile_id,
      data: one.subject_type === 'product' ? { product_id: one.subject_id } : {},
    })),
    ...changes.map((one) => ({
      key: `g:${one.id}`,
      type: 'segment' as const,
      name: one.segment_id,
      ...plain,
      ...when(one.at),
      profileId: one.profile_id,
      data: { entered: one.entered },
    })),
    ...moments.map((one) => ({
      key: `m:${one.id}`,
      type: 'moment' as const,
      name: one.kind,
      ...plain,
      ...when(one.began_at),
      profileId: one.profile_id,
      data: { stage: one.stage, confidence: one.confidence },
    })),
  ];
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
      .map(({ transition }) => stepView(draft, transition)),
    end: run.end === null ? null : endWords(run.end),
  }));
}

/** What a dry run cannot know. */
function notesOf({ entries, nodes, audience, exits }: JourneyDraft): Words[] {
  const notes: Words[] = [];
  const replayed = new Set(['event', 'segment', 'signal', 'moment']);
  if (entries.some(({ type }) => !replayed.has(type)))
    notes.push({
      de: 'Eintritte nach Datum, Zeitplan, Bestand, Preis oder Schnittstelle lassen sich nicht nachspielen; sie fehlen in den Zahlen.',
      en: 'Ways in by date, schedule, stock, price or interface cannot be played; they are missing from the figures.',
    });
  const asks =
    audience !== null ||
    exits.some(({ type }) => type === 'condition') ||
    nodes.some((node) => node.type === 'branch' && node.on === 'shopper');
  if (asks)
    notes.push({
      de: 'Bedingungen an die Person werden nach dem Stand von heute beantwortet, nicht nach dem von damals.',
      en: 'Conditions on the person are answered as of today, not as of then.',
    });
  if (nodes.some(({ type }) => type === 'send'))
    notes.push({
      de: 'Gezählt wird, was in Auftrag gegeben worden wäre. Einwilligung, Ruhezeit und Höchstzahlen hätten einen Teil davon zurückgehalten.',
      en: 'Counted is what would have been asked for. Consent, quiet hours and limits would have kept back some of it.',
    });
  return notes;
}
