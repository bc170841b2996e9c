import * as api from '@augenblick/contract/api/shopper.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import { type EraseDeps, eraseShopper, erasureView } from './erase.ts';
import * as queries from './queries.ts';

/** What the routes of erasing need. */
export interface ErasureRoutesDeps extends EraseDeps {
  access: Access;
}

/** Routes to erase one shopper and to read what was erased. */
export function erasureRoutes(http: Http, deps: ErasureRoutesDeps): void {
  const { access, database } = deps;
  http.post(
    '/api/r/:retailerId/shoppers/:profileId/erase',
    {
      onRequest: access.allow('shopper.erase'),
      schema: {
        params: z.object({ retailerId: z.string(), profileId: z.string() }),
        body: api.EraseShopper,
        response: { 200: api.ErasureView },
      },
    },
    ({ retailerId, actor, params: { profileId }, body }) =>
      eraseShopper(deps, { retailerId, profileId, actor, order: body }),
  );
  http.get(
    '/api/r/:retailerId/erasures',
    {
      onRequest: access.allow('audit.read'),
      schema: {
        params: z.object({ retailerId: z.string() }),
        response: { 200: api.ErasureList },
      },
    },
    ({ retailerId }) =>
      database.withRetailer(retailerId, async (sql) => ({
        erasures: (await queries.erasures(sql, retailerId)).map(erasureView),
      })),
  );
}
