import {
  type Cap,
  type ConsentEntry,
  DECISION_DEFAULTS,
  DELIVERY_GUARDS,
  DELIVERY_REASONS,
  type ProfileId,
  type ProfileState,
} from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryChannels, MARKETING, memoryWriter, SERVICE } from '../../test/messages.ts';
import { putConsent } from '../consent/index.ts';
import { Calendar, capTime, spoken, type TouchMemory, withinHours } from '../decision/index.ts';
import { GUARDS } from './guards/registry.ts';
import { type Due, judge, type Judgement, type Setting, type Way } from './judge.ts';
import type { Person } from './person.ts';
import { Nights, quietUntil } from './quiet.ts';
import type { ReadyTemplate } from './writer.ts';

const RETAILER = 1 as never;
const NOON = Date.parse('2026-03-02T11:00:00Z');
const calendar = new Calendar();
const channels = memoryChannels({});
const marketing = (await memoryWriter.template(RETAILER, MARKETING, 1)) as ReadyTemplate;
const service = (await memoryWriter.template(RETAILER, SERVICE, 1)) as ReadyTemplate;

function person(consents: Record<string, ConsentEntry>, traits: object = {}): Person {
  const told = Object.entries(traits).map(([key, value]) => [key, { value, at: 0, event: '' }]);
  const state = {
    traits: Object.fromEntries(told),
    consents,
    counts: {},
    cart: [],
    viewed: [],
    searches: [],
    wishlist: [],
  } as unknown as ProfileState;
  const id = '01900000-0000-7000-8000-000000000001' as ProfileId;
  return { id, version: 1, state, identities: [{ kind: 'email', value: 'a@example.com' }] };
}
function way(change: Partial<Way> = {}): Way {
  return {
    channel: channels.definition('mail'),
    template: marketing,
    open: true,
    address: 'a@example.com',
    facts: { suppressed: [], existing: null },
    left: null,
    ...change,
  };
}
function due(caps: Cap[] = [], group: string | null = null, until: number | null = null): Due {
  const row = {
    id: '',
    channels: ['mail'],
    origin_kind: 'broadcast',
    origin_id: '__proto__',
    counted: false,
    until,
  } as unknown as Due['row'];
  return {
    row,
    rules: { caps, group },
    topic: null,
    advertised: { categories: null, products: [] },
    hold: null,
    twins: [],
  };
}
function setting(now: number, rule: Partial<Setting['rule']> = {}): Setting {
  return {
    now,
    zone: 'Europe/Berlin',
    salt: 'salt',
    rule: { ...DECISION_DEFAULTS, globalHoldoutBp: 0, quiet: null, ...rule },
    calendar,
    nights: new Nights(calendar),
  };
}
const ask = (
  one: Person,
  given: Way = way(),
  set: Setting = setting(NOON),
  memory: TouchMemory | null = null,
  asked: Due = due(),
): Judgement => judge(asked, one, new Map([[given.channel.name, given]]), memory, set);
const agreed = { 'marketing:email': { state: 'granted', at: 1, event: 'e' } } as const;

it('has a guard for every name, in order, and no reason twice', () => {
  expect(GUARDS.map(({ name }) => name)).toEqual([...DELIVERY_GUARDS]);
  const reasons = GUARDS.flatMap((guard) => guard.reasons);
  expect(new Set(reasons).size).toBe(reasons.length);
  for (const reason of reasons) expect(DELIVERY_REASONS).toContain(reason);
});

