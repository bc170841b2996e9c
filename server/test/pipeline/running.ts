import type { SourceKind } from '@augenblick/contract';
import type { NewSource } from '@augenblick/contract/api/source.ts';
import { type App, createApp } from '../../src/main.ts';
import { type Clock, type Database, loadConfig, silentLog } from '../../src/runtime/index.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { PASSWORD, TESTLADEN } from '../server.ts';
import type { Wire } from './wire.ts';

/** A source as the console made it: with the one key that clients send. */
export interface KeyedSource {
  id: number;
  key: string;
  keyId: string;
}

/** The real server on a test database, reached by its port as clients reach it. */
export interface RunningServer {
  app: App;
  db: TestDatabase;
  /** Such as http://127.0.0.1:40123, without a slash at the end. */
  url: string;
  /** Makes a source and its key through the console's own route. */
  source(kind: SourceKind, name?: string): Promise<KeyedSource>;
  /** A call of the console by the owner of retailer 1. Throws when it is refused. */
  asOwner<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Sends a body to the ingest; `Content-Type: application/json` unless the headers say otherwise. */
  send(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

/** A stored event as tests look at it. */
export interface StoredEvent {
  id: string;
  kind: string;
  name: string;
  at: Date;
  received_at: Date;
  source_id: number;
  anchor: string | null;
  body: {
    messageId: string;
    properties: Record<string, unknown>;
    traits?: Record<string, unknown>;
    context: Record<string, unknown>;
    ids: string[];
    originalAt?: number;
    sentAt?: number;
  };
}

/** Starts everything that `augenblick start --role web` starts, on a free port. */
export async function runningServer(
  options: { clock?: Clock; wire?: (url: string) => Promise<Wire> } = {},
): Promise<RunningServer> {
  const db = await testDatabase();
  const wire = await options.wire?.(db.url);
  const { clock } = options;
  const config = loadConfig({
    DATABASE_URL: wire?.url ?? db.url,
    PORT: '0',
    HOST: '127.0.0.1',
    ROLE: 'web',
    DEMO: 'false',
  });
  const app = await createApp({ config, log: silentLog, ...(clock ? { clock } : {}) });
  const address = app.http.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const asOwner = await owner(app);
  return {
    app,
    db,
    url,
    asOwner,
    source: async (kind, name = kind) => {
      const made = await asOwner<NewSource>('POST', '/sources', { kind, name });
      return { id: made.source.id, key: made.key.key, keyId: made.key.id };
    },
    send: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: Buffer.isBuffer(body)
          ? new Uint8Array(body)
          : typeof body === 'string'
            ? body
            : JSON.stringify(body),
      }),
    stop: async () => {
      await app.stop();
      await wire?.cut();
      await db.drop();
    },
  };
}

async function owner(app: App): Promise<RunningServer['asOwner']> {
  const email = 'owner@laden.example';
  const { access } = app.house;
  await app.installation.database.owner.begin((sql) =>
    access.ensureMember(sql, {
      retailerId: TESTLADEN,
      email,
      name: 'Owner',
      password: PASSWORD,
      role: 'owner',
    }),
  );
  const browser = { 'sec-fetch-site': 'same-origin', 'user-agent': 'Test/1.0' };
  const session = await app.http.inject({
    method: 'POST',
    url: '/api/session',
    headers: browser,
    payload: { email, password: PASSWORD },
  });
  const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
  return async <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => {
    const answer = await app.http.inject({
      method,
      url: `/api/r/1${path}`,
      headers: { ...browser, cookie },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
    return (answer.body === '' ? undefined : answer.json()) as T;
  };
}

/** Events of retailer 1 from one source, in the order in which they were folded. */
export async function storedEvents(database: Database, sourceId: number): Promise<StoredEvent[]> {
  return database.owner<StoredEvent[]>`
    select id, kind, name, at, received_at, source_id, anchor, body from event
    where retailer_id = 1 and source_id = ${sourceId} order by received_at, seq, id`;
}

/** Identity keys of retailer 1 by the profile they belong to, each group and the groups sorted. */
export async function people(database: Database, like: string): Promise<string[][]> {
  const rows = await database.owner<{ members: string[] }[]>`
    select array_agg(kind || ':' || value order by kind, value) as members
    from identity where retailer_id = 1 and profile_id in
      (select profile_id from identity where retailer_id = 1 and value like ${like})
    group by profile_id`;
  return rows.map((row) => row.members).sort((x, y) => (x.join() < y.join() ? -1 : 1));
}
