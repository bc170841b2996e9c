/** Where a story takes place: two processes on one database, the outside, and the truth. */
import type { ProfileId, RetailerId, SourceKind } from '@augenblick/contract';
import { type FixedClock, fixedClock, openPool, type Sql } from '../../src/runtime/index.ts';
import { Audit } from './audit.ts';
import { Outside } from './outside.ts';
import { keysOf, PEOPLE, type Person, userKey } from './people.ts';
import { type Process, startProcess } from './process.ts';
import { type Furnished, OPENING, SHOPS } from './shop.ts';
import { Truth } from './truth.ts';

const DAY = 86_400_000;
/** Days after the opening of the shops: summer time begins in New York, in Berlin, ends in Auckland; the other way round. */
const DAYS: readonly number[] = [0, 3, 24, 30, 207, 235, 241];

/** A journey that must have begun for somebody at an instant. `key`: the run's; null = the cart's. */
interface Must {
  retailerId: RetailerId;
  /** The name it was done under. */
  by: string;
  n: number;
  playbook: string;
  journeyId: string;
  key: string | null;
  at: number;
  due: number;
}

/** What all of a story stands on. */
export class Stage {
  readonly clock: FixedClock = fixedClock(OPENING);
  readonly outside = new Outside(this.clock.now);
  readonly truths = new Map<RetailerId, Truth>(SHOPS.map((id) => [id, new Truth()]));
  readonly audit: Audit;
  protected readonly sql: Sql;
  protected readonly from: { url: string; dataDir: string };
  protected readonly furnished: Furnished;
  protected processes: Process[] = [];
  protected serial = 0;
  protected started = 0;
  protected readonly newsletters: { retailerId: RetailerId; id: string }[] = [];
  #musts: Must[] = [];
  protected disturbed = false;
  protected opened = OPENING;

  constructor(from: { url: string; dataDir: string }, furnished: Furnished) {
    this.from = from;
    this.furnished = furnished;
    this.sql = openPool({ url: from.url, max: 2, name: 'story' });
    const { clock, outside, truths } = this;
    this.audit = new Audit({ sql: this.sql, clock, outside, truths });
  }

  /** Opens on one of several days: in some of the weeks that follow the clocks are changed, here or there. */
  async begin(day = 0): Promise<void> {
    this.clock.advance((DAYS[day % DAYS.length] as number) * DAY);
    this.opened = this.clock.now();
    this.processes = [await this.start(), await this.start()];
    for (const person of PEOPLE) await this.introduce(person);
  }

  async close(): Promise<void> {
    for (const process of this.processes) await process.close();
    await this.sql.end({ timeout: 1 });
  }

  /** A day in the first weeks of the story, of whatever year. */
  protected birthdayOf({ n }: Person): string {
    const day = new Date(this.opened + (2 + 4 * n) * DAY).toISOString().slice(5, 10);
    return `${1990 + n}-${day}`;
  }

  /** Makes somebody known, with all their names, where nobody knows them. */
  protected async introduce(person: Person): Promise<void> {
    const truth = this.truths.get(person.retailerId) as Truth;
    if (truth.shoppers.has(userKey(person))) return;
    const { email, phone, zone } = person;
    const birthday = this.birthdayOf(person);
    const traits = { email, phone, timezone: zone, birthday };
    await this.submit(person, { type: 'identify', traits });
    truth.known(keysOf(person), { at: this.clock.now(), zone });
    await this.regroup(person.retailerId, truth);
    this.clock.advance(1_000);
  }

  protected async submit({ retailerId, userId }: Person, item: object, kind: SourceKind = 'till') {
    const { house } = this.any();
    const source = await house.sources.ensure({ retailerId, kind, name: `Quelle ${kind}` });
    const messageId = `m${(this.serial += 1)}`;
    const timestamp = new Date(this.clock.now()).toISOString();
    const [result] = await house.ingest.submit(source, [{ userId, messageId, timestamp, ...item }]);
    if (result?.outcome !== 'stored')
      throw new Error(`an event was not stored: ${JSON.stringify(result)}`);
  }

