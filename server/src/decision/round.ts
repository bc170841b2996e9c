/** Deciding a batch in memory: every request in turn, every placement in turn, with what came before taken into account. */
import type { ProfileId } from '@augenblick/contract';
import type { CodeWish } from '../offer/index.ts';
import type { Asked, Draft, ReadShopper } from './ask.ts';
import { decide } from './decide.ts';
import type { TouchRow, TouchWrite } from './queries.ts';
import type { Ledger, Question, ShopperFacts } from './question.ts';
import type { LoadedSet } from './sets.ts';
import { shopperFacts } from './shopper.ts';
import { capTime, touched, type TouchMemory } from './touch.ts';

interface RoundOptions {
  loaded: LoadedSet;
  now: number;
  draws: readonly (readonly (readonly [number, number])[])[];
  touches: ReadonlyMap<ProfileId, TouchRow>;
}

/** One batch. `decide` may be called again when something was refused; it starts from what was read. */
export class Round {
  readonly now: number;
  private readonly o: RoundOptions;
  private memories = new Map<ProfileId, TouchMemory | null>();
  private readonly usedOffers = new Map<string, Set<string>>();
  private readonly heldOffers = new Map<string, Set<string>>();

  constructor(options: RoundOptions) {
    this.o = options;
    this.now = options.now;
  }

  /** The shopper has used this offer as often as allowed. */
  used(shopperId: string, offerId: string): void {
    const offers = this.usedOffers.get(shopperId) ?? new Set();
    this.usedOffers.set(shopperId, offers.add(offerId));
  }

  /** The shopper was given a code of this offer in this batch. */
  held(shopperId: string, offerId: string): void {
    const offers = this.heldOffers.get(shopperId) ?? new Set();
    this.heldOffers.set(shopperId, offers.add(offerId));
  }

  /** Decides for every request that is new. */
  decide(asked: readonly Asked[], ledger: Ledger): Draft[][] {
    this.memories = new Map();
    const seen = new Set<string>();
    return asked.map((one) => this.request(one, ledger, seen));
  }

  /** What shoppers have been shown after this round. */
  touches(): TouchWrite[] {
    return [...this.memories].map(([id, memory]) => ({
      id,
      version: this.o.touches.get(id)?.version ?? 0,
      memory: JSON.stringify(memory),
    }));
  }

  private request(asked: Asked, ledger: Ledger, seen: Set<string>): Draft[] {
    const { ask, shopper } = asked;
    if (shopper === null) return [];
    const { set } = this.o.loaded;
    const { calendar } = set;
    const { zone } = set.book.retailer;
    const own = ask.zone !== null && calendar.knows(ask.zone) ? ask.zone : zone;
    const local = calendar.at(own, this.now);
    const memory = this.memoryOf(shopper.id);
    const time = capTime(memory, this.now, calendar.at(zone, this.now));
    const facts = this.facts(asked, shopper, local);
    const page = { groups: new Set<string>(), campaigns: new Set<number>() };
    const drafts: Draft[] = [];
    const shown: string[] = [];
    for (const [i, key] of ask.placements.entries()) {
      const place = set.placements.get(key);
      const id = asked.ids[i] as string;
      // The same question twice in one batch is answered once; the second is repeated from the row.
      if (place === undefined || asked.before.has(id) || seen.has(id)) continue;
      seen.add(id);
      const after = touched(memory, time, shown);
      const draws = this.o.draws[asked.place]?.[i] ?? [0, 0];
      const question: Question = {
        set,
        place,
        now: this.now,
        local,
        shopper: facts,
        memory: after,
        capTime: time,
        page,
        ledger,
        draws,
      };
      const draft = draftOf(id, question, shopper.id);
      drafts.push(draft);
      const won = draft.decided.winner;
      const candidate = won === null ? undefined : place.candidates[won.at];
      if (candidate === undefined) continue;
      shown.push(candidate.campaign.id);
      page.campaigns.add(candidate.n);
      if (candidate.campaign.exclusiveGroup !== null) {
        page.groups.add(candidate.campaign.exclusiveGroup);
      }
    }
    if (drafts.length > 0) this.memories.set(shopper.id, touched(memory, time, shown));
    return drafts;
  }

  private facts(asked: Asked, shopper: ReadShopper, local: Question['local']): ShopperFacts {
    const { set } = this.o.loaded;
    const facts = shopperFacts(shopper.state, asked.audience, {
      profileId: shopper.id,
      salt: set.salt,
      now: this.now,
      local,
      currency: set.book.retailer.currency,
      identity: shopper.identity,
      phone: asked.ask.phone,
    });
    const usedOffers = this.usedOffers.get(shopper.id) ?? facts.usedOffers;
    const heldOffers = this.heldOffers.get(shopper.id) ?? facts.heldOffers;
    return { ...facts, usedOffers, heldOffers };
  }

  private memoryOf(id: ProfileId): TouchMemory | null {
    const now = this.memories.get(id);
    if (now !== undefined) return now;
    const row = this.o.touches.get(id);
    return row === undefined ? null : (JSON.parse(row.memory) as TouchMemory);
  }
}

function draftOf(id: string, question: Question, shopperId: ProfileId): Draft {
  const { place } = question;
  const decided = decide(question);
  const campaign = decided.winner && place.candidates[decided.winner.at]?.campaign;
  const offer = campaign?.offer;
  const wish: CodeWish | null =
    campaign && offer && offer.offer.codes === 'single'
      ? { offerId: offer.id, shopperId, campaignId: campaign.id, decisionId: id }
      : null;
  return { id, place, question, decided, wish };
}
