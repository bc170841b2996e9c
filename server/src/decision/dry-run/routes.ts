import * as api from '@augenblick/contract/api/decision.ts';
import { z } from 'zod';
import type { Access } from '../../access/index.ts';
import type { Http } from '../../runtime/index.ts';
import type { DryRuns } from './dry-run.ts';

const BASE = '/api/r/:retailerId/dryruns';
const retailer = z.object({ retailerId: z.string() });
const one = retailer.extend({ dryRunId: z.string().max(60) });

/** Routes of dry runs (contract/api/decision.ts). */
export function dryRunRoutes(
  http: Http,
  { access, dryRuns }: { access: Pick<Access, 'allow'>; dryRuns: DryRuns },
): void {
  const read = { onRequest: access.allow('campaign.read') };
  const write = { onRequest: access.allow('campaign.write') };
  http.post(
    BASE,
    {
      ...write,
      schema: { params: retailer, body: api.DryRunRequest, response: { 200: api.DryRun } },
    },
    ({ retailerId, body, actor }) => dryRuns.start(retailerId, actor, body),
  );
  http.get(
    BASE,
    { ...read, schema: { params: retailer, response: { 200: api.DryRunList } } },
    ({ retailerId }) => dryRuns.list(retailerId),
  );
  http.get(
    `${BASE}/:dryRunId`,
    { ...read, schema: { params: one, response: { 200: api.DryRun } } },
    ({ retailerId, params: { dryRunId } }) => dryRuns.read(retailerId, dryRunId),
  );
  http.delete(
    `${BASE}/:dryRunId`,
    { ...write, schema: { params: one } },
    async ({ retailerId, params: { dryRunId } }, reply) => {
      await dryRuns.stop(retailerId, dryRunId);
      return reply.code(204).send();
    },
  );
}
