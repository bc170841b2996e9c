import { consentRoutes } from '../src/consent/index.ts';
import { createSuppressions, erasureRoutes } from '../src/erasure/index.ts';
import { momentLearningRoutes, momentRoutes } from '../src/moment/index.ts';
import { createReading } from '../src/profile/index.ts';
import { shopperRoutes } from '../src/shopper/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type TestServer, testServer, type Visitor } from './server.ts';
import { type WritePath, writePath } from './write-path.ts';

/** A write path and the routes about shoppers on one test database, with somebody signed in as owner. */
export interface ShopperHouse extends WritePath {
  db: TestDatabase;
  server: TestServer;
  owner: Visitor;
  /** GET below `/api/r/1`, the body parsed. Throws when the answer is not 200. */
  get<T>(path: string): Promise<T>;
  /** POST below `/api/r/1`, likewise. */
  post<T>(path: string, body: unknown): Promise<T>;
  /** The profile an identifier belongs to now. */
  profileOf(kind: string, value: string): Promise<string>;
  close(): Promise<void>;
}

/** Builds it; the clock stands at noon of 1 March 2026. */
export async function shopperHouse(): Promise<ShopperHouse> {
  const db = await testDatabase();
  const { database } = db;
  const now = '2026-03-01T12:00:00Z';
  const suppressions = createSuppressions({
    sql: database.owner,
    clock: { now: () => path.clock.now() },
  });
  const path = writePath(database, {
    now,
    suppressed: async (source, events) => {
      const erased = await suppressions.of(source.retailerId);
      return new Set(events.flatMap((one, i) => (erased?.matches(one, source.kind) ? [i] : [])));
    },
  });
  const server = await testServer(db, {
    more: (http, access, sources) => {
      const { clock, ingest, merging } = path;
      const { submit } = ingest;
      const ids = {
        uuid7: () => server.ids.uuid7(),
        token: (bytes?: number) => server.ids.token(bytes),
      };
      const consoleSource = (retailerId: (typeof path.web)['retailerId']) =>
        sources.ensure({ retailerId, kind: 'console', name: 'Konsole' });
      const shared = { access, database, clock, ids, submit };
      const { byId: sourceById } = sources;
      const reading = createReading(database.owner);
      shopperRoutes(http, { ...shared, sourceById, merging, reading });
      momentRoutes(http, { ...shared, reading, decisionsOf: () => Promise.resolve([]) });
      momentLearningRoutes(http, { ...shared, learning: { ask: () => Promise.resolve() } });
      consentRoutes(http, { ...shared, consoleSource });
      const { definitions } = path;
      const { forget } = path.pipeline;
      const { audit } = access;
      erasureRoutes(http, { ...shared, definitions, audit, suppressions, forget });
    },
  });
  server.clock.set(Date.parse(now));
  const owner = await server.visitor('owner');
  const ask = async <T>(method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> => {
    const answer = await owner.request(method, `/api/r/1${url}`, body);
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
    return answer.json<T>();
  };
  return {
    ...path,
    db,
    server,
    owner,
    get: (url) => ask('GET', url),
    post: (url, body) => ask('POST', url, body),
    profileOf: async (kind, value) => {
      const [row] = await database.owner<{ profile_id: string }[]>`
        select profile_id from identity where retailer_id = 1 and kind = ${kind} and value = ${value}`;
      if (row === undefined) throw new Error(`nobody is ${kind}:${value}`);
      return row.profile_id;
    },
    close: async () => {
      await server.close();
      await db.drop();
    },
  };
}