describe('nothing leaves without a basis', () => {
  const statement = fc.record({
    channel: fc.constantFrom('email', 'any', 'sms', 'push'),
    state: fc.constantFrom('granted', 'requested', 'withdrawn'),
    at: fc.integer({ min: 1, max: 8 }),
  });
  /** What the law asks, said another way than consent's code: the shopper's last words about it. */
  function mayWrite(history: readonly { channel: string; state: string; at: number }[]): boolean {
    const last = (channel: string) => {
      const words = history.filter((one) => one.channel === channel && one.state !== 'requested');
      const at = Math.max(...words.map((one) => one.at));
      const then = words.filter((one) => one.at === at);
      if (then.length === 0) return null;
      return { at, granted: then.every((one) => one.state === 'granted') };
    };
    const own = last('email');
    const any = last('any');
    if (own === null || !own.granted) return false;
    return any === null || any.granted || any.at < own.at;
  }
  it('for any history of consent, in any order of arrival', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), (history) => {
        const consents: Record<string, ConsentEntry> = {};
        for (const [i, one] of history.entries())
          putConsent(consents, {
            purpose: 'marketing',
            channel: one.channel as 'email',
            state: one.state as 'granted',
            at: one.at,
            eventId: `e${i}`,
          });
        const leaves = ask(person(consents)).send !== null;
        expect(leaves).toBe(mayWrite(history));
        // What somebody ordered is told them all the same.
        expect(ask(person(consents), way({ template: service })).send).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
  it('not to an address that was only claimed, not to one on the list', () => {
    expect(ask(person(agreed), way({ address: null }))).toMatchObject({
      reason: 'address_missing',
    });
    for (const reason of ['unsubscribed', 'bounced', 'complained', 'manual', 'erased'] as const) {
      const facts = { suppressed: [{ reason, at: 5 }], existing: null };
      expect(ask(person(agreed), way({ facts })).send).toBeNull();
    }
  });
  it('names the first guard that says no, in their order', () => {
    const strict = setting(Date.parse('2026-03-02T23:00:00Z'), {
      globalHoldoutBp: 10_000,
      quiet: { from: 1320, to: 420, kinds: ['mail'] },
    });
    const hard = {
      facts: { suppressed: [{ reason: 'manual', at: 5 }], existing: null },
      left: 0,
    } as const;
    const reasonOf = (one: Person, given: Way, set = strict) => {
      const judged = ask(one, given, set);
      return judged.send === null ? judged.reason : 'sent';
    };
    expect(reasonOf(person({}), way({ ...hard, address: null }))).toBe('address_missing');
    expect(reasonOf(person({}), way(hard))).toBe('consent_missing');
    expect(reasonOf(person(agreed), way(hard))).toBe('suppressed');
    expect(reasonOf(person(agreed), way({ left: 0 }))).toBe('quiet_hours');
    const day = setting(NOON, { globalHoldoutBp: 10_000 });
    expect(reasonOf(person(agreed), way({ left: 0 }), day)).toBe('budget_used_up');
    expect(reasonOf(person(agreed), way(), day)).toBe('global_holdout');
    expect(reasonOf(person(agreed), way(), setting(NOON))).toBe('sent');
  });
});

describe('quiet hours', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
  it('end at the first minute outside of them, in every zone, when clocks change, too', () => {
    const from2026 = Date.parse('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 366 * 24 * 60 - 1 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, minute, from, to) => {
          const now = from2026 + minute * 60_000;
          const quietAt = (at: number) => withinHours(calendar.at(zone, at).minutes, from, to);
          const until = quietUntil(calendar, zone, now, { from, to });
          if (until === null) {
            expect(quietAt(now)).toBe(false);
            return;
          }
          // Walked minute by minute: quiet until then, and not a minute longer.
          let at = now;
          while (quietAt(at)) at += 60_000;
          expect(until).toBe(at);
        },
      ),
      { numRuns: 300 },
    );
  });
  it('the night of 25 October in Berlin is an hour longer, that of 29 March an hour shorter', () => {
    const night = { from: 22 * 60, to: 7 * 60 };
    const of = (evening: string) => {
      const now = Date.parse(evening);
      return ((quietUntil(calendar, 'Europe/Berlin', now, night) ?? now) - now) / 3_600_000;
    };
    expect(of('2026-10-24T20:00:00Z')).toBe(10);
    expect(of('2026-03-28T21:00:00Z')).toBe(8);
    expect(of('2026-03-10T21:00:00Z')).toBe(9);
  });
  it('are those of the shopper’s own zone', () => {
    const quiet = { from: 1320, to: 420, kinds: ['mail' as const] };
    const set = setting(Date.parse('2026-03-02T23:00:00Z'), { quiet });
    expect(ask(person(agreed), way(), set)).toMatchObject({ send: null, reason: 'quiet_hours' });
    const there = person(agreed, { timezone: 'America/Los_Angeles' });
    expect(ask(there, way(), set).send).not.toBeNull();
    const nowhere = person(agreed, { timezone: '{{__proto__' });
    expect(ask(nowhere, way(), set).send).toBeNull();
  });
});

