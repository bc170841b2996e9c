/** What happened, as the facts that a journey would have been told, by shopper. */
import {
  isUuid,
  type JourneyDraft,
  type JsonObject,
  type Order,
  type ProfileId,
  type ProfileState,
  type RetailerId,
  type SignalName,
} from '@augenblick/contract';
import { consentEventName } from '../consent/index.ts';
import { emptyState, fold } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { CompiledJourney } from './compile.ts';
import type { AnchoredFact, Work } from './drive.ts';
import { bounded, eventNames, momentData, signalData } from './interest.ts';
import { soldThrough } from './key.ts';
import * as history from './queries-history.ts';

/** Facts read; more would keep the page waiting. */
const FACTS_MAX = 60_000;
/** What came in later than this is told of. */
const LATE_MS = 60_000;

/** What there is to play. */
export interface Told {
  /** Those who would get in, with everything that happened to them. */
  works: Work[];
  /** True: there is more than can be played. */
  cut: boolean;
  /** Events that came in later than they happened. */
  late: number;
}

type Fact = AnchoredFact & { profileId: ProfileId };

/** Events that fill, name or empty a cart. */
const ABOUT_CARTS = new Set([
  'Product Added',
  'Wishlist Product Added to Cart',
  'Product Removed',
  'Cart Viewed',
  'Checkout Started',
  'Order Completed',
  'Receipt Issued',
]);

/** Reads what concerns a drawing and lies in a time. */
export async function factsOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  journey: CompiledJourney,
  span: { from: number; to: number },
): Promise<Told> {
  const { definition } = journey;
  const asked = { ...span, limit: FACTS_MAX };
  const concern = new Set(eventNames(definition));
  const names = new Set(concern);
  // What a page only asks for stands in the table as it was said.
  if (names.has('Consent Requested')) names.add('Consent Granted');
  if (definition.key === 'cart') for (const name of ABOUT_CARTS) names.add(name);
  const events = await history.pastEvents(sql, retailerId, {
    ...asked,
    names: [...names],
    ids: null,
  });
  const carts = new Carts();
  const facts = events.flatMap((one): Fact[] => {
    const cart = carts.after(one);
    const name = consentEventName(one);
    if (!concern.has(name)) return [];
    const { id, at, anchor, profileId, properties } = one;
    const channel = soldThrough(one.name, properties, one.channel);
    const data = bounded(properties, cart);
    // As if it had come in at once: a dry run asks what would have been, not how late a file was.
    return [
      { key: `e:${id}`, type: 'event', name, at, seenAt: at, channel, anchor, data, profileId },
    ];
  });
  facts.push(...(await otherFacts(sql, retailerId, definition, asked, carts)));
  // Events of the same instant stay in the order in which they came in, what follows from them behind them.
  facts.sort((a, b) => a.seenAt - b.seenAt);
  const late = events.filter(({ name, at, cameAt }) => concern.has(name) && cameAt - at > LATE_MS);
  return { works: worksOf(journey, facts), cut: events.length >= FACTS_MAX, late: late.length };
}

function worksOf(journey: CompiledJourney, facts: readonly Fact[]): Work[] {
  const works = new Map<ProfileId, Work & { facts: AnchoredFact[] }>();
  const inside = new Set<ProfileId>();
  for (const { profileId, ...fact } of facts) {
    const work = works.get(profileId) ?? { profileId, zone: 'UTC', runs: [], past: [], facts: [] };
    works.set(profileId, work);
    work.facts.push(fact);
    if (journey.entries.some(({ fits }) => fits(fact))) inside.add(profileId);
  }
  return [...works.values()].filter(({ profileId }) => inside.has(profileId));
}

/** Which cart each shopper had when: what is known of a cart is folded as it was. */
class Carts {
  private readonly known = new Map<
    ProfileId,
    {
      state: ProfileState;
      orders: Map<string, Order>;
      changes: { at: number; cart: string | null }[];
    }
  >();

  /** The cart with an event; of a sale, the one it empties. To be told in the order of time. */
  after(event: history.PastEvent): string | null {
    const { profileId, id, at, name, channel, properties } = event;
    const own = this.known.get(profileId) ?? {
      state: emptyState(at),
      orders: new Map<string, Order>(),
      changes: [],
    };
    this.known.set(profileId, own);
    const before = own.state.cartId;
    if (!ABOUT_CARTS.has(name)) return before;
    const nothing = { traits: null, context: {}, claims: [], anchorKind: null };
    const told = { id, at, kind: 'track', name, channel, currency: 'EUR', properties } as const;
    fold(own.state, { ...told, ...nothing }, own.orders);
    const { cartId: cart } = own.state;
    if (cart !== before) own.changes.push({ at, cart });
    return cart ?? before;
  }

  at(profileId: ProfileId, at: number): string | null {
    return this.known.get(profileId)?.changes.findLast((one) => one.at <= at)?.cart ?? null;
  }
}

async function otherFacts(
  sql: TransactionSql,
  retailerId: RetailerId,
  { entries, exits }: JourneyDraft,
  asked: { from: number; to: number; limit: number },
  carts: Carts,
): Promise<Fact[]> {
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
      data: momentData(one.stage, one.confidence, aboutOf(one)),
    })),
    ...signals.map((one) => ({
      key: `s:${one.id}`,
      type: 'signal' as const,
      name: one.name,
      ...plain,
      ...when(one.at),
      profileId: one.profile_id,
      data: signalData(
        JSON.parse(one.detail) as JsonObject,
        aboutOf(one),
        carts.at(one.profile_id, one.at.getTime()),
      ),
    })),
  ];
}

function aboutOf(row: {
  subject_type: string | null;
  subject_id: string | null;
  subject_name: string | null;
}) {
  const { subject_type: type, subject_id: id, subject_name: name } = row;
  return type === null || id === null ? null : { type, id, name };
}
