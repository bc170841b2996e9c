/** What shoppers do: they look, buy, and use the pages behind the links in their mails. */
import { URLENCODED } from '../optin.ts';
import type { Handed } from './outside.ts';
import { mailKey, type Person, userKey } from './people.ts';
import { Stage } from './stage.ts';
import type { What } from './step.ts';
import type { Truth } from './truth.ts';

const DAY = 86_400_000;

/** A stage with shoppers on it. */
export class Shoppers extends Stage {
  protected async shops(what: What, person: Person, n: number): Promise<void> {
    await this.introduce(person);
    const truth = this.truths.get(person.retailerId) as Truth;
    const shopper = truth.shoppers.get(userKey(person));
    const product = { product_id: `p${n % 4}`, name: `Ding ${n % 4}`, price: 20, currency: 'EUR' };
    const now = this.clock.now();
    if (what === 'puts into the cart') {
      shopper?.carts.push(now);
      await this.submit(person, { type: 'track', event: 'Product Added', properties: product });
    } else if (what === 'looks at something')
      await this.submit(person, { type: 'track', event: 'Product Viewed', properties: product });
    else {
      shopper?.orders.push(now);
      const properties = {
        order_id: `o${(this.serial += 1)}`,
        total: 20,
        currency: 'EUR',
        products: [{ ...product, quantity: 1 }],
      };
      const kind = what === 'buys online' ? 'server' : 'till';
      await this.submit(person, { type: 'track', event: 'Order Completed', properties }, kind);
    }
  }

  /** The newest message this address was given and that has such a link; those the story may use. */
  protected held(
    { retailerId, email }: Person,
    fits: (one: Handed) => boolean,
  ): Handed | undefined {
    return this.outside.handed.findLast(
      (one) => one.taken && one.retailerId === retailerId && one.address === email && fits(one),
    );
  }

  protected post(link: string, body: string) {
    const { http } = this.any();
    const url = new URL(link).pathname;
    const from = { remoteAddress: `203.0.113.${this.serial % 250}` };
    return http.inject({ method: 'POST', url, payload: body, headers: URLENCODED, ...from });
  }

  /** What a shopper does with the pages behind the links in their mails. */
  protected async page(what: What, person: Person, n: number): Promise<void> {
    const truth = this.truths.get(person.retailerId) as Truth;
    const now = this.clock.now();
    const key = mailKey(person);
    if (what === 'signs up') return this.signsUp(person, n);
    if (what === 'confirms the sign-up' || what === 'confirms their return')
      return this.confirms(what, person, truth);
    const last = this.held(person, ({ links }) => links.unsubscribe !== null);
    if (last === undefined) return;
    const known = truth.shoppers.has(key);
    const { unsubscribe, preferences } = last.links;
    if (what === 'one click') {
      if (known) truth.leaves(key, ['email'], now);
      const answer = await this.post(unsubscribe ?? '', 'List-Unsubscribe=One-Click');
      this.audit.expect(answer.statusCode, 200, 'one click is answered');
    } else if (what === 'preference centre: leaves') {
      if (known) truth.leaves(key, ['email', 'sms'], now);
      await this.post(preferences ?? '', 'do=leave');
    } else if (what === 'preference centre: saves') {
      const frequency = (['all', 'weekly', 'monthly'] as const)[n % 3] ?? 'all';
      const pause = ['keep', 'none', '14', 'keep', 'none'][n % 5] ?? 'keep';
      const topics = ['neues', 'angebote', 'ratgeber'].filter((_one, i) => (n >> i) % 2 === 0);
      await this.saves(person, truth, { link: preferences ?? '', frequency, pause, topics });
    }
  }

  protected async saves(
    person: Person,
    truth: Truth,
    wish: {
      link: string;
      frequency: 'all' | 'weekly' | 'monthly';
      pause: string;
      topics: string[];
    },
  ): Promise<void> {
    const { link, frequency, pause, topics } = wish;
    const key = mailKey(person);
    const now = this.clock.now();
    const fields = new URLSearchParams({ do: 'save', frequency, pause, language: 'de' });
    for (const topic of topics) fields.append('topic', topic);
    for (const channel of ['email', 'sms']) fields.append('channel', channel);
    const answer = await this.post(link, fields.toString());
    this.audit.expect(answer.statusCode, 200, 'the preference centre answers');
    if (!truth.shoppers.has(key)) return;
    const before = truth.wishOf(key)?.pausedUntil ?? null;
    const until = pause === '14' ? now + 14 * DAY : null;
    const off = ['neues', 'angebote', 'ratgeber'].filter((one) => !topics.includes(one));
    const pausedUntil = pause === 'keep' ? before : until;
    truth.wish(key, now, { pausedUntil, frequency, topicsOff: off });
  }

  protected async signsUp({ retailerId, email }: Person, n: number): Promise<void> {
    const [form] = await this.sql<{ id: string }[]>`
      select id from signup_form where retailer_id = ${retailerId} and status = 'live' order by id limit 1`;
    const body = { email, topics: [], language: n % 2 ? 'de' : 'en', elapsed: 5_000 };
    const { http } = this.any();
    const answer = await http.inject({
      method: 'POST',
      url: `/v1/forms/${form?.id}`,
      payload: JSON.stringify(body),
      headers: { 'content-type': 'text/plain' },
      remoteAddress: `198.51.${this.serial % 250}.7`,
    });
    this.audit.expect(answer.statusCode, 200, 'the form answers');
  }

  protected async confirms(what: What, person: Person, truth: Truth): Promise<void> {
    const page = what === 'confirms the sign-up' ? '/m/c/' : '/m/d/';
    const linkOf = ({ words }: Handed): string | undefined =>
      new RegExp(`https://augenblick\\.example(${page}[\\w.~-]+)`).exec(words)?.[1];
    const mail = this.held(person, (one) => linkOf(one) !== undefined);
    const link = mail === undefined ? undefined : linkOf(mail);
    if (mail === undefined || link === undefined) return;
    const now = this.clock.now();
    const answer = await this.post(`https://augenblick.example${link}`, '');
    if (answer.statusCode !== 200 || this.audit.used.has(link)) return;
    this.audit.used.add(link);
    const key = mailKey(person);
    truth.known([key], { at: now, zone: person.zone });
    await this.regroup(person.retailerId, truth);
    truth.say(key, 'email', true, now);
    if (page === '/m/c/') truth.dead.delete(key);
  }
}
