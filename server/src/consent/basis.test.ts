import {
  type AcceptedEvent,
  CONSENT_CHANNELS,
  type ConsentChannel,
  type ConsentEntry,
  type ExistingCustomerRule,
  PREFERENCE_TRAITS,
  SUPPRESSION_REASONS,
} from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyState, fold } from '../profile/index.ts';
import { preferencesOf, speechBasis, type SpeechQuestion, wishedCap } from './basis.ts';

const NOW = Date.UTC(2026, 2, 1);
const DAY = 86_400_000;

const rule: ExistingCustomerRule = {
  on: true,
  noticeSince: 0,
  notice: { de: 'Hinweis', en: 'Notice' },
  sourceIds: [1],
  similar: 'category',
  months: 24,
};

const question = (more: Partial<SpeechQuestion> = {}): SpeechQuestion => ({
  basis: 'marketing',
  channel: 'email',
  consents: {},
  traits: {},
  topic: null,
  suppressed: [],
  existing: null,
  now: NOW,
  ...more,
});

const entry = (state: ConsentEntry['state'], at: number): ConsentEntry => ({
  state,
  at,
  event: 'e',
});

/** What somebody may say, and when. */
interface Said {
  name: 'Consent Granted' | 'Consent Withdrawn' | 'Consent Requested' | 'Unsubscribed';
  channel: ConsentChannel | 'all';
  at: number;
  /** Kind of the source. */
  from: 'server' | 'till' | 'web' | 'app';
}

const said: fc.Arbitrary<Said> = fc.record({
  name: fc.constantFrom(
    'Consent Granted' as const,
    'Consent Withdrawn' as const,
    'Consent Requested' as const,
    'Unsubscribed' as const,
  ),
  channel: fc.constantFrom(...(['email', 'sms', 'push', 'any', 'all'] as const)),
  at: fc.integer({ min: 0, max: 8 }),
  from: fc.constantFrom(...(['server', 'till', 'web', 'app'] as const)),
});

let number = 0;
function eventOf({ name, channel, at }: Said): AcceptedEvent {
  number += 1;
  const tail = String(number).padStart(12, '0');
  const properties = { purpose: 'marketing', channel, wording: 'Ja' };
  return {
    id: `11111111-1111-4111-8111-${tail}`,
    retailerId: 1,
    sourceId: 1,
    messageId: `m${number}`,
    kind: 'track',
    name,
    identities: [],
    claims: [],
    formerIds: [],
    keys: [],
    properties,
    traits: null,
    context: {},
    at,
    receivedAt: at,
    originalAt: null,
    sentAt: null,
  } as unknown as AcceptedEvent;
}

/**
 * The law the long way: the last word counts, a no beats a yes of the same instant, a request is nothing, and so is what a
 * page says of somebody's address.
 */
function mayAdvertise(history: readonly Said[], channel: ConsentChannel): boolean {
  const about = (one: Said, wanted: ConsentChannel): boolean =>
    one.channel === wanted || one.channel === 'all';
  const last = (wanted: ConsentChannel, name: (said: Said) => boolean): number =>
    Math.max(-1, ...history.filter((one) => about(one, wanted) && name(one)).map(({ at }) => at));
  const no = (one: Said): boolean =>
    one.name === 'Consent Withdrawn' || one.name === 'Unsubscribed';
  const yes = (one: Said): boolean => one.name === 'Consent Granted';
  const believed = ({ from }: Said): boolean =>
    channel === 'push' || from === 'server' || from === 'till';
  const granted = last(channel, (one) => yes(one) && believed(one));
  if (granted < 0 || granted <= last(channel, no)) return false;
  // A general no that a general yes has not taken back ends it, unless the channel was granted afterwards.
  const generalNo = last('any', no);
  return generalNo < 0 || last('any', yes) > generalNo || granted > generalNo;
}

describe('whether a message may leave', () => {
  it('follows the last word in any history and any order of arrival, as the fold keeps it', () => {
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 14 }),
        fc.constantFrom(...(['email', 'sms', 'push'] as const)),
        (history, channel) => {
          const state = emptyState(0);
          const about = { currency: 'EUR', anchorKind: null };
          for (const one of history) {
            const { id, at, kind, name, properties, traits, context, claims } = eventOf(one);
            const event = { id, at, kind, name, properties, traits, context, claims };
            fold(state, { ...event, channel: one.from, ...about }, new Map());
          }
          const answer = speechBasis(question({ channel, consents: state.consents }));
          expect(answer.allowed).toBe(mayAdvertise(history, channel));
          if (answer.allowed) expect(answer.basis).toBe('consent');
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('lets nothing through to a barred address, whatever was agreed before it was barred', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SUPPRESSION_REASONS),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        (reason, barredAt, grantedAt) => {
          const answer = speechBasis(
            question({
              consents: { 'marketing:email': entry('granted', grantedAt) },
              suppressed: [{ reason, at: barredAt }],
            }),
          );
          const ownWord = reason === 'unsubscribed' || reason === 'erased';
          expect(answer.allowed).toBe(ownWord && grantedAt > barredAt);
        },
      ),
    );
  });

  it('needs a consent that names the channel; a general yes is none', () => {
    const consents = { 'marketing:any': entry('granted', 1) };
    expect(speechBasis(question({ consents }))).toEqual({
      allowed: false,
      reason: 'consent_missing',
    });
    const asked = { 'marketing:email': entry('requested', 1) };
    expect(speechBasis(question({ consents: asked })).allowed).toBe(false);
  });

  it('tells what was ordered even to those who unsubscribed, but not a dead mailbox', () => {
    const consents = { 'marketing:email': entry('withdrawn', 1) };
    const service = question({ basis: 'service', consents });
    expect(speechBasis(service)).toMatchObject({ allowed: true, basis: 'service' });
    const suppressed = [{ reason: 'unsubscribed', at: 1 } as const];
    expect(speechBasis({ ...service, suppressed }).allowed).toBe(true);
    const dead = [{ reason: 'bounced', at: 1 } as const];
    expect(speechBasis({ ...service, suppressed: dead })).toEqual({
      allowed: false,
      reason: 'bounced_before',
    });
  });

  it('knows no channel by the name of an object’s own member', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const channel = name as ConsentChannel;
      expect(speechBasis(question({ channel })).allowed).toBe(false);
    }
  });
});

