import {
  type Cap,
  DECISION_GUARDS,
  GUARD_WORDS,
  LOST_REASONS,
  LOST_WORDS,
  type LostReason,
} from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../calendar.ts';
import { decide, lostOf } from '../decide.ts';
import {
  EXAMPLE_NOW,
  exampleCampaign,
  exampleId,
  exampleQuestion,
  exampleSet,
  exampleShopper,
} from '../example.ts';
import { shopperHash } from '../holdout.ts';
import type { Question } from '../question.ts';
import { capTime, touched } from '../touch.ts';
import { GUARDS, guardOf } from './registry.ts';

const granted = { state: 'granted', at: 1, event: 'e' } as const;
const withdrawn = { state: 'withdrawn', at: 1, event: 'e' } as const;
const personal = { consent: { purpose: 'personalisation', channel: 'email' } as const };

/** Why the one campaign lost; null when it won. */
function lost(
  campaign: Parameters<typeof exampleCampaign>[1],
  change: (question: Question) => Partial<Question> = () => ({}),
  more: Partial<Parameters<typeof exampleSet>[0]> = {},
): LostReason | null {
  const set = exampleSet({ campaigns: [exampleCampaign('Probe', campaign)], ...more });
  const first = exampleQuestion(set);
  const question = exampleQuestion(set, change(first));
  const { winner, reasons } = decide(question);
  return lostOf(0, 0, winner, reasons);
}

