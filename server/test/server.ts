import type { RetailerId, Role } from '@augenblick/contract';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type Access, accessRoutes, createAccess } from '../src/access/index.ts';
import { openRetailer, retailerRoutes } from '../src/retailer/index.ts';
import {
  createHttp,
  createMetrics,
  type FixedClock,
  fixedClock,
  type Http,
  type Ids,
  seededIds,
  silentLog,
} from '../src/runtime/index.ts';
import { createSources, type Sources, sourceRoutes } from '../src/source/index.ts';
import type { TestDatabase } from './database.ts';

/** Retailer 1 of every test database. */
export const TESTLADEN = 1 as RetailerId;
/** Retailer 2, whose rows nobody of retailer 1 may see. */
export const NEBENAN = 2 as RetailerId;
/** The password of everybody a test lets in. */
export const PASSWORD = 'blau-wie-das-meer-im-mai';

/** A web server with accounts, retailers and sources, on a clock that stands still. */
export interface TestServer {
  http: Http;
  access: Access;
  sources: Sources;
  clock: FixedClock;
  ids: Ids;
  /** Makes a person with this role and signs them in. */
  visitor(role: Role, retailerId?: RetailerId, email?: string): Promise<Visitor>;
  /** A browser nobody is signed in with. */
  stranger(address?: string): Visitor;
  close(): Promise<void>;
}

/** A browser: keeps its cookie, sends what browsers send. */
export interface Visitor {
  id: string;
  email: string;
  cookie: string | null;
  request(
    method: InjectOptions['method'],
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
}

/**
 * Builds the server on a test database. `more` adds routes of further modules before the server is
 * ready.
 */
export async function testServer(
  db: TestDatabase,
  options: {
    publicUrl?: string;
    more?: (http: Http, access: Access, sources: Sources) => void;
  } = {},
): Promise<TestServer> {
  const { database } = db;
  const { publicUrl, more } = options;
  const clock = fixedClock('2026-03-04T05:06:07Z');
  const ids = seededIds(7, clock);
  const access = createAccess({ database, clock, ids, publicUrl, openRetailer });
  const sources = createSources({ database, clock });
  const http = await createHttp({
    config: { trustProxy: undefined, publicUrl },
    log: silentLog,
    ids,
    metrics: createMetrics({ process: false }),
  });
  accessRoutes(http, access);
  retailerRoutes(http, { database, access, sources });
  sourceRoutes(http, { database, clock, ids, access, sources });
  more?.(http, access, sources);
  await http.ready();
  const stranger = (address?: string): Visitor => browser(http, address);
  return {
    http,
    access,
    sources,
    clock,
    ids,
    stranger,
    visitor: async (
      role,
      retailerId = TESTLADEN,
      email = `${role}-${retailerId}@laden.example`,
    ) => {
      const person = { retailerId, email, name: email, password: PASSWORD, role };
      const id = await database.owner.begin((sql) => access.ensureMember(sql, person));
      const visitor = stranger();
      const answer = await visitor.request('POST', '/api/session', { email, password: PASSWORD });
      if (answer.statusCode !== 200) throw new Error(`cannot sign in: ${answer.body}`);
      return Object.assign(visitor, { id, email });
    },
    close: () => http.close(),
  };
}

function browser(http: Http, remoteAddress = '192.0.2.1'): Visitor {
  const visitor: Visitor = {
    id: '',
    email: '',
    cookie: null,
    request: async (method, url, body, headers = {}) => {
      const answer = await http.inject({
        method: method ?? 'GET',
        url,
        remoteAddress,
        headers: {
          'sec-fetch-site': 'same-origin',
          'user-agent': 'Test/1.0',
          ...(visitor.cookie === null ? {} : { cookie: visitor.cookie }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const set = answer.headers['set-cookie'];
      if (typeof set === 'string') {
        const pair = set.split(';')[0] ?? '';
        visitor.cookie = pair.endsWith('=') ? null : pair;
      }
      return answer;
    },
  };
  return visitor;
}
