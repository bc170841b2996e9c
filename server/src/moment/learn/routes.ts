import * as api from '@augenblick/contract/api/moment.ts';
import { z } from 'zod';
import type { Access } from '../../access/index.ts';
import type { Database, Http } from '../../runtime/index.ts';
import { loadModels } from '../models.ts';
import * as queries from './queries.ts';
import { type LearningReport, reportWords } from './report.ts';
import type { MomentLearning } from './run.ts';

/** What the routes of learning need. */
export interface LearningRoutesDeps {
  access: Pick<Access, 'allow'>;
  database: Database;
  learning: Pick<MomentLearning, 'ask'>;
}

const REPORTS = 14;
const inRetailer = z.object({ retailerId: z.string() });

/** Routes: what was learned about moments, in words, and learning now instead of at night. */
export function momentLearningRoutes(http: Http, deps: LearningRoutesDeps): void {
  const { access, database, learning } = deps;
  http.get(
    '/api/r/:retailerId/moments/learning',
    {
      onRequest: access.allow('moment.read'),
      schema: { params: inRetailer, response: { 200: api.MomentLearning } },
    },
    ({ retailerId }) =>
      database.withRetailer(retailerId, async (sql) => {
        const { latest } = await loadModels(sql, retailerId);
        const rows = await queries.latestReports(sql, retailerId, REPORTS);
        return {
          version: latest.version,
          learnedFrom: latest.learnedFrom,
          runs: rows.map(({ at, version, report }) => ({
            at: at.getTime(),
            version,
            words: reportWords(JSON.parse(report) as LearningReport),
          })),
        };
      }),
  );
  http.post(
    '/api/r/:retailerId/moments/learning',
    {
      onRequest: access.allow('campaign.write'),
      schema: { params: inRetailer, response: { 200: api.LearningAsked } },
    },
    async ({ retailerId }) => {
      await learning.ask(retailerId);
      return { asked: true as const };
    },
  );
}
