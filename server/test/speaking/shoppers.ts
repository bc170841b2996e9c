/** What shoppers do: they look, buy, and use the pages behind the links in their mails. */
import type { SourceKind } from '@augenblick/contract';
import { URLENCODED } from '../optin.ts';
import type { Handed } from './outside.ts';
import { startLink } from '../../src/delivery/channels/telegram/index.ts';
import { chatKey, mailKey, type Person, phoneKey, userKey } from './people.ts';
import { Stage } from './stage.ts';
import type { What } from './step.ts';
import type { Deed, Truth } from './truth.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Ways to buy: the kind of source, what it calls a sale, and which of the shopper's names it knows. */
interface Way {
  kind: SourceKind;
  event: 'Order Completed' | 'Receipt Issued';
  name: 'user_id' | 'email' | 'phone';
}
const ONLINE: readonly Way[] = [
  { kind: 'server', event: 'Order Completed', name: 'user_id' },
  { kind: 'web', event: 'Order Completed', name: 'user_id' },
  { kind: 'app', event: 'Order Completed', name: 'user_id' },
  { kind: 'server', event: 'Order Completed', name: 'email' },
];
const AT_THE_TILL: readonly Way[] = [
  { kind: 'till', event: 'Order Completed', name: 'user_id' },
  { kind: 'till', event: 'Receipt Issued', name: 'phone' },
  { kind: 'store', event: 'Receipt Issued', name: 'user_id' },
  { kind: 'kiosk', event: 'Order Completed', name: 'email' },
];

/** A stage with shoppers on it. */
export class Shoppers extends Stage {
  protected async shops(what: What, person: Person, n: number): Promise<void> {
    await this.introduce(person);
    const product = { product_id: `p${n % 4}`, name: `Ding ${n % 4}`, price: 20, currency: 'EUR' };
    if (what === 'puts into the cart') {
      await this.submit(person, { type: 'track', event: 'Product Added', properties: product });
      await this.must(person, { playbook: 'abandoned-cart', key: null, after: 31 * MINUTE });
    } else if (what === 'looks at something')
      await this.submit(person, { type: 'track', event: 'Product Viewed', properties: product });
    else if (what === 'wishes for something')
      await this.submit(person, {
        type: 'track',
        event: 'Product Added to Wishlist',
        properties: product,
      });
    else if (what === 'reviews') {
      this.deed(person, { what: 'review', about: '', event: 'Product Reviewed' });
      const properties = { product_id: product.product_id, rating: 4 };
      await this.submit(person, { type: 'track', event: 'Product Reviewed', properties });
    } else if (what === 'returns it') await this.returns(person, n);
    else await this.buys(what, person, { n, product });
  }

  /** A purchase, through whichever channel and named by whichever of the shopper's names that channel knows. */
  protected async buys(
    what: What,
    person: Person,
    { n, product }: { n: number; product: object },
  ): Promise<void> {
    const ways = what === 'buys online' ? ONLINE : AT_THE_TILL;
    const { kind, event, name } = ways[(n >> 2) % ways.length] as Way;
    const id = `o${(this.serial += 1)}`;
    const properties = {
      [event === 'Receipt Issued' ? 'receipt_id' : 'order_id']: id,
      total: 20,
      currency: 'EUR',
      products: [{ ...product, quantity: 1 }],
    };
    const { email, phone } = person;
    const by = `${name}:${{ user_id: person.userId, email, phone }[name]}`;
    this.deed(person, { key: by, what: 'sale', about: id, event });
    this.bought(person);
    const other = { type: name, id: name === 'email' ? email : phone };
    const named =
      name === 'user_id' ? {} : { userId: undefined, context: { externalIds: [other] } };
    await this.submit(person, { type: 'track', event, properties, ...named }, kind);
    const inShop = ways === AT_THE_TILL ? ['thank-you'] : [];
    const keys = ['review', 'accessories', ...inShop];
    for (const playbook of keys) await this.must(person, { playbook, key: id, by });
  }