describe('the registry', () => {
  it('holds every guard once, in the order of the contract', () => {
    expect(GUARDS.map(({ name }) => name)).toEqual([...DECISION_GUARDS]);
  });
  it('gives each guard reasons of its own, each with words in both languages', () => {
    const reasons = GUARDS.flatMap((guard) => guard.reasons);
    expect(new Set(reasons).size).toBe(reasons.length);
    for (const guard of GUARDS) {
      expect(GUARD_WORDS[guard.name].de).not.toBe('');
      for (const reason of guard.reasons) expect(guardOf(reason)).toBe(guard.name);
    }
    for (const reason of LOST_REASONS) {
      expect(LOST_WORDS[reason].de, reason).not.toBe('');
      expect(LOST_WORDS[reason].en, reason).not.toBe('');
    }
  });
  it('keeps the reasons in the order of the guards, so that a trace reads as it was decided', () => {
    const reasons = GUARDS.flatMap((guard) => guard.reasons);
    const places = reasons.map((reason) => LOST_REASONS.indexOf(reason));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
  it.each(GUARDS)(
    '$name: lets a plain campaign pass, changes nothing, says the same twice',
    (guard) => {
      const set = exampleSet({ campaigns: [exampleCampaign('Probe')] });
      const question = exampleQuestion(set);
      const [candidate] = question.place.candidates;
      if (candidate === undefined) throw new Error('no candidate');
      const before = JSON.stringify(question.shopper);
      expect(guard.check(candidate, question)).toBeNull();
      expect(guard.check(candidate, question)).toBeNull();
      expect(JSON.stringify(question.shopper)).toBe(before);
    },
  );
});

describe('identity and consent', () => {
  it('a personal campaign speaks to nobody who only claims to be somebody', () => {
    const consents = { 'personalisation:email': granted };
    const shopper = exampleShopper({ identity: 'claimed', consents });
    expect(lost(personal, () => ({ shopper }))).toBe('identity_unproven');
    expect(lost({}, () => ({ shopper }))).toBeNull();
  });
  it('needs the consent for its purpose, through its channel or as a whole', () => {
    const asked = (consents: Question['shopper']['consents']) =>
      lost(personal, () => ({ shopper: exampleShopper({ consents }) }));
    expect(asked({})).toBe('consent_missing');
    expect(asked({ 'personalisation:email': granted })).toBeNull();
    expect(asked({ 'personalisation:any': granted })).toBeNull();
    expect(asked({ 'personalisation:sms': granted })).toBe('consent_missing');
    const refused = { 'personalisation:any': granted, 'personalisation:email': withdrawn };
    expect(asked(refused)).toBe('consent_missing');
    expect(asked({ 'personalisation:email': { ...granted, state: 'requested' } })).toBe(
      'consent_missing',
    );
  });
  it('an objection silences everything', () => {
    const shopper = exampleShopper({ consents: { 'profiling:any': withdrawn } });
    expect(lost({}, () => ({ shopper }))).toBe('objected');
  });
});

describe('quiet hours', () => {
  const app = { placements: [{ kind: 'app' as const }] };
  const asked = (instant: string, zone: string) => {
    const now = Date.parse(instant);
    const local = new Calendar().at(zone, now);
    return lost({}, () => ({ now, local }), app);
  };
  it.each([
    ['2026-03-02T20:59:00Z', 'Europe/Berlin', null],
    ['2026-03-02T21:00:00Z', 'Europe/Berlin', 'quiet_hours'],
    ['2026-03-03T05:59:00Z', 'Europe/Berlin', 'quiet_hours'],
    ['2026-03-03T06:00:00Z', 'Europe/Berlin', null],
    // The clock jumps from 2 to 3 on 29 March 2026: from then on 22 o'clock is an hour earlier in UTC.
    ['2026-03-29T20:00:00Z', 'Europe/Berlin', 'quiet_hours'],
    ['2026-03-28T20:00:00Z', 'Europe/Berlin', null],
    ['2026-03-29T05:00:00Z', 'Europe/Berlin', null],
    ['2026-10-25T05:30:00Z', 'Europe/Berlin', 'quiet_hours'],
    ['2026-03-02T12:00:00Z', 'Asia/Kathmandu', null],
    ['2026-03-02T16:15:00Z', 'Asia/Kathmandu', 'quiet_hours'],
  ])('at %s in %s: %s', (instant, zone, reason) => {
    expect(asked(instant, zone)).toBe(reason);
  });
  it('are not for a page that the shopper opened', () => {
    const now = Date.parse('2026-03-02T23:00:00Z');
    const local = new Calendar().at('Europe/Berlin', now);
    expect(lost({}, () => ({ now, local }))).toBeNull();
  });
});

describe('caps, budget, stock', () => {
  const seen = (times: number, cap: Cap, later = 0) =>
    lost({ caps: [cap] }, ({ set }) => {
      const calendar = set.calendar;
      let memory = null;
      for (let i = 0; i < times; i++) {
        const at = capTime(memory, EXAMPLE_NOW + i, calendar.at('Europe/Berlin', EXAMPLE_NOW + i));
        memory = touched(memory, at, [exampleId(1)]);
      }
      const now = EXAMPLE_NOW + times + later;
      return { now, memory, capTime: capTime(memory, now, calendar.at('Europe/Berlin', now)) };
    });
  it('lets it be shown as often as it says, in its span and not longer', () => {
    const day = 86_400_000;
    expect(seen(1, { times: 2, per: 'day' })).toBeNull();
    expect(seen(2, { times: 2, per: 'day' })).toBe('capped');
    expect(seen(2, { times: 2, per: 'day' }, day)).toBeNull();
    expect(seen(2, { times: 2, per: 'week' }, 6 * day)).toBe('capped');
    expect(seen(2, { times: 2, per: 'week' }, 7 * day)).toBeNull();
    expect(seen(1, { times: 1, per: 'session' }, 29 * 60_000)).toBe('capped');
    expect(seen(1, { times: 1, per: 'session' }, 31 * 60_000)).toBeNull();
    expect(seen(1, { times: 1, per: 'ever' }, 900 * day)).toBe('capped');
  });
  it('counts all campaigns together where the shop says so', () => {
    const settings = { caps: [{ times: 1, per: 'day' as const }] };
    const reason = lost(
      {},
      ({ set, capTime: time }) => ({ memory: touched(null, time, [exampleId(77)]), set }),
      { settings },
    );
    expect(reason).toBe('capped_overall');
  });
  it('stops when the budget is used up', () => {
    const budget = new Map([[exampleId(1), 0]]);
    expect(lost({}, () => ({ ledger: { budget, stock: new Map() } }))).toBe('budget_used_up');
  });
});

describe('comparison groups and exclusivity', () => {
  const shopper = exampleShopper();
  it('keeps the shop’s group out of everything, and the campaign’s out of that campaign', () => {
    expect(lost({}, undefined, { settings: { globalHoldoutBp: 10_000 } })).toBe('global_holdout');
    expect(lost({ holdoutBp: 10_000 })).toBe('campaign_holdout');
  });
  it('keeps about the share out that was asked for, always the same people, others under another salt', () => {
    const set = exampleSet({
      campaigns: [exampleCampaign('Probe')],
      settings: { globalHoldoutBp: 500 },
    });
    const held = (salt: string) =>
      Array.from({ length: 20_000 }, (_, n) => {
        const hash = shopperHash(salt, exampleId(n));
        const question = exampleQuestion(set, { shopper: { ...shopper, hash } });
        return decide(question).result === 'global_holdout';
      });
    const one = held('salt');
    expect(one.filter(Boolean).length).toBeGreaterThan(850);
    expect(one.filter(Boolean).length).toBeLessThan(1150);
    expect(held('salt')).toEqual(one);
    expect(held('pepper')).not.toEqual(one);
  });
  it('a group stands on a page once, and so does a campaign', () => {
    const page = { groups: new Set(['help']), campaigns: new Set<number>() };
    expect(lost({ exclusiveGroup: 'help' }, () => ({ page }))).toBe('group_taken');
    const twice = { groups: new Set<string>(), campaigns: new Set([0]) };
    expect(lost({}, () => ({ page: twice }))).toBe('on_page_already');
  });
});
