import {
  type Condition,
  isWait,
  type JourneyDraft,
  type JourneyEdge,
  type JourneyMessage,
  type JourneyNode,
  type JsonObject,
  portsOf,
  type ProfileId,
} from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileJourney } from './compile.ts';
import type { AnchoredFact, Book, Driven, Question, Work } from './drive.ts';
import { type Bare, draftOf } from './example.ts';
import { bookOf, play } from './play.ts';
import type { Answer, Run } from './run.ts';

const SHOPPER = '00000000-0000-7000-8000-000000000001' as ProfileId;
const T0 = Date.UTC(2026, 2, 27, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MESSAGES: JourneyMessage[] = [{ channel: 'mail', templateId: SHOPPER }];

const YES: Condition = { type: 'identified', is: true };
const names = ['A', 'B', 'Order Completed'];
const ids = fc.constantFrom('start', 'a', 'b', 'c', 'd', 'e', 'constructor', 'toString');
const event = fc
  .subarray(names, { minLength: 1 })
  .map((list) => ({ names: list, where: [] as never[] }));
const duration = fc.integer({ min: 1, max: 300 }).map((n) => ({ n, unit: 'minute' as const }));
const minute = fc.integer({ min: 0, max: 1439 });
const days = fc.subarray([1, 2, 3, 4, 5, 6, 7]);

const bare = fc.oneof(
  fc.record({
    id: ids,
    type: fc.constant('send' as const),
    messages: fc.constant(MESSAGES),
    withinHours: fc.constant(null),
  }),
  fc.record({ id: ids, type: fc.constant('wait' as const), for: duration }),
  fc.record({
    id: ids,
    type: fc.constant('wait_event' as const),
    event,
    sameKey: fc.boolean(),
    timeout: duration,
  }),
  fc.record({ id: ids, type: fc.constant('wait_until' as const), days, minute }),
  fc.record({
    id: ids,
    type: fc.constant('branch' as const),
    on: fc.constant('shopper' as const),
    condition: fc.constantFrom(YES, null),
  }),
  fc.record({
    id: ids,
    type: fc.constant('split' as const),
    shares: fc.constantFrom(
      [],
      [
        { id: 'x', name: '', weight: 1 },
        { id: '__proto__', name: '', weight: 3 },
      ],
    ),
  }),
  fc.record({ id: ids, type: fc.constant('decide' as const), placement: fc.string() }),
  fc.record({ id: ids, type: fc.constant('code' as const), offerId: fc.constantFrom(null, 'o') }),
  fc.record({
    id: ids,
    type: fc.constant('start_journey' as const),
    journeyId: fc.constantFrom('j', null),
  }),
  fc.record({
    id: ids,
    type: fc.constant('end_journey' as const),
    journeyId: fc.constantFrom('j', null),
  }),
  fc.record({ id: ids, type: fc.constant('exit' as const), reason: fc.string() }),
);

/** Any drawing at all: circles, loose ends, edges from and to nowhere. */
const drawing: fc.Arbitrary<JourneyDraft> = fc
  .record({
    nodes: fc.uniqueArray(bare, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
    targets: fc.array(ids, { minLength: 20, maxLength: 20 }),
    key: fc.constantFrom('shopper' as const, 'cart' as const),
    audience: fc.constantFrom(null, YES),
    mode: fc.constantFrom('once' as const, 'always' as const, 'after' as const),
    exit: fc.option(event, { nil: null }),
    out: fc.boolean(),
    goal: fc.option(fc.record({ event, sameKey: fc.boolean(), ends: fc.boolean() }), { nil: null }),
  })
  .map(({ nodes, targets, key, audience, mode, exit, out, goal }) => {
    const draft = draftOf({
      key,
      audience,
      reentry: { mode, after: { n: 2, unit: 'hour' } },
      goal,
      entries: [{ id: 'e1', type: 'event', event: { names: ['A'], where: [] }, channels: [] }],
      exits: [
        ...(exit === null
          ? []
          : [{ id: 'x1', type: 'event' as const, event: exit, sameKey: true }]),
        ...(out ? [{ id: 'x2', type: 'condition' as const, condition: YES }] : []),
      ],
      nodes: nodes.filter(({ id }) => id !== 'start') as Bare[],
      edges: [],
    });
    let i = 0;
    const edges = draft.nodes.flatMap((node: JourneyNode) =>
      portsOf(node).map((port): JourneyEdge => {
        i += 1;
        return { from: node.id, port, to: targets[i % targets.length] ?? 'a' };
      }),
    );
    return { ...draft, edges };
  });

const history = fc
  .array(
    fc.record({
      name: fc.constantFrom(...names),
      after: fc.integer({ min: 0, max: 300 }),
      cart: fc.constantFrom('1', '2', 'null', '{{'),
    }),
    { maxLength: 12 },
  )
  .map((list) => {
    let at = T0;
    return list.map(({ name, after, cart }, i): AnchoredFact => {
      at += after * MINUTE;
      return fact(name, at, { cart_id: cart }, i);
    });
  });

function fact(name: string, at: number, data: JsonObject = {}, i = 0): AnchoredFact {
  const key = `${name}${at}.${i}`;
  return { key, type: 'event', name, at, seenAt: at, channel: 'web', anchor: '', data };
}

/** Answers by a rule of its own, so that the same question has the same answer. */
const answer = ({ asking, run }: Question): Answer => {
  if (asking.kind === 'code') return run.steps % 2 === 0 ? { text: 'CODE', until: null } : null;
  return run.steps % 3 !== 0 || asking.kind === 'audience';
};

const shopper = (): Work => ({
  profileId: SHOPPER,
  zone: 'Europe/Berlin',
  runs: [],
  past: [],
  facts: [],
});
const keysOf = (driven: readonly Driven[]): string[] =>
  driven.flatMap(({ steps }) =>
    steps.map(({ run, transition: { node, visit, port, at } }) =>
      JSON.stringify([run.id, node, visit, port, at]),
    ),
  );
const pictureOf = (runs: readonly Run[]): unknown =>
  runs.map((run) => ({ ...run, visits: [...run.visits] }));

describe('any drawing with any history', () => {
  const END = T0 + 60 * HOUR;

  it('ends or waits, and leaves every visit of a node once', () => {
    fc.assert(
      fc.property(drawing, history, (draft, facts) => {
        const work = { ...shopper(), facts };
        const driven = play(bookOf(compileJourney('j', 1, draft)), work, END, answer);
        for (const run of work.runs) {
          expect(run.asking).toBeNull();
          if (run.status === 'done') expect(run.end).not.toBeNull();
          else {
            const node = draft.nodes.find(({ id }) => id === run.node);
            expect(node !== undefined && (isWait(node) || node.type === 'decide')).toBe(true);
            expect(run.dueAt).toBeGreaterThan(END);
          }
        }
        const keys = driven.steps.map(
          ({ run, transition: { node, visit } }) => `${run.id} ${node} ${visit}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
        const numbers = driven.steps.map(({ run, no }) => `${run.id} ${no}`);
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      { numRuns: 400 },
    );
  });

  it('comes out the same when it is run twice', () => {
    fc.assert(
      fc.property(drawing, history, (draft, facts) => {
        const [one, two] = [1, 2].map(() => {
          const work = { ...shopper(), facts };
          const driven = play(bookOf(compileJourney('j', 1, draft)), work, END, answer);
          return [keysOf([driven]), pictureOf(work.runs)];
        });
        expect(one).toEqual(two);
      }),
    );
  });

  it('comes out the same however often somebody looks', () => {
    fc.assert(
      fc.property(
        drawing,
        history,
        fc.array(fc.integer({ min: 1, max: 900 })),
        (draft, facts, looks) => {
          const book = bookOf(compileJourney('j', 1, draft));
          const whole = { ...shopper(), facts };
          const once = play(book, whole, END, answer);
          const pieces = shopper();
          const parts: Driven[] = [];
          let from = T0 - 1;
          const instants = [...looks.map((n) => (from += n * MINUTE)), END].filter(
            (at) => at <= END,
          );
          from = T0 - 1;
          for (const until of instants) {
            pieces.facts = facts.filter(({ seenAt }) => seenAt > from && seenAt <= until);
            parts.push(play(book, pieces, until, answer));
            from = until;
          }
          expect(keysOf(parts)).toEqual(keysOf([once]));
          expect(pictureOf(pieces.runs)).toEqual(pictureOf(whole.runs));
        },
      ),
    );
  });
});

/** Three mails after an abandoned cart, the way the playbook draws it. */
const cart = draftOf({
  key: 'cart',
  entries: [{ id: 'e', type: 'event', event: { names: ['A'], where: [] }, channels: [] }],
  exits: [
    { id: 'x', type: 'event', event: { names: ['Order Completed'], where: [] }, sameKey: false },
  ],
  nodes: [
    { id: 'w1', type: 'wait', for: { n: 1, unit: 'hour' } },
    send('m1'),
    { id: 'w2', type: 'wait', for: { n: 1, unit: 'day' } },
    send('m2'),
  ],
  edges: ['start next w1', 'w1 next m1', 'm1 next w2', 'w2 next m2'],
});
function send(id: string): Bare {
  return { id, type: 'send', messages: MESSAGES, withinHours: null };
}

describe('an abandoned cart', () => {
  const book = bookOf(compileJourney('j', 1, cart));
  const sends = (driven: Driven): unknown[] =>
    driven.effects.flatMap((one) => (one.type === 'send' ? [[one.node, one.at - T0]] : []));

  it('speaks at the exact instants', () => {
    const work = { ...shopper(), facts: [fact('A', T0, { cart_id: '1' })] };
    const driven = play(book, work, T0 + 40 * HOUR, answer);
    expect(sends(driven)).toEqual([
      ['m1', HOUR],
      ['m2', 25 * HOUR],
    ]);
    expect(work.runs[0]).toMatchObject({ status: 'done', end: 'finished', key: '1' });
  });

  it('says no more after a purchase of any cart, and takes back what waits', () => {
    const bought = fact('Order Completed', T0 + 3 * HOUR, { order_id: '9' });
    const work = { ...shopper(), facts: [fact('A', T0, { cart_id: '1' }), bought] };
    const driven = play(book, work, T0 + 40 * HOUR, answer);
    expect(driven.effects.map(({ type }) => type)).toEqual(['cancel']);
    expect(work.runs[0]).toMatchObject({ end: 'exit_event', endedAt: T0 + 3 * HOUR });
  });

  it('has one way for each cart', () => {
    const facts = ['1', '2', '1'].map((id, i) => fact('A', T0 + i, { cart_id: id }, i));
    const work = { ...shopper(), facts };
    const driven = play(book, work, T0 + MINUTE, answer);
    expect(work.runs.map(({ key }) => key)).toEqual(['1', '2']);
    expect(driven.refused).toEqual([{ journeyId: 'j', reason: 'running' }]);
  });

  it('is not begun by an event of long ago', () => {
    const late = { ...fact('A', T0 - 72 * HOUR), seenAt: T0 };
    const driven = play(book, { ...shopper(), facts: [late] }, T0 + HOUR, answer);
    expect(driven.refused).toEqual([{ journeyId: 'j', reason: 'old' }]);
  });
});

describe('a paused journey', () => {
  const END = T0 + 60 * HOUR;
  /** The book while its journeys are paused: nobody gets in, nobody goes on. */
  const paused = (draft: JourneyDraft): Book => ({
    ...bookOf(compileJourney('j', 1, draft)),
    live: [],
    isPaused: () => true,
  });
  /** Plays up to `from`, pauses until `to`, goes on as the database does it, plays to the end. */
  const pausing = (draft: JourneyDraft, facts: AnchoredFact[], from: number, to: number) => {
    const book = bookOf(compileJourney('j', 1, draft));
    const work = shopper();
    const during = (since: number, until: number): AnchoredFact[] =>
      facts.filter(({ seenAt }) => seenAt > since && seenAt <= until);
    work.facts = during(-Infinity, from);
    const before = play(book, work, from, answer);
    work.facts = during(from, to);
    const meanwhile = play(paused(draft), work, to, answer);
    for (const run of work.runs.filter((one) => one.parked)) {
      run.parked = false;
      run.dueAt = to;
    }
    work.facts = during(to, Infinity);
    const after = play(book, work, END, answer);
    return { runs: work.runs, before, meanwhile, after };
  };

  it('says and does nothing but end, and goes on whole', () => {
    fc.assert(
      fc.property(
        drawing,
        history,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 900 }),
        (draft, facts, start, length) => {
          const from = T0 + start * MINUTE;
          const { runs, ...parts } = pausing(draft, facts, from, from + length * MINUTE);
          const { steps, effects, created } = parts.meanwhile;
          expect(created.size).toBe(0);
          expect(steps.filter(({ transition }) => transition.port !== '')).toEqual([]);
          expect(effects.filter(({ type }) => type !== 'cancel')).toEqual([]);
          const left = Object.values(parts).flatMap((one) =>
            one.steps.map(({ run, transition: { node, visit } }) => `${run.id} ${node} ${visit}`),
          );
          expect(new Set(left).size).toBe(left.length);
          for (const run of runs) {
            expect([run.asking, run.heard, run.parked]).toEqual([null, null, false]);
            if (run.status === 'active') expect(run.dueAt).toBeGreaterThan(END);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('lets out who buys meanwhile, at the instant of the purchase', () => {
    const facts = [fact('A', T0), fact('Order Completed', T0 + 2 * HOUR)];
    const { runs, after } = pausing(cart, facts, T0 + MINUTE, T0 + 3 * HOUR);
    expect(runs).toMatchObject([{ end: 'exit_event', endedAt: T0 + 2 * HOUR }]);
    expect(after.effects).toEqual([]);
  });

  const waiting = draftOf({
    entries: [{ id: 'e', type: 'event', event: { names: ['A'], where: [] }, channels: [] }],
    nodes: [
      {
        id: 'w',
        type: 'wait_event',
        event: { names: ['B'], where: [] },
        sameKey: false,
        timeout: { n: 2, unit: 'hour' },
      },
      send('yes'),
      send('no'),
    ],
    edges: ['start next w', 'w happened yes', 'w timeout no'],
  });
  it.each([
    ['what was waited for came meanwhile', 1, 'yes'],
    ['the time was up before it came', 3, 'no'],
  ])('goes on when it does: %s', (_, hours, node) => {
    const facts = [fact('A', T0), fact('B', T0 + hours * HOUR)];
    const { after } = pausing(waiting, facts, T0 + MINUTE, T0 + 5 * HOUR);
    expect(after.effects).toMatchObject([{ type: 'send', node, at: T0 + 5 * HOUR }]);
  });
});

it('a journey that starts itself ends', () => {
  const draft = draftOf({
    entries: [{ id: 'e', type: 'event', event: { names: ['A'], where: [] }, channels: [] }],
    nodes: [{ id: 's', type: 'start_journey', journeyId: 'j' }],
    edges: ['start next s'],
  });
  const work = { ...shopper(), facts: [fact('A', T0)] };
  const driven = play(bookOf(compileJourney('j', 1, draft)), work, T0, answer);
  expect(work.runs.every(({ status }) => status === 'done')).toBe(true);
  expect(driven.refused.length).toBeGreaterThan(0);
});

it('every Monday means once a Monday, also across the change of clocks', () => {
  const draft = draftOf({
    entries: [{ id: 'e', type: 'event', event: { names: ['A'], where: [] }, channels: [] }],
    nodes: [{ id: 'u', type: 'wait_until', days: [1], minute: 9 * 60 }, send('m')],
    edges: ['start next u', 'u next m', 'm next u'],
  });
  const work = { ...shopper(), facts: [fact('A', T0)] };
  const driven = play(bookOf(compileJourney('j', 1, draft)), work, T0 + 12 * 24 * HOUR, answer);
  const at = driven.effects.map((one) =>
    one.type === 'send' ? new Date(one.at).toISOString() : '',
  );
  expect(at).toEqual(['2026-03-30T07:00:00.000Z', '2026-04-06T07:00:00.000Z']);
});
