/** Holds the house to the truth: each message as it leaves, each one that is left out, and the whole at the end. */
import type { RetailerId } from '@augenblick/contract';
import { listBroadcasts } from '../../src/broadcast/broadcasts.ts';
import { heldFromAll, shopperHash } from '../../src/decision/index.ts';
import { listJourneys } from '../../src/journey/journeys.ts';
import type { FixedClock, Sql } from '../../src/runtime/index.ts';
import { differences } from '../write-path.ts';
import { addressKey, type Handed, type Outside, spokenOf } from './outside.ts';
import { keysOf, PEOPLE } from './people.ts';
import type { Process } from './process.ts';
import { CAPS, HOLDOUT_BP, SALT, SHOPS } from './shop.ts';
import { type Shopper, type Truth, wall } from './truth.ts';
import { against, leftLying, waysOf } from './ways.ts';

const SHOP_ZONE = 'Europe/Berlin';
const DAY = 86_400_000;
/** Statuses of a message that its shopper has. */
const HAS = new Set(['sent', 'delivered', 'bounced', 'complained']);
/** Reasons that say: there was no basis. */
const NO_BASIS = new Set([
  'consent_missing',
  'objected',
  'topic_off',
  'paused',
  'suppressed',
  'bounced_before',
  'complained_before',
]);

/** What it looks at. */
export interface Looked {
  sql: Sql;
  clock: FixedClock;
  outside: Outside;
  truths: ReadonlyMap<RetailerId, Truth>;
}

interface Row {
  retailer_id: RetailerId;
  id: string;
  profile_id: string;
  status: string;
  reason: string | null;
  channel: string | null;
  channels: string[];
  origin_kind: string;
  origin_id: string;
  origin_step: string | null;
  asked: number;
  from: number;
  until: number | null;
  decided: number | null;
  tries: number;
}

/** The record of one story. */
export class Audit {
  /** What happens just now. */
  step = 'the beginning';
  /** Links that did what they were for. */
  readonly used = new Set<string>();
  /** Topic of each newsletter. */
  readonly topics = new Map<string, string | null>();
  /** How often what was seen: a story in which nothing leaves shows nothing. */
  readonly seen = new Map<string, number>();
  readonly #looked: Looked;
  readonly #failures: string[] = [];
  readonly #erased: { retailerId: RetailerId; keys: readonly string[]; again: boolean }[] = [];
  #from = 0;
  #loose = new Set<string>();

  constructor(looked: Looked) {
    this.#looked = looked;
  }

  /** Notes that something does not hold; told with the next look. */
  fail(words: string): void {
    this.#failures.push(`${this.step}: ${words}`);
  }
  expect(found: unknown, wanted: unknown, words: string): void {
    if (found !== wanted) this.fail(`${words}: ${String(found)} instead of ${String(wanted)}`);
  }
  erased(retailerId: RetailerId, keys: readonly string[]): void {
    this.#erased.push({ retailerId, keys, again: false });
  }

