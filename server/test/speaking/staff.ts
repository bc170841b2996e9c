/** What staff do: bar, join, part, forget; newsletters and journeys. */
import type { BroadcastDraft } from '@augenblick/contract';
import { SYSTEM } from '../../src/access/index.ts';
import { chooseWinner } from '../../src/broadcast/broadcasts.ts';
import { createBroadcast, stepBroadcast } from '../../src/broadcast/index.ts';
import { changeJourney, listJourneys, publish, stepJourney } from '../../src/journey/journeys.ts';
import { PEOPLE, type Person, userKey } from './people.ts';
import { browsing, browsingOf, type Templates } from './shop.ts';
import { Shoppers } from './shoppers.ts';
import type { Step } from './step.ts';
import type { Truth } from './truth.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A stage with staff behind the counter. */
export class Staff extends Shoppers {
  protected async bars({ retailerId, email }: Person, truth: Truth): Promise<void> {
    const { house, database } = this.any();
    truth.barred.add(`email:${email}`);
    this.audit.named(retailerId, `email:${email}`);
    const address = { kind: 'email', value: email } as const;
    const entry = { address, reason: 'manual' as const, note: null, at: this.clock.now() };
    await database.withRetailer(retailerId, (sql) =>
      house.speaking.suppressionList.put(sql, retailerId, [entry]),
    );
  }

  protected async unbars({ retailerId, email }: Person, truth: Truth): Promise<void> {
    const { house, database } = this.any();
    const address = { kind: 'email', value: email } as const;
    await database.withRetailer(retailerId, (sql) =>
      house.speaking.suppressionList.lift(sql, retailerId, address, ['manual']),
    );
    truth.barred.delete(`email:${email}`);
  }

  protected async joins(person: Person, truth: Truth): Promise<void> {
    const { retailerId } = person;
    const other = PEOPLE.find((one) => one.retailerId === retailerId && one.n === (person.n ^ 1));
    if (other === undefined) return;
    await this.introduce(person);
    await this.introduce(other);
    const a = await this.profileOf(retailerId, person.userId);
    const b = await this.profileOf(retailerId, other.userId);
    if (a === undefined || b === undefined || a === b) return;
    await this.any().house.merging.merge({ retailerId, a, b, staffId: null });
    await this.regroup(retailerId, truth);
  }

  protected async parts(person: Person, truth: Truth): Promise<void> {
    const { retailerId, userId } = person;
    const shopper = truth.shoppers.get(userKey(person));
    if (shopper === undefined || shopper.keys.size < 2) return;
    const linked = await this.sql`
      select 1 from identity_link where retailer_id = ${retailerId} and cut_at is null
         and ${`user_id:${userId}`} in (a, b)`;
    if (linked.length === 0) return;
    const identity = { kind: 'user_id', value: userId } as const;
    await this.any().house.merging.unmerge({ retailerId, identity, staffId: null });
    await this.regroup(retailerId, truth);
  }

  protected async forgets(person: Person, truth: Truth): Promise<void> {
    const { retailerId, userId } = person;
    const profile = await this.profileOf(retailerId, userId);
    if (profile === undefined) return;
    this.mustNothing();
    const keys = [...(truth.shoppers.get(userKey(person))?.keys ?? [])];
    await this.any().erase(retailerId, profile);
    truth.erase(userKey(person), this.clock.now());
    this.audit.erased(retailerId, keys);
    await this.audit.forgotten(retailerId, keys);
    // The other process knows within two seconds.
    this.clock.advance(3_000);
  }