  protected async returns(person: Person, n: number): Promise<void> {
    const truth = this.truths.get(person.retailerId) as Truth;
    const sales = (truth.shoppers.get(userKey(person))?.deeds ?? []).filter(
      ({ what, key }) => what === 'sale' && key === userKey(person),
    );
    const sale = sales.at(-1 - (n % 2));
    if (sale === undefined) return;
    this.deed(person, { what: 'return', about: sale.about, event: 'Order Refunded' });
    const id = sale.event === 'Receipt Issued' ? 'receipt_id' : 'order_id';
    const properties = { [id]: sale.about, total: 20, currency: 'EUR' };
    await this.submit(person, { type: 'track', event: 'Order Refunded', properties }, 'server');
  }

  /** What was done stands in the truth, under the name it was done with. */
  protected deed(person: Person, deed: Omit<Deed, 'key' | 'at'> & { key?: string }): void {
    const truth = this.truths.get(person.retailerId) as Truth;
    const key = deed.key ?? userKey(person);
    truth.shoppers.get(key)?.deeds.push({ ...deed, key, at: this.clock.now() });
  }

  /** The shopper writes to the shop, or ends it there: what providers hand in of it. */
  protected async writes(what: What, person: Person): Promise<void> {
    const { retailerId, chat, phone, userId } = person;
    const truth = this.truths.get(retailerId) as Truth;
    const now = this.clock.now();
    const id = (this.serial += 1);
    const hear = (channel: 'sms' | 'telegram', said: object): Promise<void> =>
      this.any().hear(retailerId, channel, said);
    if (what === 'STOP by SMS') {
      if (!truth.shoppers.has(phoneKey(person))) return;
      truth.say(phoneKey(person), 'sms', false, now);
      await hear('sms', {
        webhook_event: 'sms_mo',
        data: { sender: phone.slice(1), text: 'Stop!', id: String(id) },
      });
      return;
    }
    const key = chatKey(person);
    // Telegram knows seconds only.
    const date = Math.floor(now / 1_000);
    const message = (text: string): object => ({
      update_id: id,
      message: { date, text, chat: { id: chat } },
    });
    if (what === 'starts the bot') {
      await this.introduce(person);
      const settings = { token: '', bot: 'laden', linkKey: Buffer.alloc(0) };
      const link = startLink(settings, { kind: 'user_id', value: userId });
      await hear('telegram', message(`/start ${link?.split('?start=')[1]}`));
      truth.chats.set(key, userKey(person));
      truth.say(userKey(person), 'telegram', true, date * 1_000);
    } else if (what === 'stops the bot') {
      const owner = truth.chats.get(key);
      truth.chats.delete(key);
      if (owner !== undefined) truth.say(owner, 'telegram', false, date * 1_000);
      await hear('telegram', message('/stop'));
    } else {
      truth.chats.delete(key);
      await hear('telegram', {
        update_id: id,
        my_chat_member: { date, chat: { id: chat }, new_chat_member: { status: 'kicked' } },
      });
    }
  }

  /** The shop's prices and shelves change. */
  protected async reprices({ retailerId }: Person, n: number): Promise<void> {
    const { house, database } = this.any();
    const out = n % 3 === 0;
    const report = {
      productId: `p${n % 4}`,
      name: `Ding ${n % 4}`,
      priceMinor: 1_000 + 100 * ((n >> 3) % 12),
      currency: 'EUR',
      attributes: { availability: out ? 'out of stock' : 'in stock' },
    };
    await database.withRetailer(retailerId, (sql) =>
      house.catalogue.upsert(sql, retailerId, [report], 'api'),
    );
  }

  /** Something runs out soon, says who predicts it. */
  protected async runsLow(person: Person, n: number): Promise<void> {
    await this.introduce(person);
    const due = new Date(this.clock.now() + (1 + (n % 5)) * 12 * 60 * MINUTE).toISOString();
    const replenishment = { product_id: `p${n % 4}`, name: `Ding ${n % 4}`, due_at: due };
    await this.submit(person, { type: 'identify', traits: { replenishment } });
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
      if (known) truth.leaves(key, ['email', 'sms', 'telegram'], now);
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
    for (const channel of ['email', 'sms', 'telegram']) fields.append('channel', channel);
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
    // Whoever was forgotten has written their address down anew.
    this.audit.named(retailerId, `email:${email}`);
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