  /** Staff wrote a forgotten name down anew: it stands there by their own hand. */
  named(retailerId: RetailerId, key: string): void {
    for (const one of this.#erased)
      if (one.retailerId === retailerId && one.keys.includes(key)) one.again = true;
  }

  /** The house begins to work. About these names something is said meanwhile: nobody knows what comes first. */
  begin(loose: readonly string[] = [], retailerId?: RetailerId): void {
    this.#from = this.#looked.outside.handed.length;
    const truth = retailerId === undefined ? undefined : this.#looked.truths.get(retailerId);
    const near = loose.flatMap((key) => [key, ...(truth?.shoppers.get(key)?.keys ?? [])]);
    // Staff may join neighbours meanwhile.
    const next = near.map((key) => key.replace(/\d(?=@|$)/, (n) => String(Number(n) ^ 1)));
    const all = new Set([...near, ...next]);
    const chats = [...(truth?.chats ?? [])].flatMap(([chat, owner]) =>
      all.has(owner) ? [chat] : [],
    );
    this.#loose = new Set([...all, ...chats].map((key) => `${retailerId} ${key}`));
  }

  /** The house is done: what left since is held to the truth, and what was left out. */
  async check(): Promise<void> {
    const { sql, clock } = this.#looked;
    const left = this.#looked.outside.handed.slice(this.#from);
    for (const one of left) this.#left(one);
    if (left.some(({ origin }) => origin.kind === 'journey')) await this.#along(left);
    const rows = await rowsOf(sql, clock.now());
    for (const row of rows) await this.#leftOut(row);
    this.#loose.clear();
    this.tell();
  }

  /** Throws what does not hold. */
  tell(): void {
    if (this.#failures.length > 0) throw new Error(this.#failures.join('\n'));
  }
  #note(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  /** A message was handed over. */
  #left(one: Handed): void {
    const { outside, truths, clock } = this.#looked;
    const { retailerId, id, basis, no } = one;
    const truth = truths.get(retailerId) as Truth;
    const key = addressKey(one);
    const before = outside.handed.slice(0, no);
    const said = `${basis} message of ${one.origin.kind} ${one.origin.id} to ${key} at ${retailerId} (${id})`;
    this.#note(`${one.answer} ${one.origin.kind} ${one.channel}`);
    if (one.answer === 'gone') truth.dead.set(key, clock.now());
    if (before.some((other) => other.id === id && other.answer !== 'refused'))
      this.fail(`${said} left twice`);
    if (basis !== 'marketing') return;
    const shopper = truth.ownerOf(key);
    if (heldFromAll(shopperHash(SALT, one.profileId), HOLDOUT_BP))
      this.fail(`${said} left to the comparison group`);
    if (this.#loose.has(`${retailerId} ${key}`)) return;
    const topic = this.topics.get(one.origin.id) ?? null;
    const spoken = spokenOf(one.channel);
    const before1 = one.answer === 'gone' ? null : truth.against(key, spoken, topic, one.at);
    if (before1 !== null) this.fail(`${said} has no basis: ${before1}`);
    const zone = shopper?.zone ?? SHOP_ZONE;
    const { time } = wall(zone, one.at);
    if (time >= '22:00' || time < '07:00') this.fail(`${said} left at ${time} in ${zone}`);
    if (shopper !== undefined) this.#often(one, shopper, before, said);
    if (one.origin.kind === 'broadcast') {
      const twin = before.find(
        (other) =>
          other.taken &&
          other.id !== id &&
          other.retailerId === retailerId &&
          other.origin.id === one.origin.id &&
          truth.ownerOf(addressKey(other)) === shopper,
      );
      if (twin !== undefined)
        this.fail(`${said}: the same newsletter was there already (${twin.id}, ${twin.address})`);
    }
  }

  /** What left is what its journey is for. */
  async #along(left: readonly Handed[]): Promise<void> {
    const { sql, truths, outside } = this.#looked;
    const ways = await waysOf(sql);
    for (const one of left) {
      const way = ways.get(`${one.retailerId} ${one.id}`);
      const key = addressKey(one);
      const shopper = truths.get(one.retailerId)?.ownerOf(key);
      // Whoever was forgotten takes their ways along.
      if (way === undefined || shopper === undefined) continue;
      this.#note(`left: ${way.playbook || 'browsing'}`);
      if (this.#loose.has(`${one.retailerId} ${key}`)) continue;
      const before = outside.handed.slice(0, one.no).flatMap((other) => {
        const own = ways.get(`${other.retailerId} ${other.id}`);
        const same = other.retailerId === one.retailerId && shopper.keys.has(addressKey(other));
        return own === undefined || !same ? [] : [{ one: other, way: own }];
      });
      const why = against(one, way, shopper, before);
      if (why !== null)
        this.fail(
          `${way.playbook || 'browsing'} ${way.node} to ${key} at ${one.retailerId} left: ${why}`,
        );
    }
  }

  /** Caps, of the shop and of the shopper's own wish. */
  #often(one: Handed, shopper: Shopper, before: readonly Handed[], said: string): void {
    const { truths } = this.#looked;
    const got = before.filter(
      (other) =>
        other.taken &&
        other.basis === 'marketing' &&
        other.retailerId === one.retailerId &&
        other.id !== one.id &&
        other.at >= shopper.since &&
        truths.get(one.retailerId)?.ownerOf(addressKey(other)) === shopper,
    );
    const times = got.map(({ at }) => new Date(at).toISOString()).join(', ');
    const { day, week } = wall(SHOP_ZONE, one.at);
    const today = got.filter((other) => wall(SHOP_ZONE, other.at).day === day).length;
    const weekly = got.filter((other) => wall(SHOP_ZONE, other.at).week === week).length;
    if (today >= CAPS.day) this.fail(`${said} is number ${today + 1} of the day`);
    if (weekly >= CAPS.week)
      this.fail(`${said} is number ${weekly + 1} of the week, after ${times}`);
    const truth = this.#looked.truths.get(one.retailerId);
    const wish = truth?.wishOf(addressKey(one))?.frequency ?? 'all';
    const month = day.slice(0, 7);
    const monthly = got.filter((other) => wall(SHOP_ZONE, other.at).day.startsWith(month)).length;
    if (wish === 'weekly' && weekly >= 1) this.fail(`${said}: they wished one a week`);
    if (wish === 'monthly' && monthly >= 1) this.fail(`${said}: they wished one a month`);
  }

  /** A message was left out or put off just now: the reason must be true. */
  async #leftOut(row: Row): Promise<void> {
    const { truths, clock, sql } = this.#looked;
    const { retailer_id: retailerId, reason } = row;
    const truth = truths.get(retailerId) as Truth;
    this.#note(`${row.status} ${reason}`);
    const keys = await keysOfProfile(sql, retailerId, row.profile_id);
    const shopper = keys.map((key) => truth.shoppers.get(key)).find((one) => one !== undefined);
    const said = `message of ${row.origin_kind} ${row.origin_id} to ${keys[0]} at ${retailerId} (${row.id})`;
    if (reason === 'global_holdout')
      this.expect(
        heldFromAll(shopperHash(SALT, row.profile_id), HOLDOUT_BP),
        true,
        `${said} was left out as of the comparison group`,
      );
    if (shopper === undefined || shopper.mixed) return;
    if (keys.some((key) => this.#loose.has(`${retailerId} ${key}`))) return;
    const now = clock.now();
    if (reason === 'quiet_hours') {
      const { time } = wall(shopper.zone, now);
      if (time >= '07:00' && time < '22:00') this.fail(`${said} was put off at ${time}`);
      if (row.status === 'waiting' && wall(shopper.zone, row.from).time !== '07:00')
        this.fail(`${said} was put off until ${wall(shopper.zone, row.from).time}`);
    }
    // Of several channels the preferred one says why.
    const alone = row.channels.length === 1;
    if (alone && reason !== null && NO_BASIS.has(reason) && row.status === 'dropped') {
      const topic = this.topics.get(row.origin_id) ?? null;
      for (const channel of row.channels) {
        const spoken = spokenOf(channel);
        const own = truth.addressesOf(shopper, spoken);
        if (own.some((key) => truth.against(key, spoken, topic, now) === null))
          this.fail(`${said} was left out (${reason}), and they want it by ${channel}`);
      }
    }
    if (reason === 'too_late' && !(row.until !== null && now > row.until))
      this.fail(`${said} was not too late`);
    if (reason === 'capped_overall') this.#capped(row, shopper, said);
  }

  /** As many as the cap says were handed over, or at least on their way. */
  #capped(row: Row, shopper: Shopper, said: string): void {
    const { outside, clock, truths } = this.#looked;
    const tried = outside.handed.filter(
      (one) =>
        one.basis === 'marketing' &&
        one.retailerId === row.retailer_id &&
        truths.get(row.retailer_id)?.ownerOf(addressKey(one)) === shopper,
    );
    // What was refused counts when it was to leave, not when it left.
    if (tried.some(({ answer }) => answer !== 'sent')) return;
    const { day, week } = wall(SHOP_ZONE, clock.now());
    const today = tried.filter(({ at }) => wall(SHOP_ZONE, at).day === day).length;
    const weekly = tried.filter(({ at }) => wall(SHOP_ZONE, at).week === week).length;
    if (today < CAPS.day && weekly < CAPS.week)
      this.fail(`${said} was left out as one too many: ${today} today, ${weekly} this week`);
  }

  /** Whether the message still stands in the books. */
  async isKept({ retailerId, id }: Handed): Promise<boolean> {
    const { sql } = this.#looked;
    const rows = await sql`select 1 from delivery where retailer_id = ${retailerId} and id = ${id}`;
    return rows.length > 0;
  }

  /** Nothing of a forgotten shopper is left at the shop, in any table, as text or as bytes. */
  async forgotten(retailerId: RetailerId, keys: readonly string[]): Promise<void> {
    const { sql } = this.#looked;
    const values = keys.map((key) => key.slice(key.indexOf(':') + 1));
    const tables = await sql<{ name: string; own: boolean }[]>`
      select c.relname as name, exists (select from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'retailer_id') as own
        from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'augenblick'
       where c.relkind in ('r', 'p') order by 1`;
    const patterns = values.flatMap((value) => [
      `%${value}%`,
      `%${Buffer.from(value).toString('hex')}%`,
    ]);
    for (const { name, own } of tables) {
      const rows = await sql<{ text: string }[]>`
        select t::text as text from ${sql(name)} t
         where ${own ? sql`t.retailer_id = ${retailerId} and` : sql``} t::text like any(${patterns}::text[]) limit 3`;
      for (const { text } of rows)
        this.fail(`after erasing ${keys.join(', ')} stands in ${name}: ${text.slice(0, 600)}`);
    }
  }

  /** The end of the story: every message has come to its end, and all figures agree. */
  async whole(
    process: Process,
    newsletters: readonly { retailerId: RetailerId; id: string }[],
  ): Promise<void> {
    this.step = 'the end';
    const { sql, outside, clock } = this.#looked;
    const rows = await rowsOf(sql, null);
    const byId = new Map(rows.map((row) => [`${row.retailer_id} ${row.id}`, row]));
    const taken = new Map<string, number>();
    for (const one of outside.handed) {
      const name = `${one.retailerId} ${one.id}`;
      if (one.taken) taken.set(name, (taken.get(name) ?? 0) + 1);
      const row = byId.get(name);
      if (row === undefined || !one.taken) continue;
      if (!HAS.has(row.status) && row.status !== 'unknown')
        this.fail(`${name} was taken and stands as ${row.status} ${row.reason}`);
    }
    for (const [name, row] of byId) await this.#ended(name, row, taken.get(name) ?? 0);
    for (const { retailerId, keys, again } of this.#erased) {
      if (again) continue;
      const truth = this.#looked.truths.get(retailerId);
      const gone = keys.filter((key) => !truth?.shoppers.has(key));
      if (gone.length === keys.length) await this.forgotten(retailerId, keys);
    }
    for (const retailerId of SHOPS) {
      await this.#journeys(process, retailerId);
      await this.#newsletters(process, retailerId, newsletters);
      const { database } = process;
      const different = await differences(database, retailerId, { now: clock.now() });
      if (different.length > 0)
        this.fail(`folded anew it is another: ${JSON.stringify(different).slice(0, 800)}`);
    }
    for (const words of await leftLying(sql, clock.now())) this.fail(`left lying: ${words}`);
    await this.#asked(byId);
    this.tell();
  }

  /** Whoever came by a send step has a message, or a reason why not; what ended the run at once is one. */
  async #asked(byId: ReadonlyMap<string, Row>): Promise<void> {
    for (const [name, { playbook, node, ended }] of await waysOf(this.#looked.sql))
      if (!byId.has(name) && (ended === null || ended === 'finished'))
        this.fail(`${name} of ${playbook || 'browsing'} ${node} was never asked for`);
  }

  async #ended(name: string, row: Row, taken: number): Promise<void> {
    const said = `${name} of ${row.origin_kind} ${row.origin_id} ${row.origin_step ?? ''}`;
    const { status, reason } = row;
    if (HAS.has(status) && taken !== 1)
      this.fail(`${said} stands as ${status} and was taken ${taken} times`);
    if (HAS.has(status)) return;
    if (status === 'sending') this.fail(`${said} is being sent for ever`);
    else if (reason === null && status !== 'waiting')
      this.fail(`${said} ${status} without a reason`);
    if (status !== 'waiting' || reason === 'journey_paused') return;
    const { clock } = this.#looked;
    // Put off by a quiet night or a pause of the channel it is looked at again; longer than that nothing waits.
    if (row.from < clock.now() - 1_000 || row.from > clock.now() + 2 * DAY)
      this.fail(`${said} waits (${reason}) since ${new Date(row.from).toISOString()}`);
  }

  /** The figures of the journeys' page are those of the rows. */
  async #journeys({ house }: Process, retailerId: RetailerId): Promise<void> {
    const { sql } = this.#looked;
    if (this.#erased.some((one) => one.retailerId === retailerId)) return;
    const { journeys } = await listJourneys(house.journeys.deps, retailerId);
    for (const { journey, totals } of journeys) {
      const { id, name } = journey;
      const [row] = await sql<Record<'entered' | 'active' | 'finished' | 'messages', number>[]>`
        select count(*)::int as entered, count(*) filter (where status = 'active')::int as active,
               count(*) filter (where status <> 'active')::int as finished,
               (select count(*)::int from delivery where retailer_id = ${retailerId} and origin_kind = 'journey'
                 and origin_id = ${id}) as messages
          from journey_run where retailer_id = ${retailerId} and journey_id = ${id}`;
      for (const key of ['entered', 'active', 'finished', 'messages'] as const)
        this.expect(totals[key], row?.[key], `journey ${name} of ${retailerId}: ${key}`);
    }
  }

  /** So are those of the newsletters' page; and everybody who was there has a result. */
  async #newsletters(
    { house }: Process,
    retailerId: RetailerId,
    own: readonly { retailerId: RetailerId; id: string }[],
  ): Promise<void> {
    const { sql } = this.#looked;
    const list = await listBroadcasts(house.broadcasts.deps, retailerId);
    const ids = new Set(own.filter((one) => one.retailerId === retailerId).map(({ id }) => id));
    this.expect(list.length, ids.size, `newsletters of ${retailerId}`);
    for (const { broadcast, progress } of list) {
      const { id, status } = broadcast;
      const rows = await sql<
        { profile_id: string; status: string | null; reason: string | null }[]
      >`
        select r.profile_id, d.status, d.reason from broadcast_recipient r
          left join delivery d on d.retailer_id = r.retailer_id and d.id = r.delivery_id
         where r.retailer_id = ${retailerId} and r.broadcast_id = ${id}`;
      const count = (fits: (row: (typeof rows)[number]) => boolean): number =>
        rows.filter(fits).length;
      const said = `newsletter ${broadcast.name} (${status}) of ${retailerId}`;
      this.expect(progress.audience, rows.length, `${said}: audience`);
      this.expect(
        progress.sent,
        count((row) => HAS.has(row.status ?? '')),
        `${said}: sent`,
      );
      this.expect(
        progress.unknown,
        count((row) => row.status === 'unknown'),
        `${said}: unknown`,
      );
      this.expect(
        progress.failed,
        count((row) => row.status === 'failed'),
        `${said}: failed`,
      );
      if (status === 'done') {
        this.expect(
          count((row) => row.status === null),
          0,
          `${said}: without a message`,
        );
        this.expect(
          count((row) => row.status === 'dropped' && row.reason === 'taken_back'),
          0,
          `${said}: taken back and never asked for again`,
        );
        await this.#reached(said, retailerId, { id, startedAt: broadcast.startedAt ?? 0 });
      }
    }
  }

