import { Failure, type RetailerId } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/retailer.ts';
import { type Access, changesOf, retailersOf } from '../access/index.ts';
import type { Database, Http } from '../runtime/index.ts';
import type { Sources } from '../source/index.ts';
import { openRetailer } from './open.ts';
import * as queries from './queries.ts';
import { checkSettings, type RetailerRow } from './retailer.ts';

/** What the routes need. */
export interface RetailerRoutesOptions {
  database: Database;
  access: Access;
  sources: Sources;
}

/** Routes of retailers: list of mine, open one, read and change settings. */
export function retailerRoutes(http: Http, options: RetailerRoutesOptions): void {
  const { database, access } = options;
  http.get(
    '/api/retailers',
    { onRequest: access.signedIn, schema: { response: { 200: api.retailersAnswerSchema } } },
    async ({ person }) => {
      const rows = await retailersOf(database.owner, person.id);
      return { retailers: rows.map(({ zone, ...row }) => ({ ...row, timeZone: zone })) };
    },
  );
  http.post(
    '/api/retailers',
    {
      onRequest: access.signedIn,
      schema: { body: api.newRetailerRequestSchema, response: { 200: api.retailerSchema } },
    },
    async ({ person, body }) => {
      if (person.demo) throw new Failure('demo_account');
      if (!(await access.mayOpenRetailer(person))) throw new Failure('forbidden');
      return database.owner.begin(async (sql) => {
        const id = await openRetailer(sql, body);
        await access.own(sql, id, person);
        return shown(await queries.retailerById(sql, id));
      });
    },
  );
  http.get(
    '/api/r/:retailerId',
    { onRequest: access.member, schema: { response: { 200: api.retailerSchema } } },
    async ({ retailerId }) =>
      shown(
        await database.withRetailer(retailerId, (sql) => queries.retailerById(sql, retailerId)),
      ),
  );
  http.patch(
    '/api/r/:retailerId',
    {
      onRequest: access.allow('retailer.write'),
      schema: { body: api.retailerRequestSchema, response: { 200: api.retailerSchema } },
    },
    async ({ retailerId, actor, body }) => change(options, retailerId, actor, body),
  );
}

/** Changes settings; sources that had the retailer's currency follow it. */
async function change(
  { database, access, sources }: RetailerRoutesOptions,
  retailerId: RetailerId,
  actor: Parameters<Access['audit']>[1]['actor'],
  body: api.RetailerRequest,
): Promise<api.Retailer> {
  const { zone } = checkSettings(body);
  const { timeZone: _asTyped, ...rest } = body;
  const after = await database.withRetailer(retailerId, async (sql) => {
    const before = await queries.retailerById(sql, retailerId);
    await queries.updateRetailer(sql, retailerId, { ...rest, zone });
    if (before !== undefined && body.currency !== undefined && body.currency !== before.currency) {
      await sources.followCurrency(sql, retailerId, before.currency, body.currency);
    }
    const target = `retailer:${retailerId}`;
    const held = before && { ...before, timeZone: before.zone };
    const detail = changesOf(held, { ...rest, ...(zone === undefined ? {} : { timeZone: zone }) });
    await access.audit(sql, { retailerId, actor, action: 'retailer.changed', target, detail });
    return queries.retailerById(sql, retailerId);
  });
  sources.forget();
  return shown(after);
}

function shown(row: RetailerRow | undefined): api.Retailer {
  if (row === undefined) throw new Failure('not_found');
  const { zone, createdAt, ...rest } = row;
  return { ...rest, timeZone: zone, createdAt: createdAt.getTime() };
}
