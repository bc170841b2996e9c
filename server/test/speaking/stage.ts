/** Where a story takes place: two processes on one database, the outside, and the truth. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { type FixedClock, fixedClock, openPool, type Sql } from '../../src/runtime/index.ts';
import { Audit } from './audit.ts';
import { Outside } from './outside.ts';
import { keysOf, PEOPLE, type Person, userKey } from './people.ts';
import { type Process, startProcess } from './process.ts';
import { type Furnished, OPENING, SHOPS } from './shop.ts';
import { Truth } from './truth.ts';

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
  protected disturbed = false;

  constructor(from: { url: string; dataDir: string }, furnished: Furnished) {
    this.from = from;
    this.furnished = furnished;
    this.sql = openPool({ url: from.url, max: 2, name: 'story' });
    const { clock, outside, truths } = this;
    this.audit = new Audit({ sql: this.sql, clock, outside, truths });
  }

  async begin(): Promise<void> {
    this.processes = [await this.start(), await this.start()];
    for (const person of PEOPLE) await this.introduce(person);
  }

  async close(): Promise<void> {
    for (const process of this.processes) await process.close();
    await this.sql.end({ timeout: 1 });
  }

  /** Makes somebody known, with all their names, where nobody knows them. */
  protected async introduce(person: Person): Promise<void> {
    const truth = this.truths.get(person.retailerId) as Truth;
    if (truth.shoppers.has(userKey(person))) return;
    const { email, phone, zone } = person;
    await this.submit(person, { type: 'identify', traits: { email, phone, timezone: zone } });
    truth.known(keysOf(person), { at: this.clock.now(), zone });
    await this.regroup(person.retailerId, truth);
    this.clock.advance(1_000);
  }

  protected async submit(
    { retailerId, userId }: Person,
    item: object,
    kind: 'till' | 'server' = 'till',
  ) {
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