  async #reached(
    said: string,
    retailerId: RetailerId,
    { id, startedAt }: { id: string; startedAt: number },
  ): Promise<void> {
    const { sql } = this.#looked;
    const truth = this.#looked.truths.get(retailerId) as Truth;
    for (const person of PEOPLE.filter((one) => one.retailerId === retailerId)) {
      const [key = ''] = keysOf(person);
      const shopper = truth.shoppers.get(key);
      if (shopper === undefined || shopper.mixed || shopper.since >= startedAt) continue;
      const rows = await sql`
        select 1 from identity i join broadcast_recipient r on r.retailer_id = i.retailer_id
           and r.profile_id = i.profile_id
         where i.retailer_id = ${retailerId} and i.kind = 'user_id' and i.value = ${person.userId}
           and r.broadcast_id = ${id}`;
      if (rows.length === 0) this.fail(`${said}: nothing is said of ${key}`);
    }
  }
}

/** Messages, all or those decided about or put off at an instant. */
function rowsOf(sql: Sql, at: number | null): Promise<Row[]> {
  const when = at === null ? sql`true` : sql`decided_at = ${new Date(at)} and status = 'dropped'`;
  return sql<Row[]>`
    select retailer_id, id, profile_id, status, reason, channel, channels, origin_kind, origin_id, origin_step, tries,
           (extract(epoch from asked_at) * 1000)::float8 as asked,
           (extract(epoch from not_before) * 1000)::float8 as from,
           (extract(epoch from not_after) * 1000)::float8 as until,
           (extract(epoch from decided_at) * 1000)::float8 as decided
      from delivery where ${when} or (${at !== null} and status = 'waiting' and reason = 'quiet_hours')
     order by retailer_id, id`;
}

async function keysOfProfile(
  sql: Sql,
  retailerId: RetailerId,
  profileId: string,
): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select kind || ':' || value as key from identity
     where retailer_id = ${retailerId} and profile_id = ${profileId} order by kind desc, value`;
  return rows.map(({ key }) => key);
}
