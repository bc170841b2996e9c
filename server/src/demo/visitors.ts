/**
 * What simulated visitors see: they ask for the places of the page they are on, through the same service as a real page,
 * look at what they get, and click on some of it. Everything is labelled as simulated, like their other events.
 */
import { createHash } from 'node:crypto';
import type { Identity, RetailerId, Source } from '@augenblick/contract';
import type { Answered, Decisions } from '../decision/index.ts';
import type { Clock, Random } from '../runtime/index.ts';
import type { SimulatedItem } from './simulation/index.ts';

/** What the visitors' eyes need. */
export interface VisitorsDeps {
  decisions: Pick<Decisions, 'decide' | 'loaded'>;
  clock: Clock;
  random: Random;
}

type Item = SimulatedItem['item'];

/** Places that are asked for after an event, by the beginning of their key; the first that fits is enough. */
const PLACES: readonly [event: RegExp, keys: readonly string[]][] = [
  [/^Checkout|^Payment/, ['checkout']],
  [/^Cart Viewed|^Product Added$/, ['cart', 'bar']],
  [/^Product Viewed/, ['product', 'bar']],
  [/^Product List Viewed/, ['category', 'bar']],
  [/^Products Searched/, ['search', 'category']],
  [/^Order Completed/, ['thanks', 'order', 'account']],
];
const ON_PAGES = ['home', 'guide', 'store', 'bar'];

/** How many visitors look at what they get, click on it, close it. A click is likelier the surer the moment is. */
const SEEN = 0.94;
const CLICKED = 0.06;
const CLICKED_MORE = 0.14;
const CLOSED = 0.04;
/** How many visitors allow that a shop suits itself to them. */
const CONSENTED = 0.7;
/** Visitors remembered as having been asked for their consent. */
const ASKED_MAX = 5_000;
/** Questions of one turn; real traffic goes first. */
const QUESTIONS_MAX = 40;

/** The eyes of the visitors. */
export class Visitors {
  private readonly deps: VisitorsDeps;
  private readonly asked = new Set<string>();

  constructor(deps: VisitorsDeps) {
    this.deps = deps;
  }

  /** Answers to the cookie banner, for those who were not asked before. */
  consents(items: readonly SimulatedItem[]): Item[] {
    const answers: Item[] = [];
    for (const { source, item } of items) {
      const browser = item['anonymousId'];
      if (source !== 'web' || typeof browser !== 'string' || this.asked.has(browser)) continue;
      if (this.asked.size >= ASKED_MAX) this.asked.clear();
      this.asked.add(browser);
      if (!allows(browser)) continue;
      answers.push(
        follows(item, 'Consent Granted', 'consent', {
          purpose: 'personalisation',
          channel: 'any',
          method: 'banner',
          place: 'website',
        }),
      );
    }
    return answers;
  }

  /** Asks for the places of each visitor's last page of this turn; answers what they do with what they get. */
  async look(
    retailerId: RetailerId,
    source: Source,
    items: readonly SimulatedItem[],
  ): Promise<Item[]> {
    const { set } = await this.deps.decisions.loaded(retailerId);
    if (set.placements.size === 0) return [];
    const keys = [...set.placements.values()].flatMap(({ placement }) =>
      placement.kind === 'web' ? [placement.key] : [],
    );
    const last = new Map<string, Item>();
    for (const { source: from, item } of items) {
      const browser = item['anonymousId'];
      if (from === 'web' && typeof browser === 'string') last.set(browser, item);
    }
    const answers = await Promise.all(
      [...last.entries()].slice(-QUESTIONS_MAX).map(async ([browser, item]) => {
        const placements = placesOf(item, keys);
        if (placements.length === 0) return [];
        const identity: Identity = { kind: 'anonymous_id', value: browser };
        const answered = await this.deps.decisions.decide(retailerId, {
          source,
          identity,
          vouched: true,
          requestId: `page-${item.messageId}`,
          placements,
          zone: null,
          phone: false,
        });
        return answered === null ? [] : this.reactions(item, answered);
      }),
    );
    return answers.flat();
  }

  private reactions(item: Item, { made }: Answered): Item[] {
    const { random } = this.deps;
    return made.flatMap(({ draft, id }) => {
      if (draft?.decided.winner == null || id === null || random.next() >= SEEN) return [];
      const { confidence } = draft.question.shopper;
      const about = { decision_id: id, placement: draft.place.placement.key };
      const deeds = [follows(item, 'Placement Shown', `shown-${id}`, about)];
      const draw = random.next();
      const clicks = CLICKED + CLICKED_MORE * confidence * taste(draft.decided.winner.variant);
      if (draw < clicks) deeds.push(follows(item, 'Placement Clicked', `clicked-${id}`, about));
      else if (draw > 1 - CLOSED) {
        deeds.push(follows(item, 'Placement Dismissed', `closed-${id}`, about));
      }
      return deeds;
    });
  }
}

/** Visitors like the second variant of anything a little better, so that there is something to learn. */
function taste(variant: number): number {
  return variant === 1 ? 1.4 : 1;
}

/** The same browser always gives the same answer. */
function allows(browser: string): boolean {
  return createHash('sha256').update(browser).digest().readUInt16BE(0) / 65_536 < CONSENTED;
}

function placesOf(item: Item, keys: readonly string[]): string[] {
  const name = typeof item['event'] === 'string' ? item['event'] : '';
  const wanted = item.type === 'page' ? ON_PAGES : PLACES.find(([event]) => event.test(name))?.[1];
  return keys.filter((key) => wanted?.some((one) => key.startsWith(one)));
}

function follows(item: Item, event: string, what: string, properties: object): Item {
  const { anonymousId, userId } = item;
  return {
    type: 'track',
    event,
    messageId: `${item.messageId}-${what}`,
    timestamp: item.timestamp,
    ...(anonymousId === undefined ? {} : { anonymousId }),
    ...(userId === undefined ? {} : { userId }),
    context: item.context,
    properties,
  };
}
