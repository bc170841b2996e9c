import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asText,
  type JsonObject,
  type RetailerId,
  type Source,
  SOURCE_TRUST,
  type SourceId,
} from '@augenblick/contract';
import { Shopper, T0 } from '../../../test/moment.ts';
import { accept } from '../../ingest/index.ts';
import { createCalendar } from '../calendar.ts';
import { readDemoFile } from '../dataset.ts';
import type { SimulatedItem } from './item.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import { buildWorld } from './world.ts';
import { WEB_STATES, WEB_STEPS } from './web-steps.ts';

const world = buildWorld(readDemoFile(), 'EUR');
const calendar = createCalendar('Europe/Berlin');
const START = Date.UTC(2026, 10, 21, 19, 0);
const HOUR = 3_600_000;

const simulation = (seed: number, startAt = START): Simulation =>
  createSimulation({ world, calendar, seed, startAt, run: `t${seed}` });
/** A whole day, for everything that only looks at what happens. */
const day = simulation(4).advance(START + 24 * HOUR);
const seeds = fc.integer({ min: 1, max: 1e9 });
const sourceOf = (kind: 'web' | 'till' | 'store'): Source => ({
  id: 1 as SourceId,
  retailerId: 1 as RetailerId,
  kind,
  trust: SOURCE_TRUST[kind],
  name: kind,
  currency: 'EUR',
  simulated: true,
});
const name = ({ item }: SimulatedItem): string => asText(item['event']) ?? item.type;

