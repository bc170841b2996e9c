/** A shop with a live sign-up form: for the tests of sign-ups and of the pages of readers. */
import type { RetailerId, Source } from '@augenblick/contract';
import type { FormOne, WordingOne } from '@augenblick/contract/api/optin.ts';
import { expect } from 'vitest';
import {
  createSuppressionList,
  speechBasis,
  speechFacts,
  type SuppressionList,
} from '../src/consent/index.ts';
import {
  createLinkKey,
  deliveryId,
  type LinkPurpose,
  linkToken,
  readToken,
} from '../src/delivery/index.ts';
import { createSuppressions, erasureRoutes } from '../src/erasure/index.ts';
import {
  type AskedSignups,
  createAskedSignups,
  formRoutes,
  lookOf,
  optinRoutes,
  readerRoutes,
} from '../src/optin/index.ts';
import { seededRandom, silentLog } from '../src/runtime/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type TestServer, testServer, type Visitor } from './server.ts';
import { type WritePath, writePath } from './write-path.ts';

const ONE = 1 as RetailerId;
const LOOK = lookOf(
  null,
  { name: 'Testladen', colour: '#aa3311' },
  { shop: '', page: (address) => address },
);
const TEMPLATE = { id: '0190aaaa-0000-7000-8000-000000000001', version: 1 };
/** The instant at which the shop opens. */
export const SIGN_UPS_BEGIN = '2026-03-01T12:00:00Z';
/** As a page without scripts posts. */
export const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' };

/** Opens the shop with topics, one wording and one live form. */
export async function openOptinHouse(): Promise<OptinHouse> {
  const db = await testDatabase();
  const path = writePath(db.database, { now: SIGN_UPS_BEGIN });
  const keys = createLinkKey({ sql: db.database.owner, random: seededRandom(3) });
  const secret = await keys.of();
  const left: string[] = [];
  const between: Between = { run: null };
  const work: Work = { asked: null, touched: [] };
  const server: TestServer = await testServer(db, {
    more: modulesOf({ db, path, secretOf: keys.of, left, between, work, server: () => server }),
  });
  server.clock.set(Date.parse(SIGN_UPS_BEGIN));
  const owner = await server.visitor('owner');
  const house = new OptinHouse({ db, server, path, owner, secret, left, between, work });
  await house.furnish();
  return house;
}

type Modules = NonNullable<NonNullable<Parameters<typeof testServer>[1]>['more']>;

/** What happens once, right after the next events were taken in and before they are answered: another request, say. */
interface Between {
  run: (() => Promise<void>) | null;
}

/** What the jobs of this house do. */
interface Work {
  asked: AskedSignups | null;
  /** What was looked up or written about addresses, by name. */
  touched: string[];
}

interface Wiring {
  db: TestDatabase;
  path: WritePath;
  secretOf: () => Promise<Buffer>;
  left: string[];
  between: Between;
  work: Work;
  /** Known once it listens; asked for when a request comes. */
  server: () => TestServer;
}

/** The list, which notes when it is asked. */
function watchedList(list: SuppressionList, work: Work): SuppressionList {
  return {
    ...list,
    read: (...about) => {
      work.touched.push('list');
      return list.read(...about);
    },
  };
}

