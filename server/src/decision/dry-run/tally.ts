/** What a dry run adds up to. */
import {
  type EvidenceCode,
  LOST_WORDS,
  type LostReason,
  type ProfileId,
  type ResponseKind,
  type ScoreParts,
} from '@augenblick/contract';
import type { DryRunResult } from '@augenblick/contract/api/decision.ts';
import { evidenceText } from '../../moment/index.ts';
import type { CompiledSet } from '../compile.ts';
import type { Ledger } from '../question.ts';

/** One showing of the campaign under test. */
export interface Showing {
  profileId: ProfileId;
  now: number;
  placement: string;
  kind: ResponseKind;
  momentId: string | null;
  score: ScoreParts;
  displaced: { id: string; name: string } | null;
  evidence: { code: EvidenceCode; name: string | null }[];
}

const EXAMPLES_MAX = 12;
const OFTEN_MAX = 10;
const REACH = 1.644854;

/** Sums over all shoppers played. */
export class Tally {
  readonly ledger: Ledger;
  private readonly budget = new Map<string, number>();
  private events = 0;
  private questions = 0;
  private readonly byShopper = new Map<ProfileId, number>();
  private readonly why = new Map<LostReason, number>();
  private readonly days = new Map<string, { shown: number; reached: Set<ProfileId> }>();
  private readonly placements = new Map<string, number>();
  private readonly displaced = new Map<string, { name: string; count: number }>();
  private readonly examples: Showing[] = [];
  private goals = { sum: 0, chance: 0, doubt: 0, cost: 0 };
  private readonly set: CompiledSet;
  private readonly campaignId: string;
  private readonly scale: number;

  /** `scale`: shoppers of the span for each one played. */
  constructor(set: CompiledSet, campaignId: string, scale: number) {
    this.set = set;
    this.campaignId = campaignId;
    this.scale = scale;
    const budget = set.book.campaigns.get(campaignId)?.budget ?? null;
    if (budget !== null) this.budget.set(campaignId, budget.minor / scale);
    this.ledger = { budget: this.budget, stock: new Map() };
  }

  event(): void {
    this.events += 1;
  }

  lost(reason: LostReason): void {
    this.questions += 1;
    this.why.set(reason, (this.why.get(reason) ?? 0) + 1);
  }

  shown(showing: Showing): void {
    const { profileId, now, placement, score, displaced } = showing;
    this.questions += 1;
    const before = this.byShopper.get(profileId) ?? 0;
    this.byShopper.set(profileId, before + 1);
    this.placements.set(placement, (this.placements.get(placement) ?? 0) + 1);
    const day = this.dayOf(now);
    day.shown += 1;
    day.reached.add(profileId);
    if (displaced !== null) {
      const known = this.displaced.get(displaced.id) ?? { name: displaced.name, count: 0 };
      this.displaced.set(displaced.id, { ...known, count: known.count + 1 });
    }
    const { response, responseSd, costMinor } = score;
    this.goals.sum += response;
    this.goals.chance += response * (1 - response);
    this.goals.doubt += responseSd;
    this.goals.cost += response * costMinor;
    const left = this.budget.get(this.campaignId);
    if (left !== undefined) this.budget.set(this.campaignId, left - response * costMinor);
    if (before === 0 && this.examples.length < EXAMPLES_MAX) this.examples.push(showing);
  }

  /** The result; names of shoppers are added when it is read, so that no name is kept. */
  result(shoppers: number, played: number, nameOf: (key: string) => string): DryRunResult {
    const { currency } = this.set.book.retailer;
    const scaled = (n: number): number => Math.round(n * this.scale);
    const spread = REACH * Math.hypot(Math.sqrt(this.goals.chance), this.goals.doubt);
    const expected = this.goals.sum * this.scale;
    return {
      shoppers,
      played,
      events: scaled(this.events),
      questions: scaled(this.questions),
      reached: scaled(this.byShopper.size),
      shown: scaled([...this.byShopper.values()].reduce((a, b) => a + b, 0)),
      often: this.often(scaled),
      cost: { amountMinor: Math.round(this.goals.cost * this.scale), currency },
      goals: {
        expected: round(expected),
        low: round(Math.max(0, expected - spread * this.scale)),
        high: round(expected + spread * this.scale),
      },
      perDay: [...this.days]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, { shown, reached }]) => ({
          day,
          shown: scaled(shown),
          reached: scaled(reached.size),
        })),
      placements: [...this.placements].map(([key, shown]) => ({
        key,
        name: nameOf(key),
        shown: scaled(shown),
      })),
      why: [...this.why]
        .sort(([, a], [, b]) => b - a)
        .map(([reason, n]) => ({ reason, words: LOST_WORDS[reason], count: scaled(n) })),
      displaced: [...this.displaced]
        .map(([campaignId, { name, count }]) => ({ campaignId, name, count: scaled(count) }))
        .sort((a, b) => b.count - a.count),
      examples: this.examples.map((one) => ({
        shopperId: one.profileId,
        name: null,
        at: one.now,
        placement: nameOf(one.placement),
        kind: one.kind,
        evidence: one.evidence
          .slice(-4)
          .map(({ code, name }) => evidenceText({ code, params: name === null ? {} : { name } })),
      })),
    };
  }

  private often(scaled: (n: number) => number): DryRunResult['often'] {
    const counts = new Map<number, number>();
    for (const times of this.byShopper.values()) {
      const capped = Math.min(times, OFTEN_MAX);
      counts.set(capped, (counts.get(capped) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a], [b]) => a - b)
      .map(([times, shoppers]) => ({ times, shoppers: scaled(shoppers) }));
  }

  private dayOf(now: number) {
    const { day } = this.set.calendar.at(this.set.book.retailer.zone, now);
    const key = new Date(day * 86_400_000).toISOString().slice(0, 10);
    const known = this.days.get(key) ?? { shown: 0, reached: new Set<ProfileId>() };
    this.days.set(key, known);
    return known;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
