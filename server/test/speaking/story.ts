/**
 * A story: what shoppers, staff, providers, time and two processes do, drawn by chance, step by step. The truth is told at
 * the same time; after each step the house is held to it.
 */
import type { Audit } from './audit.ts';
import type { Mood } from './outside.ts';
import { keysOf, PEOPLE, type Person, phoneKey, userKey } from './people.ts';
import type { Process } from './process.ts';
import type { Furnished } from './shop.ts';
import { Staff } from './staff.ts';
import type { Step, What } from './step.ts';
import type { Truth } from './truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Plays a story to its end in a database of its own. Throws when something does not hold. */
export async function play(furnished: Furnished, steps: readonly Step[]): Promise<Audit> {
  const copy = await furnished.copy();
  const tale = new Story(copy, furnished);
  try {
    await tale.begin(steps[0]?.n);
    for (const one of steps) await tale.happens(one);
    await tale.end();
    return tale.audit;
  } finally {
    await tale.close();
    await copy.drop();
  }
}

/** Steps in which nobody but the house does anything. */
type Deed = () => Promise<void>;

class Story extends Staff {
  /** Lets everything come to its end, with providers that work, and looks at the whole. */
  async end(): Promise<void> {
    this.outside.mood = () => 'good';
    for (const ms of [HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 2 * DAY, 3 * DAY, 7 * DAY]) {
      this.clock.advance(ms);
      await this.work();
    }
    await this.audit.whole(this.processes[0] as Process, this.newsletters);
  }

  async happens(one: Step): Promise<void> {
    this.clock.advance(1_000 + (one.n % 60_000));
    this.later();
    this.audit.step = `${(this.serial += 1)} ${one.what} ${one.who} ${one.n}`;
    await this.act(one);
    if (one.n % 5 < 3) await this.work(one.n % 2);
  }

  protected async act(one: Step): Promise<void> {
    const { what, n } = one;
    // What is not one of these is done by one shopper, or with one.
    const kind: string = what;
    switch (kind) {
      case 'time passes':
        this.clock.advance(TIMES[n % TIMES.length] as number);
        return;
      case 'providers change':
        this.change(n);
        return;
      case 'works together':
        return this.together();
      case 'acts while it works':
        return this.whileWorking(one);
      case 'a process is killed':
        return this.kill(n);
      case 'connections drop':
        return this.drop(n);
      case 'newsletter goes out':
        return this.newsletter(one);
      case 'newsletter steps':
        return this.newsletterSteps(n);
      case 'journey steps':
        return this.journeySteps(one);
      case 'journey is published':
        return this.publishes(one);
      default:
        return this.done(one)();
    }
  }

  /** What one shopper, or staff with one shopper, does. */
  protected done({ what, who, n }: Step): Deed {
    const person = PEOPLE[who] as Person;
    const { retailerId } = person;
    const truth = this.truths.get(retailerId) as Truth;
    const now = (): number => this.clock.now();
    const says = (event: string, channel: string | null, about: 'email' | 'sms' | 'any'): Deed => {
      return async () => {
        await this.introduce(person);
        truth.say(userKey(person), about, event === 'Consent Granted', now());
        const properties = { purpose: 'marketing', ...(channel === null ? {} : { channel }) };
        await this.submit(person, { type: 'track', event, properties });
        if (about === 'email' && event === 'Consent Granted')
          await this.must(person, { playbook: 'welcome', key: '', after: 0 });
      };
    };
    const kind: string = what;
    switch (kind) {
      case 'agrees to mail':
        return says('Consent Granted', 'email', 'email');
      case 'agrees to messages':
        return says('Consent Granted', 'sms', 'sms');
      case 'takes mail back':
        return says('Consent Withdrawn', 'email', 'email');
      case 'takes everything back':
        return says('Consent Withdrawn', null, 'any');
      case 'puts into the cart':
      case 'looks at something':
      case 'buys online':
      case 'buys at the till':
      case 'wishes for something':
      case 'reviews':
      case 'returns it':
        return () => this.shops(what, person, n);
      case 'STOP by SMS':
      case 'starts the bot':
      case 'stops the bot':
      case 'blocks the bot':
        return () => this.writes(what, person);
      case 'runs low':
        return () => this.runsLow(person, n);
      case 'shop changes prices':
        return () => this.reprices(person, n);
      case 'staff bars':
        return () => this.bars(person, truth);
      case 'staff takes it off':
        return () => this.unbars(person, truth);
      case 'staff joins':
        return () => this.joins(person, truth);
      case 'staff parts':
        return () => this.parts(person, truth);
      case 'is forgotten':
        return () => this.forgets(person, truth);
      case 'STOP':
        return () => this.stops(person, truth);
      case 'receipts come':
        return () => this.receipts(n);
      case 'opens and clicks':
        return () => this.opens(n);
      default:
        return () => this.page(what, person, n);
    }
  }

  /** A shopper asks by telephone for no more messages, whatever came before. */
  private async stops(person: Person, truth: Truth): Promise<void> {
    if (!truth.shoppers.has(phoneKey(person))) return;
    truth.say(phoneKey(person), 'sms', false, this.clock.now());
    await this.submit(person, {
      type: 'track',
      event: 'Consent Withdrawn',
      userId: undefined,
      context: { externalIds: [{ type: 'phone', id: person.phone }] },
      properties: { purpose: 'marketing', channel: 'sms', method: 'sms_reply' },
    });
  }