/** The routes of sign-ups, readers, forms and erasure, as the house wires them. */
function modulesOf({ db, path, secretOf, left, between, work, server }: Wiring): Modules {
  return (http, access, sources) => {
    const { clock, ingest } = path;
    const ids = {
      uuid7: () => server().ids.uuid7(),
      token: (bytes?: number) => server().ids.token(bytes),
    };
    const list = watchedList(createSuppressionList({ sql: db.database.owner, ids }), work);
    const deps = {
      database: db.database,
      clock,
      ids,
      audit: access.audit,
      limits: access.limits,
      list,
      submit: async (source: Source, items: readonly unknown[]) => {
        work.touched.push('events');
        const results = await ingest.submit(source, items as never);
        const { run } = between;
        between.run = null;
        await run?.();
        return results;
      },
      sourceOf: (retailerId: RetailerId, which: 'forms' | 'consent'): Promise<Source> =>
        which === 'forms'
          ? sources.ensure({ retailerId, kind: 'web', name: 'Formulare' })
          : sources.ensure({ retailerId, kind: 'server', name: 'Einwilligungen' }),
      lookOf: async () => LOOK,
      confirmationTemplate: async () => TEMPLATE,
      matterTemplate: async () => TEMPLATE,
      ownToken: async (retailerId: RetailerId, id: string) =>
        linkToken(await secretOf(), retailerId, id, 'own'),
      address: () => 'https://augenblick.example',
      ring: () => undefined,
      sentMail: async (_retailer: RetailerId, id: string) => ({
        messageId: `${id}@laden.example`,
        content: 'Bitte bestätigen',
      }),
      readLink: async (token: string) => readToken(await secretOf(), token),
      leftBy: async (_retailer: RetailerId, id: string) => void left.push(id),
    };
    optinRoutes(http, { ...deps, access });
    readerRoutes(http, deps);
    const asked = createAskedSignups({
      ...deps,
      jobs: { define: () => undefined, add: async () => undefined },
      log: silentLog,
    });
    work.asked = asked;
    formRoutes(http, {
      ...deps,
      asked,
      originOf: access.originOf,
      script: 'var augenblickForm=(f)=>f;',
      secret: secretOf,
    });
    const suppressions = createSuppressions({ sql: db.database.owner, clock });
    const { definitions } = path;
    const { forget } = path.pipeline;
    const { audit } = access;
    const erasing = { access, database: db.database, clock, ids, definitions, audit };
    erasureRoutes(http, { ...erasing, suppressions, forget });
  };
}

interface Parts {
  db: TestDatabase;
  server: TestServer;
  path: WritePath;
  owner: Visitor;
  secret: Buffer;
  left: string[];
  between: Between;
  work: Work;
}

/** The open shop. */
export class OptinHouse {
  readonly db: TestDatabase;
  readonly server: TestServer;
  readonly path: WritePath;
  readonly owner: Visitor;
  /** What delivery was told: who unsubscribed through which message. */
  readonly left: string[];
  readonly between: Between;
  form!: FormOne;
  wording!: WordingOne;
  readonly #secret: Buffer;
  readonly #work: Work;
  #places = 0;
  #messages = 0;

  constructor({ db, server, path, owner, secret, left, between, work }: Parts) {
    this.db = db;
    this.server = server;
    this.path = path;
    this.owner = owner;
    this.left = left;
    this.between = between;
    this.#secret = secret;
    this.#work = work;
  }

  /** Adds topics, the wording and the form, through the routes of the console. */
  async furnish(): Promise<void> {
    const texts = { de: 'Ja, <b>bitte</b> den Newsletter.', en: 'Yes, the newsletter please.' };
    this.wording = await this.call('POST', '/wordings', { name: 'Newsletter', texts });
    const topics = [
      { key: 'news', name: { de: 'Neues', en: 'News' }, about: { de: '', en: '' } },
      { key: 'sale', name: { de: 'Angebote', en: 'Offers' }, about: { de: '', en: '' } },
    ];
    const settings = await this.call<{ topics: unknown }>('GET', '/settings');
    await this.call('PUT', '/settings', { ...settings, topics });
    this.form = await this.call('POST', '/forms', this.draft());
    this.form = await this.call('POST', `/forms/${this.form.id}/status`, { status: 'live' });
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.db.drop();
  }

  /** A form as the console sends it. */
  draft() {
    const said = {
      headline: 'Post von uns',
      text: 'Neues.',
      button: 'Los',
      thanks: 'Bitte ins Postfach schauen.',
    };
    return {
      name: 'Fußzeile',
      kind: 'inline',
      address: 'sie',
      wordingId: this.wording.id,
      topics: ['news', 'sale'],
      askFirstName: true,
      texts: { de: said, en: said },
      popup: {
        afterSeconds: 5,
        afterScroll: null,
        onLeave: false,
        position: 'corner',
        againAfterDays: 30,
      },
      hosts: [],
    };
  }

  /** The address of whoever signed up last. */
  get place(): string {
    return `198.51.${this.#places}.7`;
  }