describe('caps', () => {
  it('let through exactly as many as allowed in each local span, whatever the instants', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 * 24 * 60 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'ever' as const),
        fc.integer({ min: 1, max: 3 }),
        (minutes, per, times) => {
          const instants = minutes.sort((a, b) => a - b).map((one) => NOON + one * 60_000);
          const asked = due([{ times, per }]);
          let memory: TouchMemory | null = null;
          const sent = new Map<string, number>();
          const wanted = new Map<string, number>();
          for (const now of instants) {
            const local = calendar.at('Europe/Berlin', now);
            const span = per === 'ever' ? 'ever' : String(local[per]);
            wanted.set(span, (wanted.get(span) ?? 0) + 1);
            const judged = ask(person(agreed), way(), setting(now), memory, asked);
            if (judged.send === null) continue;
            sent.set(span, (sent.get(span) ?? 0) + 1);
            memory = spoken(memory, capTime(memory, now, local), judged.count ?? []);
          }
          for (const [span, count] of wanted) expect(sent.get(span)).toBe(Math.min(count, times));
        },
      ),
      { numRuns: 200 },
    );
  });
  it('of a newsletter count all newsletters, and no journey', () => {
    const of = (kind: string, id: string, caps: Cap[] = []): Due => {
      const one = due(caps);
      return { ...one, row: { ...one.row, origin_kind: kind, origin_id: id } as Due['row'] };
    };
    const weekly: Cap[] = [{ times: 1, per: 'week' }];
    const at = capTime(null, NOON, calendar.at('Europe/Berlin', NOON));
    const after = (asked: Due): TouchMemory => {
      const first = ask(person(agreed), way(), setting(NOON), null, asked);
      return spoken(null, at, first.send === null ? [] : (first.count ?? []));
    };
    const later = setting(NOON + 86_400_000);
    const next = (memory: TouchMemory, asked: Due) =>
      ask(person(agreed), way(), later, memory, asked);
    // The one before said nothing about limits; it counts all the same.
    const letter = after(of('broadcast', 'march'));
    expect(next(letter, of('broadcast', 'april', weekly))).toMatchObject({ reason: 'capped' });
    expect(next(letter, of('broadcast', 'april')).send).not.toBeNull();
    expect(next(letter, of('journey', 'welcome', weekly)).send).not.toBeNull();
    const journey = after(of('journey', 'welcome', weekly));
    expect(next(journey, of('broadcast', 'april', weekly)).send).not.toBeNull();
  });
  it('a wish for one mail a week holds over everything', () => {
    const one = person(agreed, { message_frequency: 'weekly' });
    const first = ask(one);
    expect(first.send).not.toBeNull();
    const at = capTime(null, NOON, calendar.at('Europe/Berlin', NOON));
    const memory = spoken(null, at, first.send === null ? [] : (first.count ?? []));
    const soon = setting(NOON + 3 * 86_400_000);
    expect(ask(one, way(), soon, memory)).toMatchObject({ reason: 'capped_wish' });
    expect(ask(one, way(), setting(NOON + 7 * 86_400_000), memory).send).not.toBeNull();
  });
  it('a message is no visit: the session of the shopper goes on as before', () => {
    const at = capTime(null, NOON, calendar.at('UTC', NOON));
    const memory = spoken(null, at, ['m']);
    const soon = NOON + 1_000;
    expect(capTime(memory, soon, calendar.at('UTC', soon)).session).toBe(soon);
  });
});