describe('simulated visitors', () => {
  it('are the same for the same seed, however the time is cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(seeds, cuts, (seed, steps) => {
        const pieces = simulation(seed);
        const cut: SimulatedItem[] = [];
        let until = START;
        for (const step of steps) cut.push(...pieces.advance((until += step)));
        expect(cut).toEqual(simulation(seed).advance(until));
      }),
      { numRuns: 12 },
    );
  });

  it('are others for another seed', () => {
    expect(simulation(1).advance(START + HOUR)).not.toEqual(simulation(2).advance(START + HOUR));
  });

  it('are labelled, in order, numbered once each and never in the future', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 * HOUR }), (seed, span) => {
        const until = START + span;
        const items = simulation(seed).advance(until);
        const times = items.map(({ at }) => at);
        expect(items.every(({ item }) => item.context.simulated)).toBe(true);
        expect(items.map(({ item }) => Date.parse(item.timestamp))).toEqual(times);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times.every((at) => at >= START && at <= until)).toBe(true);
        expect(new Set(items.map(({ item }) => item.messageId)).size).toBe(items.length);
      }),
      { numRuns: 12 },
    );
  });

  it('send nothing that ingest would not take, each through the source it belongs to', () => {
    const wrong = day.slice(0, 25_000).filter((each) => {
      const source = sourceOf(each.source);
      const taken = accept(each.item, { source, receivedAt: each.at, newMessageId: () => 'none' });
      if (!taken.ok) return true;
      // An address typed into the shop is a claim, a card at the till is proof; a till knows no browser.
      const kinds = taken.event.identities.map(({ kind }) => kind);
      const foreign = each.source === 'web' ? 'email' : 'anonymous_id';
      return taken.event.at !== each.at || kinds.includes(foreign);
    });
    expect(wrong).toEqual([]);
  });

  it('are to be seen at once, at any hour', () => {
    for (let hour = 0; hour < 24; hour++) {
      const startAt = Date.UTC(2026, 10, 22, hour);
      expect(simulation(hour + 1, startAt).advance(startAt + 15_000).length).toBeGreaterThan(10);
    }
  });

  it('come at the pace of a shop: one to three events a second over a day, more after dinner than at night', () => {
    const perSecond = day.length / 86_400;
    expect(perSecond).toBeGreaterThan(1);
    expect(perSecond).toBeLessThan(3);
    const during = (from: number): number =>
      day.filter(({ at }) => new Date(calendar.wall(at)).getUTCHours() === from).length;
    expect(during(20)).toBeGreaterThan(2 * during(3));
  });

  it('do everything a retailer wants to see', () => {
    const names = new Set(
      simulation(4)
        .advance(START + 24 * HOUR)
        .map(name),
    );
    const wanted = [
      'page',
      'identify',
      'Products Searched',
      'Product List Viewed',
      'Product Viewed',
      'Product Added',
      'Product Removed',
      'Cart Viewed',
      'Checkout Started',
      'Checkout Step Viewed',
      'Payment Info Entered',
      'Order Completed',
      'Product Added to Wishlist',
      'Consent Granted',
      'Consent Requested',
      'Receipt Issued',
      'Pass Scanned',
      'Zone Entered',
      'Kiosk Answered',
      'Staff Note Added',
    ];
    expect(wanted.filter((one) => !names.has(one))).toEqual([]);
  });

  it('order at most what they put into the cart, and pay what it costs', () => {
    const carts = new Map<string, number>();
    let orders = 0;
    for (const { item } of day) {
      const who = String(item['anonymousId']);
      const given = (item['properties'] ?? {}) as Record<string, unknown>;
      if (item['event'] === 'Product Added') {
        carts.set(who, (carts.get(who) ?? 0) + Number(given['quantity']));
      }
      if (item['event'] !== 'Order Completed') continue;
      orders++;
      const lines = given['products'] as { price: number; quantity: number }[];
      const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
      expect(pieces).toBeLessThanOrEqual(carts.get(who) ?? 0);
      const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
      expect(Number(given['total'])).toBeCloseTo(goods + Number(given['shipping']), 2);
    }
    expect(orders).toBeGreaterThan(50);
  });

  it('search in vain now and then, and leave carts behind', () => {
    const searches = day.filter((each) => name(each) === 'Products Searched');
    const vain = searches.filter(
      ({ item }) => (item['properties'] as { results: number }).results === 0,
    );
    expect(vain.length).toBeGreaterThan(0);
    expect(vain.length).toBeLessThan(searches.length / 2);
    const started = day.filter((each) => name(each) === 'Checkout Started').length;
    const ordered = day.filter((each) => name(each) === 'Order Completed').length;
    expect(ordered).toBeLessThan(started);
  });

  it('want all four things, and show every kind of friction that a web shop knows', () => {
    const shoppers = new Map<string, Shopper>();
    for (const { at, item } of day.slice(0, 25_000)) {
      const browser = asText(item['anonymousId']);
      if (browser === undefined || item.type === 'identify') continue;
      const shopper = shoppers.get(browser) ?? new Shopper();
      shoppers.set(browser, shopper);
      const isPage = item.type === 'page';
      shopper.at(at - T0, {
        kind: isPage ? 'page' : 'track',
        name: isPage ? 'Page Viewed' : name({ item } as SimulatedItem),
        properties: structuredClone(item['properties'] ?? {}) as JsonObject,
      });
    }
    const kinds = new Map<string, number>();
    const signals = new Set<string>();
    for (const shopper of shoppers.values()) {
      shopper.until(START - T0 + 30 * HOUR);
      for (const { kind } of shopper.moments()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      for (const [signal] of shopper.signals()) signals.add(signal);
    }
    const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
    for (const kind of ['know', 'go', 'do', 'buy'])
      expect((kinds.get(kind) ?? 0) / total, kind).toBeGreaterThan(0.05);
    for (const signal of [
      'stalled_checkout',
      'abandoned_cart',
      'comparison_ping_pong',
      'search_without_result',
      'first_purchase',
    ])
      expect(signals).toContain(signal);
  });

  it('never make one browser two people', () => {
    const owners = new Map<string, string>();
    for (const { item } of day) {
      const browser = asText(item['anonymousId']);
      const user = asText(item['userId']);
      if (user === undefined || browser === undefined) continue;
      const owner = owners.get(browser) ?? user;
      expect(user).toBe(owner);
      owners.set(browser, owner);
    }
    expect(owners.size).toBeGreaterThan(100);
  });
});

describe('the machine of a visit', () => {
  it('can be left from everywhere and reaches every state', () => {
    const reached = new Set<string>(['home']);
    for (const from of reached) {
      if (from === 'leave') continue;
      const next = WEB_STEPS[from as keyof typeof WEB_STEPS].next;
      // A search in vain is decided by the search itself.
      for (const to of from === 'search'
        ? [...Object.keys(next), 'nothing_found']
        : Object.keys(next)) {
        reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...WEB_STATES].sort());
  });
});
