/**
 * The promise of the law: no advertising leaves without a basis at the very instant of sending. Random histories of what
 * shoppers, pages, staff and mail programs say, with messages of every kind asked for in between, all the way through the
 * real write path, the real pages and the real sender; and an oracle that knows nothing of the code.
 */
import type { ChannelName, RetailerId } from '@augenblick/contract';
import type { SuppressionList } from '@augenblick/contract/api/optin.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ask,
  memoryChannel,
  memoryChannels,
  type MemoryChannel,
  request,
  senderOf,
  SERVICE,
  setRules,
} from '../../test/messages.ts';
import { type OptinHouse, openOptinHouse, URLENCODED } from '../../test/optin.ts';
import { createLinkKey, type Sender } from '../delivery/index.ts';
import { seededRandom } from '../runtime/index.ts';

const ONE = 1 as RetailerId;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let house: OptinHouse;
let mail: MemoryChannel;
let sender: Sender;
let serial = 0;

beforeAll(async () => {
  house = await openOptinHouse();
  const { owner } = house.db.database;
  await setRules(house.db.database, { caps: [], quiet: null });
  const keys = createLinkKey({ sql: owner, random: seededRandom(3) });
  mail = memoryChannel();
  const base = async () => ({ secret: await keys.of(), publicUrl: 'https://augenblick.example' });
  sender = senderOf(house.db.database, house.path.clock, memoryChannels({ mail }), { base });
});
afterAll(() => house.close());

/** One thing that happens. */
const STEPS = [
  'agrees',
  'agrees late',
  'page claims it',
  'withdraws mail',
  'withdraws everything',
  'unsubscribes',
  'one click',
  'opens the link',
  'staff bars the address',
  'staff takes it off',
  'pauses a month',
  'a week passes',
] as const;
type Step = (typeof STEPS)[number];

/** What the history comes to, in plain words: the last word about mail, the last about everything, bars, the pause. */
interface Truth {
  mail: { yes: boolean; at: number } | null;
  everything: number | null;
  left: number | null;
  barred: boolean;
  pausedUntil: number;
}

function allows(
  { mail: word, everything, left, barred, pausedUntil }: Truth,
  now: number,
): boolean {
  if (word === null || !word.yes || barred || now < pausedUntil) return false;
  if (everything !== null && everything >= word.at) return false;
  return left === null || left < word.at;
}

class Story {
  readonly user = `u${(serial += 1)}`;
  readonly email = `${this.user}@mail.example`;
  readonly truth: Truth = {
    mail: null,
    everything: null,
    left: null,
    barred: false,
    pausedUntil: 0,
  };
  /** The link of the last mail they got. */
  link: string | null = null;
  profile = '';

  async begin(): Promise<void> {
    await this.submit({ type: 'identify', traits: { email: this.email } });
    this.profile = (await house.stateOf(this.email))?.id ?? '';
  }
  private get now(): number {
    return house.path.clock.now();
  }
  private async submit(item: object, at = this.now, by: 'web' | 'till' = 'till'): Promise<void> {
    const timestamp = new Date(at).toISOString();
    const messageId = `m${(serial += 1)}`;
    await house.path.ingest.submit(house.path[by], [
      { userId: this.user, messageId, timestamp, ...item },
    ]);
  }
  private say(event: string, channel: string | null, at?: number, by?: 'web'): Promise<void> {
    const properties = { purpose: 'marketing', ...(channel === null ? {} : { channel }) };
    return this.submit({ type: 'track', event, properties }, at, by);
  }
  private word(yes: boolean, at: number): void {
    const { mail: before } = this.truth;
    // Later counts; at the same instant the withdrawal.
    if (before === null || at > before.at || (at === before.at && !yes))
      this.truth.mail = { yes, at };
  }
  private post(path: string, body: string): Promise<{ statusCode: number; body: string }> {
    return house.server.stranger('203.0.113.77').request('POST', path, body, URLENCODED);
  }
  async step(step: Step): Promise<void> {
    house.path.clock.advance(MINUTE);
    const { now, truth } = this;
    switch (step) {
      case 'agrees':
        this.word(true, now);
        return this.say('Consent Granted', 'email');
      case 'agrees late':
        this.word(true, now - 90_000);
        return this.say('Consent Granted', 'email', now - 90_000);
      case 'page claims it':
        return this.say('Consent Granted', 'email', now, 'web');
      case 'withdraws mail':
        this.word(false, now);
        return this.say('Consent Withdrawn', 'email');
      case 'withdraws everything':
        truth.everything = now;
        return this.say('Consent Withdrawn', null);
      case 'unsubscribes':
        this.word(false, now);
        return this.say('Unsubscribed', 'email');
      case 'one click':
        if (this.link === null) return;
        this.word(false, now);
        truth.left = now;
        expect((await this.post(this.link, 'List-Unsubscribe=One-Click')).statusCode).toBe(200);
        return;
      case 'opens the link':
        if (this.link !== null)
          await house.server.stranger('203.0.113.78').request('GET', this.link);
        return;
      case 'staff bars the address':
        truth.barred = true;
        await house.call('POST', '/suppressions', { address: this.email });
        return;
      case 'staff takes it off':
        return this.unbar();
      case 'pauses a month':
        truth.pausedUntil = now + 30 * DAY;
        return this.submit({
          type: 'identify',
          traits: { message_paused_until: new Date(now + 30 * DAY).toISOString() },
        });
      case 'a week passes':
        house.path.clock.advance(7 * DAY);
    }
  }
  private async unbar(): Promise<void> {
    const { suppressions } = await house.call<SuppressionList>('POST', '/suppressions/find', {
      address: this.email,
    });
    for (const { id, reason } of suppressions)
      if (reason === 'manual') await house.call('DELETE', `/suppressions/${id}`);
    this.truth.barred = false;
  }

