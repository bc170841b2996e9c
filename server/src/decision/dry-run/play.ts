/**
 * A changed campaign played against the past: events are folded again exactly as they were, and wherever a page was opened
 * the places of the campaign are asked for – with the code that decides live. Pure.
 */
import {
  type AudienceMemory,
  type ProfileId,
  type ProfileState,
  RESPONSE_KINDS,
  type ResponseKind,
} from '@augenblick/contract';
import type { EventRow } from '../../event/index.ts';
import { type FoldEvent, foldEvents, type SourceFacts, type Watcher } from '../../profile/index.ts';
import type { Random } from '../../runtime/index.ts';
import type { CompiledPlacement, CompiledSet } from '../compile.ts';
import { type Decided, decide, lostOf, type Runner } from '../decide.ts';
import type { Question } from '../question.ts';
import { presentMoment, shopperFacts } from '../shopper.ts';
import { capTime, touched, type TouchMemory } from '../touch.ts';
import type { Tally } from './tally.ts';

/** What is played. */
export interface PlayInput {
  /** Everything live, with the campaign under test as its draft has it. */
  set: CompiledSet;
  /** The same without it: who would have stood there. */
  without: CompiledSet;
  campaignId: string;
  sources: ReadonlyMap<number, SourceFacts>;
  watcher: Watcher;
  /** Fold instants (ms) of the span. */
  from: number;
  to: number;
  random: Random;
}

/** Events at which a page asks for its places. */
const PAGES: ReadonlySet<string> = new Set([
  'Page Viewed',
  'Screen Viewed',
  'Product Viewed',
  'Product List Viewed',
  'Products Searched',
  'Cart Viewed',
  'Checkout Started',
  'Checkout Step Viewed',
]);
const CHANNELS: ReadonlySet<string> = new Set(['web', 'app', 'demo']);

/** Plays one shopper's life, given in the order of their events. */
export function playShopper(input: PlayInput, rows: readonly EventRow[], tally: Tally): void {
  const { watcher, sources } = input;
  const life = new Life(input, tally);
  let present: FoldEvent | undefined;
  // The watcher is asked to settle once after every event: there the shopper is as they were when the page opened.
  const listening: Watcher = {
    advance: (draft, now) => watcher.advance(draft, now),
    event: (draft, event, now, order) => {
      present = event;
      watcher.event(draft, event, now, order);
    },
    settle: (draft, now) => {
      const next = watcher.settle(draft, now);
      if (present !== undefined) life.opened(draft, present, now);
      present = undefined;
      return next;
    },
  };
  foldEvents(rows, sources, listening);
}

interface Shopper {
  id: ProfileId;
  state: ProfileState;
  audience: AudienceMemory;
}

/** One shopper on the way through the span. */
class Life {
  private readonly o: PlayInput;
  private readonly tally: Tally;
  private memory: TouchMemory | null = null;
  private readonly places: CompiledPlacement[];

  constructor(input: PlayInput, tally: Tally) {
    this.o = input;
    this.tally = tally;
    this.places = [...input.set.placements.values()].filter(({ candidates }) =>
      candidates.some(({ campaign }) => campaign.id === input.campaignId),
    );
  }

  opened(shopper: Shopper, event: FoldEvent, now: number): void {
    const { from, to } = this.o;
    if (now < from || now >= to) return;
    this.tally.event();
    if (!PAGES.has(event.name) || !CHANNELS.has(event.channel)) return;
    const page = { groups: new Set<string>(), campaigns: new Set<number>() };
    const shown: string[] = [];
    const time = this.timeOf(now);
    for (const place of this.places) {
      const question = this.question(shopper, place, now, { page, time, shown });
      const decided = decide(question);
      const won = decided.winner === null ? undefined : place.candidates[decided.winner.at];
      this.count(shopper, question, decided);
      if (won === undefined) continue;
      shown.push(won.campaign.id);
      page.campaigns.add(won.n);
      if (won.campaign.exclusiveGroup !== null) page.groups.add(won.campaign.exclusiveGroup);
    }
    this.memory = touched(this.memory, time, shown);
  }

  private timeOf(now: number) {
    const { set } = this.o;
    return capTime(this.memory, now, set.calendar.at(set.book.retailer.zone, now));
  }

  private question(
    { id, state, audience }: Shopper,
    place: CompiledPlacement,
    now: number,
    about: { page: Question['page']; time: Question['capTime']; shown: readonly string[] },
  ): Question {
    const { set, random } = this.o;
    const local = set.calendar.at(set.book.retailer.zone, now);
    const shopper = shopperFacts(state, audience, {
      profileId: id,
      salt: set.salt,
      now,
      local,
      currency: set.book.retailer.currency,
      identity: 'proven',
      phone: false,
    });
    return {
      set,
      place,
      now,
      local,
      shopper,
      memory: touched(this.memory, about.time, about.shown),
      capTime: about.time,
      page: about.page,
      ledger: this.tally.ledger,
      draws: [random.next(), random.next()],
    };
  }

  private count(shopper: Shopper, question: Question, decided: Decided): void {
    const { campaignId, without } = this.o;
    const { place, now } = question;
    const at = place.candidates.findIndex(({ campaign }) => campaign.id === campaignId);
    const { winner } = decided;
    if (winner?.at !== at) {
      const reason = lostOf(at, 0, winner, decided.reasons);
      if (reason !== null) this.tally.lost(reason);
      return;
    }
    const other = without.placements.get(place.placement.key);
    const instead =
      other === undefined ? null : decide({ ...question, set: without, place: other });
    const displaced = instead?.winner ? other?.candidates[instead.winner.at]?.campaign : undefined;
    this.tally.shown({
      profileId: shopper.id,
      now,
      placement: place.placement.key,
      kind: kindOf(question),
      momentId: presentMoment(shopper.state, now)?.id ?? null,
      score: (winner as Runner).score,
      displaced: displaced === undefined ? null : { id: displaced.id, name: displaced.name },
      evidence: (shopper.state.moment?.signs ?? []).map(([, code, name]) => ({ code, name })),
    });
  }
}

function kindOf({ shopper }: Question): ResponseKind {
  return RESPONSE_KINDS[shopper.kind] ?? 'none';
}