  /** Which names are one shopper by now: how that is found is held to its own tests. */
  protected async regroup(retailerId: RetailerId, truth: Truth): Promise<void> {
    const rows = await this.sql<{ key: string; id: string }[]>`
      select kind || ':' || value as key, profile_id as id from identity where retailer_id = ${retailerId}`;
    truth.regroup(new Map(rows.map(({ key, id }) => [key, id])));
  }

  protected async profileOf(
    retailerId: RetailerId,
    userId: string,
  ): Promise<ProfileId | undefined> {
    const [row] = await this.sql<{ id: ProfileId }[]>`
      select profile_id as id from identity where retailer_id = ${retailerId} and kind = 'user_id' and value = ${userId}`;
    return row?.id;
  }

  /** Something happened with which a journey of the playbook begins, should it be live: it must, as soon as that is due. */
  protected async must(
    person: Person,
    { after = 0, ...one }: { playbook: string; key: string | null; after?: number; by?: string },
  ): Promise<void> {
    const { retailerId, n } = person;
    const live = await this.sql<{ id: string }[]>`
      select id from journey
       where retailer_id = ${retailerId} and playbook = ${one.playbook} and status = 'live'`;
    const at = this.clock.now();
    const due = at + after;
    for (const { id: journeyId } of live)
      this.#musts.push({ by: userKey(person), ...one, retailerId, n, journeyId, at, due });
  }

  /** Whoever bought has nothing in the cart any more, nor have those they may be one with. */
  protected bought({ retailerId, n }: Person): void {
    this.#musts = this.#musts.filter(
      (one) => one.key !== null || one.retailerId !== retailerId || one.n >> 1 !== n >> 1,
    );
  }

  /** Whoever does something is not quiet: a cart is told of later. */
  protected later(): void {
    const due = this.clock.now() + 31 * 60_000;
    this.#musts = this.#musts.map((one) => (one.key === null ? { ...one, due } : one));
  }

  /** Nobody knows any more what must begin: journeys stood still, or somebody was forgotten. */
  protected mustNothing(): void {
    this.#musts = [];
  }

  /** The house has worked in peace: what must have begun by now has. */
  protected async mustHave(): Promise<void> {
    const now = this.clock.now();
    const due = this.#musts.filter((one) => one.due <= now);
    this.#musts = this.#musts.filter((one) => one.due > now);
    for (const { retailerId, by, playbook, journeyId, key, at } of due) {
      // What the house looks at after two days only is old.
      if (now - at > 2 * DAY) continue;
      // A cart is told of once a week.
      const since = new Date(key === null ? at - 7 * DAY : 0);
      const runs = await this.sql`
        select 1 from journey_run r join identity i on i.retailer_id = r.retailer_id and i.profile_id = r.profile_id
         where r.retailer_id = ${retailerId} and r.journey_id = ${journeyId} and r.key = ${key ?? ''}
           and i.kind || ':' || i.value = ${by}
           and (r.entered_at >= ${since} or r.status = 'active' or r.ended_at >= ${new Date(at)})`;
      if (runs.length === 0)
        this.audit.fail(`${playbook} of ${retailerId} did not begin for ${by} (${key ?? 'cart'})`);
    }
    this.audit.tell();
  }

  protected any(): Process {
    return this.processes[this.serial % 2] as Process;
  }

  protected start(): Promise<Process> {
    const { url, dataDir } = this.from;
    const { clock, outside } = this;
    const failed = (words: string): void => {
      if (!this.disturbed) this.audit.fail(`the house says: ${words}`);
    };
    const seed = 100 + (this.started += 1);
    return startProcess({ url, dataDir, clock, seed, outside, failed });
  }
}