  /** Asks for one of each kind and for something they ordered; answers what left. */
  async speak(): Promise<{ advertised: string[]; service: number }> {
    const kinds = ['broadcast', 'journey', 'api'] as const;
    const id = '0b000000-0000-4000-8000-000000000001';
    const wanted = kinds.map((kind) =>
      request(this.profile, `${kind} ${(serial += 1)}`, {
        origin: { kind, id, step: kind === 'journey' ? 'm' : null, version: 1, variant: null },
        channels: ['mail', 'sms'] satisfies ChannelName[],
      }),
    );
    const told = request(this.profile, `told ${(serial += 1)}`, {
      templateIds: { mail: { id: SERVICE, version: 1 } },
    });
    await ask(house.db.database, [...wanted, told]);
    await sender.round();
    const sent = mail.sent.splice(0);
    this.link = sent.map(({ links }) => links.unsubscribe).find((one) => one !== null) ?? this.link;
    if (this.link?.startsWith('https:')) this.link = new URL(this.link).pathname;
    return {
      advertised: sent
        .filter(({ basis }) => basis === 'marketing')
        .map(({ origin }) => origin.kind),
      service: sent.filter(({ basis }) => basis === 'service').length,
    };
  }
}

it('no message leaves without a basis at the moment of sending, whatever happened before', async () => {
  let left = 0;
  let kept = 0;
  // Whoever never agreed is told nothing either way: most begin with a yes, and say it again now and then.
  const begins = fc.constantFrom<Step[]>(['agrees'], ['agrees'], ['agrees'], []);
  const goesOn = fc.array(fc.constantFrom<Step>(...STEPS, 'agrees', 'agrees'), {
    minLength: 2,
    maxLength: 8,
  });
  const history = fc.tuple(begins, goesOn).map((parts) => parts.flat());
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const story = new Story();
      await story.begin();
      for (const step of steps) {
        await story.step(step);
        const may = allows(story.truth, house.path.clock.now());
        const { advertised, service } = await story.speak();
        expect([step, advertised.sort()]).toEqual([
          step,
          may ? ['api', 'broadcast', 'journey'] : [],
        ]);
        expect(service).toBe(1);
        if (may) left += 1;
        else kept += 1;
      }
    }),
    { numRuns: 70 },
  );
  // Both answers were among them often enough to mean something.
  expect(left).toBeGreaterThan(15);
  expect(kept).toBeGreaterThan(15);
}, 300_000);

it('one click is heard before the next message of any kind, also by what waits already', async () => {
  const story = new Story();
  await story.begin();
  await story.step('agrees');
  expect((await story.speak()).advertised).toHaveLength(3);
  const kinds = ['broadcast', 'journey', 'api'] as const;
  const later = house.path.clock.now() + 10 * MINUTE;
  await ask(
    house.db.database,
    kinds.map((kind) =>
      request(story.profile, `${kind} waits`, {
        origin: {
          kind,
          id: '0b000000-0000-4000-8000-000000000002',
          step: null,
          version: 1,
          variant: null,
        },
        notBefore: later,
      }),
    ),
  );
  await story.step('one click');
  house.path.clock.set(later);
  await sender.round();
  expect(mail.sent).toEqual([]);
  const rows = await house.db.database.owner<{ reason: string }[]>`
    select distinct reason from delivery where retailer_id = ${ONE} and profile_id = ${story.profile} and not_before = ${new Date(later)}`;
  expect(rows).toEqual([{ reason: 'objected' }]);
});
