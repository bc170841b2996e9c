import * as api from '@augenblick/contract/api/retention.ts';
import { z } from 'zod';
import { type Access, changesOf } from '../access/index.ts';
import type { Database, Http } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { type Keeping, retentionView } from './settings.ts';

/** What the routes need. */
export interface RetentionRoutesDeps {
  access: Pick<Access, 'allow' | 'audit'>;
  database: Database;
  config: Keeping;
}

/** Routes of how long a retailer keeps data. */
export function retentionRoutes(
  http: Http,
  { access, database, config }: RetentionRoutesDeps,
): void {
  const url = '/api/r/:retailerId/retention';
  const params = z.object({ retailerId: z.string() });
  const response = { 200: api.RetentionView };
  http.get(
    url,
    { onRequest: access.allow('consent.read'), schema: { params, response } },
    ({ retailerId }) =>
      database.withRetailer(retailerId, (sql) => retentionView(sql, retailerId, config)),
  );
  http.put(
    url,
    {
      onRequest: access.allow('retailer.write'),
      schema: { params, body: api.RetentionBody, response },
    },
    ({ retailerId, actor, body }) =>
      database.withRetailer(retailerId, async (sql) => {
        const { own: before } = await retentionView(sql, retailerId, config);
        await queries.putPeriods(sql, retailerId, body);
        // Whoever asks later why something is gone finds what held before, and who changed it.
        const detail = changesOf(before, body);
        const target = `retailer:${retailerId}`;
        if (Object.keys(detail).length > 0)
          await access.audit(sql, {
            retailerId,
            actor,
            action: 'retention.changed',
            target,
            detail,
          });
        return retentionView(sql, retailerId, config);
      }),
  );
}