  protected async newsletter({ who, n }: Step): Promise<void> {
    const retailerId = (PEOPLE[who] as Person).retailerId;
    const { mail, other, sms } = this.furnished.templates.get(retailerId) as Templates;
    const both = n % 4 === 0;
    const templateIds = { mail, ...(both ? { sms } : {}) };
    const tested = n % 3 === 0;
    const topic = n % 5 === 0 ? 'neues' : null;
    const draft: BroadcastDraft = {
      name: `Nummer ${(this.serial += 1)}`,
      note: '',
      audience: { segmentIds: [], excludedSegmentIds: [] },
      channels: both ? ['mail', 'sms'] : ['mail'],
      variants: [
        { id: 'a', name: 'A', weight: 1, templateIds },
        ...(tested
          ? [{ id: 'b', name: 'B', weight: 1, templateIds: { ...templateIds, mail: other } }]
          : []),
      ],
      test: tested
        ? {
            shareBp: 5_000,
            measure: 'clicked',
            afterMinutes: 120,
            unclear: n % 2 ? 'ask' : 'leading',
          }
        : null,
      schedule:
        n % 7 === 0
          ? { kind: 'local', day: this.tomorrow(), minutes: 18 * 60 }
          : n % 7 === 1
            ? { kind: 'at', at: this.clock.now() + 5 * HOUR }
            : { kind: 'now' },
      spreadMinutes: n % 11 === 0 ? 90 : 0,
      perMinute: n % 6 === 0 ? 1 : null,
      caps: n % 8 === 0 ? [{ times: 1, per: 'week' }] : [],
      topic,
      resultDays: 7,
    };
    const { deps } = this.any().house.broadcasts;
    const made = await createBroadcast(deps, retailerId, draft, SYSTEM);
    const { id } = made.broadcast;
    this.newsletters.push({ retailerId, id });
    this.audit.topics.set(id, topic);
    await stepBroadcast(deps, 'schedule', { retailerId, id, by: SYSTEM });
  }

  protected tomorrow(): string {
    return new Date(this.clock.now() + DAY).toISOString().slice(0, 10);
  }

  protected async newsletterSteps(n: number): Promise<void> {
    const one = this.newsletters[n % Math.max(1, this.newsletters.length)];
    if (one === undefined) return;
    const { deps } = this.any().house.broadcasts;
    const asked = { ...one, by: SYSTEM };
    const wanted = (['pause', 'resume', 'pause', 'resume', 'cancel', 'winner'] as const)[
      (n >> 4) % 6
    ];
    if (wanted === undefined) return;
    if (wanted === 'winner') return maybe(chooseWinner(deps, asked, n % 2 ? 'a' : 'b'));
    return maybe(stepBroadcast(deps, wanted, asked));
  }

  protected async journeySteps({ who, n }: Step): Promise<void> {
    const { retailerId } = PEOPLE[who] as Person;
    this.mustNothing();
    const { deps } = this.any().house.journeys;
    const { journeys } = await listJourneys(deps, retailerId);
    const one = journeys[n % journeys.length];
    const wanted = (['pause', 'resume', 'pause', 'resume', 'resume', 'finish', 'end'] as const)[
      (n >> 3) % 7
    ];
    if (one === undefined || wanted === undefined) return;
    const asked = { retailerId, id: one.journey.id, by: SYSTEM };
    await maybe(stepJourney(deps, wanted, asked));
  }

  protected async publishes({ who, n }: Step): Promise<void> {
    const { retailerId } = PEOPLE[who] as Person;
    const templates = this.furnished.templates.get(retailerId) as Templates;
    const { deps } = this.any().house.journeys;
    const asked = { retailerId, id: browsingOf(retailerId), by: SYSTEM };
    const [row] = await this.sql<{ at: Date }[]>`
      select updated_at as at from journey where retailer_id = ${retailerId} and id = ${asked.id}`;
    const draft = browsing(templates, 1 + (n % 3));
    const updatedAt = row?.at.getTime() ?? 0;
    await maybe(
      changeJourney(deps, asked, { draft, updatedAt }).then(() =>
        publish(deps, asked, { move: n % 2 === 0 }),
      ),
    );
  }
}

/** Staff may ask for what is not possible now: they are told so. */
async function maybe(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'conflict' && code !== 'not_ready' && code !== 'bad_request') throw error;
  }
}
