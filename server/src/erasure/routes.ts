import { KeptProofQuery, KeptProofs } from '@augenblick/contract/api/consent.ts';
import * as api from '@augenblick/contract/api/shopper.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import { addressKey, identityHash } from '../consent/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
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
  http.post(
    '/api/r/:retailerId/consent-proofs',
    {
      onRequest: access.allow('shopper.export'),
      schema: {
        params: z.object({ retailerId: z.string() }),
        body: KeptProofQuery,
        response: { 200: KeptProofs },
      },
    },
    async ({ retailerId, actor, body: { kind, value } }) => {
      const identity = normaliseIdentity(kind, value);
      const key = await addressKey(database.owner);
      if (identity === undefined || key === undefined) return { proofs: [] };
      const hash = identityHash(key, retailerId, identity);
      return database.withRetailer(retailerId, async (sql) => {
        const rows = await queries.proofsByHash(sql, retailerId, hash);
        const detail = { what: 'kept consent proof', found: rows.length };
        const note = {
          retailerId,
          actor,
          action: 'shopper.exported',
          target: 'proof',
          detail,
        } as const;
        await access.audit(sql, note);
        return { proofs: rows.map(proofView) };
      });
    },
  );
}

function proofView(row: queries.KeptProofRow): KeptProofs['proofs'][number] {
  return {
    erasureId: row.erasure_id,
    purpose: row.purpose,
    channel: row.channel,
    state: row.state,
    at: row.at.getTime(),
    wording: row.wording,
    wordingVersion: row.wording_version,
    method: row.method,
    doi: row.doi,
  };
}