  /** Asks the console's route as the owner. */
  async call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) {
    const answer = await this.owner.request(method, `/api/r/1/consent${url}`, body);
    if (answer.statusCode > 299) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
    return (answer.body === '' ? null : answer.json()) as T;
  }

  /** What sign-ups and readers looked up or wrote about addresses since it was last emptied. */
  get touched(): string[] {
    return this.#work.touched;
  }

  /** Runs the job that takes up what forms put down. */
  takeUp(): Promise<number> {
    return this.#work.asked?.takeUp() ?? Promise.resolve(0);
  }

  /** Somebody signs up from a place of their own, and the job runs. */
  async signUp(email: string, more: object = {}): Promise<number> {
    const status = await this.ask(email, more);
    await this.takeUp();
    return status;
  }

  /** Somebody signs up from a place of their own; nothing more happens. */
  async ask(email: string, more: object = {}): Promise<number> {
    const visitor = this.server.stranger(`198.51.${(this.#places += 1)}.7`);
    const body = {
      email,
      topics: ['news'],
      language: 'de',
      elapsed: 5000,
      page: 'https://s.example/',
      ...more,
    };
    const url = `/v1/forms/${this.form.id}`;
    const answer = await visitor.request('POST', url, JSON.stringify(body), {
      'content-type': 'text/plain',
    });
    return answer.statusCode;
  }

  /** The link in the mail that delivery was asked for. */
  async linkFor(email: string): Promise<string> {
    const rows = await this.db.database.owner<{ data: string }[]>`
    select data from delivery where retailer_id = 1 and data like ${`%"${email}"%`} order by asked_at desc, id desc`;
    const url = (JSON.parse(rows[0]?.data ?? '{}') as { confirm_url?: string }).confirm_url ?? '';
    return new URL(url).pathname;
  }

  /**
   * The link in the mail that makes sure who asks, as if it had been sent; undefined when there was none. Asking again gives
   * the next one.
   */
  async matterFor(email: string): Promise<string | undefined> {
    const [row] = await this.db.database.owner<{ data: string }[]>`
      update delivery set status = 'sent', channel = 'mail', address = ${email}
       where retailer_id = 1 and id = (
         select id from delivery where retailer_id = 1 and status = 'waiting' and origin_kind = 'optin'
            and rules like ${`%"${email}"%`} and data like '%"matter"%' order by asked_at, id limit 1)
      returning data`;
    if (row === undefined) return undefined;
    return new URL((JSON.parse(row.data) as { confirm_url: string }).confirm_url).pathname;
  }

  /** The profile that has this address. */
  async stateOf(email: string) {
    const [row] = await this.db.database.owner<
      {
        id: string;
        state: {
          consents: Record<string, { state: string }>;
          traits: Record<string, { value: unknown }>;
        };
      }[]
    >`
    select p.id, p.state::json as state from identity i
      join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id
     where i.retailer_id = 1 and i.kind = 'email' and i.value = ${email}`;
    return row;
  }

  /** Signs up and confirms; answers the profile. */
  async subscribed(email: string): Promise<string> {
    expect(await this.signUp(email)).toBe(200);
    const link = await this.linkFor(email);
    const answer = await this.server.stranger('198.51.100.9').request('POST', link, '', URLENCODED);
    expect(answer.statusCode).toBe(200);
    this.path.clock.advance(1000);
    return (await this.stateOf(email))?.id ?? '';
  }

  /** A newsletter that went to this shopper, or another message, and the token in its links. */
  async messageTo(
    profileId: string,
    address: string,
    { retailerId = 1, channel = 'mail', origin = 'broadcast', purpose = 'own' as LinkPurpose } = {},
  ): Promise<string> {
    const id = deliveryId(retailerId as RetailerId, `b:test:${(this.#messages += 1)}`);
    await this.db.database.owner`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, address)
    values (${retailerId}, ${id}, ${profileId}, now(), ${channel}, 2, ${[channel]}, ${origin}, 'b', 1, '{}', '{}', '{}', now(),
            'sent', ${channel}, ${address})`;
    return linkToken(this.#secret, retailerId as RetailerId, id, purpose);
  }

  /** What delivery would be told this instant. */
  async mayWrite(email: string) {
    const row = await this.stateOf(email);
    if (row === undefined) return 'nobody';
    const list = createSuppressionList({ sql: this.db.database.owner, ids: this.server.ids });
    const addressed = { profileId: row.id as never, channel: 'email', address: email } as const;
    const [facts] = await speechFacts({ sql: this.db.database.owner, list }, ONE, [addressed]);
    const answer = speechBasis({
      basis: 'marketing',
      channel: 'email',
      consents: row.state.consents as never,
      traits: row.state.traits as never,
      topic: null,
      suppressed: facts?.suppressed ?? [],
      existing: null,
      now: this.path.clock.now(),
    });
    return answer.allowed ? 'yes' : answer.reason;
  }
}
