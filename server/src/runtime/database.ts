import type { RetailerId } from '@augenblick/contract';
import postgres from 'postgres';

/** A row value of int8 comes as a number: money, counts and microseconds all stay below 2^53. */
type Numbers = { bigint: number };
/** A pool of connections. */
export type Sql = postgres.Sql<Numbers>;
/** One transaction. */
export type TransactionSql = postgres.TransactionSql<Numbers>;
/** A value that can become `jsonb` by `sql.json`. */
export type JsonInput = postgres.JSONValue;

/** The schema that holds every table. */
export const SCHEMA = 'augenblick';
/** The role that sees one retailer at a time. */
export const APP_ROLE = 'augenblick_app';

/** The database of an installation: five pools on one PostgreSQL. */
export interface Database {
  /** The installation's user: owns the tables, sees every retailer. For small queries and installation-wide tables. */
  owner: Sql;
  /** The same user, connections of their own: only for the write path. */
  ingest: Sql;
  /** The same user, connections of their own: only for deciding, since a page waits for the answer. */
  decide: Sql;
  /** The same user, connections of their own: only for sending messages, so that a large newsletter keeps nobody waiting. */
  send: Sql;
  /** Connections in role augenblick_app: row-level security applies. */
  app: Sql;
  /** One transaction on `app` in which only rows of this retailer are visible. */
  withRetailer<T>(retailerId: RetailerId, work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /** The address it was opened with; for clients of other kinds (jobs, listening). */
  url: string;
  close(): Promise<void>;
}

/** How the pools are made. */
export interface DatabaseOptions {
  url: string;
  /** Most connections of `app`. */
  connections?: number;
  /** False behind a pooler that cannot keep prepared statements. */
  prepare?: boolean;
}

/** The database cannot be used as configured. The message says why and what to do. */
export class DatabaseProblem extends Error {}

/** Client options for an address; understands `?host=<folder of a unix socket>&user=…` as libpq does. */
export function clientOptions(url: string): postgres.Options<Record<string, never>> {
  const [address = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  const host = parameters.get('host');
  if (!host?.startsWith('/')) return {};
  const parsed = new URL(
    address.replace(/^postgres(ql)?:\/\/\//, 'http://socket/').replace(/^postgres(ql)?:/, 'http:'),
  );
  const user = parameters.get('user') ?? decodeURIComponent(parsed.username);
  return {
    path: `${host}/.s.PGSQL.${parameters.get('port') ?? '5432'}`,
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ...(user ? { user } : {}),
    ...(parsed.password ? { password: decodeURIComponent(parsed.password) } : {}),
  };
}

/** How one pool is made. */
export interface PoolOptions extends DatabaseOptions {
  max: number;
  /** Shown in pg_stat_activity after "augenblick". */
  name: string;
  role?: string;
  /** Further settings of the server for these connections. */
  settings?: Readonly<Record<string, string>>;
  /** The connection holds locks or listens: it is never exchanged by itself. */
  session?: boolean;
  onnotify?: (channel: string, payload: string) => void;
  onclose?: () => void;
}

/**
 * The write path reads and writes a few hundred rows by key: a scan or a hash of a whole table is never right there, however
 * small the table was when the statement was planned.
 */
const BY_INDEX = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
} as const;

/** A pool with the conventions of this project: schema first on the search path, int8 as number, UTC. */
export function openPool(options: PoolOptions): Sql {
  const local = clientOptions(options.url);
  const settings: postgres.Options<{ bigint: postgres.PostgresType<number> }> = {
    ...local,
    max: options.max,
    prepare: options.prepare ?? true,
    connect_timeout: 10,
    // Seconds before the next try. The driver's own pause grows to 20 s, while the server is back within one.
    backoff: (tries: number) => Math.min(0.5, 0.02 * 2 ** tries),
    ...(options.onnotify ? { onnotify: options.onnotify } : {}),
    ...(options.onclose ? { onclose: options.onclose } : {}),
    // A session that holds locks must not be exchanged under way.
    ...(options.session ? { max_lifetime: null } : { idle_timeout: 60 }),
    onnotice: () => undefined,
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: parseInt8 },
    },
    connection: {
      application_name: `augenblick ${options.name}`,
      search_path: SCHEMA,
      timezone: 'UTC',
      ...(options.role === undefined ? {} : { role: options.role }),
      ...options.settings,
    } as Record<string, string>,
  };
  return local.path === undefined ? postgres(options.url, settings) : postgres(settings);
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`int8 value ${text} does not fit a number`);
  return value;
}

/** Opens the pools. Nothing is connected before the first query; the schema must be there (see `migrate`). */
export function openDatabase(options: DatabaseOptions): Database {
  const owner = openPool({ ...options, max: 5, name: 'owner' });
  const ingest = openPool({ ...options, max: 8, name: 'ingest', settings: BY_INDEX });
  const decide = openPool({ ...options, max: 3, name: 'decide', settings: BY_INDEX });
  const send = openPool({ ...options, max: 4, name: 'send', settings: BY_INDEX });
  const app = openPool({ ...options, max: options.connections ?? 10, name: 'app', role: APP_ROLE });
  return {
    owner,
    ingest,
    decide,
    send,
    app,
    url: options.url,
    withRetailer: (retailerId, work) => withRetailer(app, retailerId, work),
    close: async () => {
      await Promise.all([owner, ingest, decide, send, app].map((pool) => pool.end({ timeout: 5 })));
    },
  };
}

async function withRetailer<T>(
  app: Sql,
  retailerId: RetailerId,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  if (!Number.isInteger(retailerId)) throw new TypeError(`not a retailer id: ${retailerId}`);
  const result = await app.begin(async (sql) => {
    // Sent ahead of the work on the same connection; should it fail, the transaction is void and so is the work.
    const walled =
      sql`select set_config('augenblick.retailer_id', ${String(retailerId)}, true)`.execute();
    const [done] = await Promise.all([work(sql), walled]);
    return { done };
  });
  return (result as { done: T }).done;
}

const DISK_FULL = '53100';
const DOWN = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  DISK_FULL,
  '08000',
  '08003',
  '08006',
  '08001',
]);

/** True when a query failed because the server cannot be reached, is starting, stopping or full; it may be repeated. */
export function databaseIsAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, syscall } = error as { code?: string; syscall?: string };
  // A missing file is only about the database when it was the socket that was missing.
  return code !== undefined && DOWN.has(code) && (code !== 'ENOENT' || syscall === 'connect');
}

/** True when PostgreSQL had no room on its disk for what was to be stored; nothing of it was. */
export function diskIsFull(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === DISK_FULL;
}

/** The numeric server version, such as 150018 or 180004. Throws `DatabaseProblem` below 15 or when unreachable. */
export async function checkServer(sql: Sql): Promise<number> {
  let version: number;
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as version`;
    version = row?.['version'];
  } catch (error) {
    throw new DatabaseProblem(
      `The database cannot be reached: ${(error as Error).message}. Check DATABASE_URL and that the server runs.`,
    );
  }
  if (version < 150_000) {
    throw new DatabaseProblem(
      `The database is PostgreSQL ${Math.floor(version / 10_000)}; 15 or newer is needed.`,
    );
  }
  return version;
}