describe('an existing customer (UWG section 7 (3))', () => {
  const sale = { at: NOW - DAY, categories: ['Kissen', 'Decken'], event: 's' };
  const existing = { rule, sale, advertised: ['Kissen'], noticeInMessage: true };
  const allowed = (more: Partial<typeof existing> | null, extra: Partial<SpeechQuestion> = {}) =>
    speechBasis(question({ existing: more === null ? null : { ...existing, ...more }, ...extra }));

  it('may be written to by mail when all four checks hold', () => {
    expect(allowed({})).toEqual({ allowed: true, basis: 'existing_customer', event: 's' });
  });

  it.each([
    ['the rule is off', { rule: { ...rule, on: false } }],
    ['the address did not come with a sale', { sale: null as never }],
    ['the sale was before the notice was shown', { rule: { ...rule, noticeSince: NOW } }],
    ['the sale is too old', { sale: { ...sale, at: NOW - 800 * DAY } }],
    ['it is about other goods', { advertised: ['Kissen', 'Reisen'] }],
    ['it does not say what it is about', { advertised: null as never }],
    ['the message does not tell how to object', { noticeInMessage: false }],
  ])('is not written to when %s', (_why, more) => {
    expect(allowed(more)).toEqual({ allowed: false, reason: 'consent_missing' });
  });

  it('is not written to after an objection, nor by text message', () => {
    const consents = { 'marketing:email': entry('withdrawn', NOW) };
    expect(allowed({}, { consents })).toEqual({ allowed: false, reason: 'objected' });
    const any = { 'marketing:any': entry('withdrawn', NOW) };
    expect(allowed({}, { consents: any })).toEqual({ allowed: false, reason: 'objected' });
    expect(allowed({}, { channel: 'sms' }).allowed).toBe(false);
  });

  it('sees a whole range of one kind as similar where the shop says so', () => {
    const all = { ...rule, similar: 'all' } as const;
    expect(allowed({ rule: all, advertised: null as never }).allowed).toBe(true);
  });
});

describe('what a shopper wishes', () => {
  const trait = (value: unknown) => ({ value: value as never, at: 1, event: 'e' });
  const consents = { 'marketing:email': entry('granted', 1) };

  it('is a pause, topics, a rhythm and a language', () => {
    const traits = {
      [PREFERENCE_TRAITS.topicsOff]: trait(['offers']),
      [PREFERENCE_TRAITS.frequency]: trait('weekly'),
      [PREFERENCE_TRAITS.pausedUntil]: trait(new Date(NOW + 5).toISOString()),
      [PREFERENCE_TRAITS.language]: trait('en-GB'),
    };
    const wishes = preferencesOf(traits);
    expect(wishes).toEqual({
      topicsOff: ['offers'],
      frequency: 'weekly',
      pausedUntil: NOW + 5,
      language: 'en',
    });
    expect(wishedCap(wishes)).toEqual({ times: 1, per: 'week' });
    expect(speechBasis(question({ consents, traits }))).toEqual({
      allowed: false,
      reason: 'paused',
    });
    const later = question({ consents, traits, now: NOW + 5 });
    expect(speechBasis(later).allowed).toBe(true);
    expect(speechBasis({ ...later, topic: 'offers' })).toEqual({
      allowed: false,
      reason: 'topic_off',
    });
    expect(speechBasis({ ...later, topic: 'news' }).allowed).toBe(true);
  });

  it('is nothing when it cannot be read, whatever stands there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (more, value) => {
        const all = Object.fromEntries(
          [...Object.keys(more), ...Object.values(PREFERENCE_TRAITS)].map((key) => [
            key,
            trait(value),
          ]),
        );
        const wishes = preferencesOf(all);
        expect(['all', 'weekly', 'monthly']).toContain(wishes.frequency);
        expect(wishes.topicsOff.every((one) => typeof one === 'string')).toBe(true);
        expect(CONSENT_CHANNELS).toHaveLength(10);
      }),
    );
  });
});