  protected change(n: number): void {
    const moods: readonly Mood[] = [
      'good',
      'good',
      'refuses',
      'down',
      'gone',
      'silent, taken',
      'silent, lost',
      'slow',
    ];
    let drawn = n;
    this.outside.mood = (_channel, address) => {
      // Now and then one of them, not always the same; dead mailboxes are dead only for few.
      drawn = (Math.imul(drawn, 48_271) + 11) >>> 0;
      const mood =
        (drawn >>> 8) % 3 === 0 ? (moods[(drawn >>> 12) % moods.length] as Mood) : 'good';
      return mood === 'gone' && !address.includes('.3@') ? 'refuses' : mood;
    };
  }

  /** Receipts for messages that were handed over: late, twice, out of order. */
  protected async receipts(n: number): Promise<void> {
    const taken = this.outside.handed.filter((one) => one.taken);
    const one = taken[taken.length - 1 - (n % Math.max(1, Math.min(taken.length, 6)))];
    if (one === undefined) return;
    const kind = (['delivered', 'opened', 'delivered', 'bounced', 'complained'] as const)[n % 5];
    if (kind === undefined) return;
    const soft = kind === 'bounced' && n % 2 === 0;
    const notice = {
      channel: one.channel,
      kind,
      deliveryId: one.id,
      providerId: null,
      permanent: kind === 'bounced' && !soft,
      reason: kind === 'bounced' ? ('mailbox_gone' as const) : null,
      words: '',
      at: this.clock.now(),
    };
    const { deliveries } = this.any().house.speaking;
    const times = 1 + (n % 2);
    for (let i = 0; i < times; i++) await deliveries.receive(one.retailerId, [notice]);
    const barring = kind === 'complained' || (kind === 'bounced' && !soft);
    // A message that is gone with its reader bars nobody; whether it is, the rows say.
    if (barring && (await this.audit.isKept(one)))
      this.truths
        .get(one.retailerId)
        ?.dead.set(`${one.channel === 'mail' ? 'email' : 'phone'}:${one.address}`, notice.at);
  }

  protected async opens(n: number): Promise<void> {
    const taken = this.outside.handed.filter((one) => one.taken && one.channel === 'mail');
    const one = taken[taken.length - 1 - (n % Math.max(1, Math.min(taken.length, 6)))];
    const link = /https:\/\/augenblick\.example(\/m\/[lo]\/[^"]+)"/.exec(one?.words ?? '')?.[1];
    if (link === undefined) return;
    await this.any().http.inject({ method: 'GET', url: link, remoteAddress: '203.0.113.9' });
  }

  /** One process works, in peace: everything it hands over is held to the truth. */
  protected async work(which = 0): Promise<void> {
    this.audit.begin();
    await (this.processes[which] as Process).work();
    await this.audit.check();
    await this.mustHave();
  }

  protected async together(): Promise<void> {
    this.audit.begin();
    await Promise.all(this.processes.map((one) => one.work()));
    await this.audit.check();
  }

  /** A shopper does something while messages leave: what leaves at that moment may be from before or after. */
  protected async whileWorking({ who, n }: Step): Promise<void> {
    const deeds: readonly What[] = [
      'one click',
      'takes mail back',
      'buys at the till',
      'staff joins',
      'is forgotten',
      'agrees to mail',
      'preference centre: saves',
      'confirms the sign-up',
    ];
    const what = deeds[n % deeds.length] as What;
    const person = PEOPLE[who] as Person;
    await this.introduce(person);
    this.audit.begin(keysOf(person), person.retailerId);
    const working = Promise.all(this.processes.map((one) => one.work()));
    for (let i = 0; i < n % 97; i++) await breath();
    await Promise.all([working, this.done({ what, who, n })()]);
    await this.audit.check();
  }

  protected async kill(n: number): Promise<void> {
    this.disturbed = true;
    this.audit.begin();
    const [first, second] = this.processes as [Process, Process];
    void first.work().catch(() => undefined);
    const other = n % 2 ? second.work() : Promise.resolve();
    for (let i = 0; i < n % 331; i++) await breath();
    await first.kill();
    await other;
    this.processes = [second, await this.start()];
    this.disturbed = false;
    await this.audit.check();
  }

  protected async drop(n: number): Promise<void> {
    this.disturbed = true;
    this.audit.begin();
    const working = Promise.allSettled(this.processes.map((one) => one.work()));
    for (let i = 0; i < n % 211; i++) await breath();
    if (this.furnished.restart !== undefined && n % 2 === 0) await this.furnished.restart();
    else
      await this.sql`
        select pg_terminate_backend(pid, 10000) from pg_stat_activity
         where datname = current_database() and application_name <> 'augenblick story'`;
    await working;
    for (const process of this.processes) await process.reconnected();
    this.disturbed = false;
    await this.audit.check();
  }
}

const TIMES: readonly number[] = [
  20 * MINUTE,
  HOUR,
  2 * HOUR,
  5 * HOUR,
  9 * HOUR,
  14 * HOUR,
  DAY,
  DAY + HOUR,
  3 * DAY,
  8 * DAY,
  16 * DAY,
];

function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
