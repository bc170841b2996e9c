import type { SourceId } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/decision.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import { campaignOutcomes } from './learn/outcomes.ts';
import { decisionDetail, decisionList, decisionSummary } from './log/log.ts';
import { type PreviewDeps, preview } from './preview.ts';
import {
  changeSettings,
  changeSource,
  readSettings,
  renewSecret,
  type SettingsDeps,
} from './settings.ts';

/** What the console's routes of decisions need. */
export interface DecisionRoutesDeps extends PreviewDeps, SettingsDeps {
  access: Pick<Access, 'allow'>;
}

const BASE = '/api/r/:retailerId/decisions';
const retailer = z.object({ retailerId: z.string() });
const one = retailer.extend({ decisionId: z.string().max(60) });
const ofSource = retailer.extend({ sourceId: z.coerce.number().int() });

/** Routes of the decision log, settings and preview (contract/api/decision.ts). */
export function decisionRoutes(http: Http, deps: DecisionRoutesDeps): void {
  logRoutes(http, deps);
  settingsRoutes(http, deps);
  http.post(
    `${BASE}/preview`,
    {
      onRequest: deps.access.allow('campaign.read'),
      schema: { params: retailer, body: api.PreviewRequest, response: { 200: api.PreviewAnswer } },
    },
    ({ retailerId, body }) => preview(deps, retailerId, body),
  );
}

function logRoutes(http: Http, { access, database, clock, decisions }: DecisionRoutesDeps): void {
  const read = { onRequest: access.allow('decision.read') };
  http.get(
    BASE,
    {
      ...read,
      schema: {
        params: retailer,
        querystring: api.DecisionQuery,
        response: { 200: api.DecisionList },
      },
    },
    ({ retailerId, query }) =>
      database.withRetailer(retailerId, (sql) => decisionList(sql, retailerId, query)),
  );
  http.get(
    `${BASE}/summary`,
    {
      ...read,
      schema: {
        params: retailer,
        querystring: api.SummaryQuery,
        response: { 200: api.DecisionSummary },
      },
    },
    ({ retailerId, query: { days } }) =>
      database.withRetailer(retailerId, (sql) =>
        decisionSummary(sql, retailerId, days, clock.now()),
      ),
  );
  http.get(
    `${BASE}/outcomes`,
    {
      onRequest: access.allow('campaign.read'),
      schema: {
        params: retailer,
        querystring: api.OutcomeQuery,
        response: { 200: api.CampaignOutcomes },
      },
    },
    async ({ retailerId, query }) => {
      const loaded = await decisions.loaded(retailerId);
      return database.withRetailer(retailerId, (sql) =>
        campaignOutcomes(sql, retailerId, query, loaded, clock.now()),
      );
    },
  );
  http.get(
    `${BASE}/:decisionId`,
    { ...read, schema: { params: one, response: { 200: api.DecisionDetail } } },
    async ({ retailerId, params: { decisionId } }) => {
      const { set } = await decisions.loaded(retailerId);
      const { currency } = set.book.retailer;
      return database.withRetailer(retailerId, (sql) =>
        decisionDetail(sql, retailerId, decisionId, currency),
      );
    },
  );
}

function settingsRoutes(http: Http, deps: DecisionRoutesDeps): void {
  const { access } = deps;
  const answer = { 200: api.DecisionSettingsShown };
  http.get(
    `${BASE}/settings`,
    { onRequest: access.allow('campaign.read'), schema: { params: retailer, response: answer } },
    ({ retailerId }) => readSettings(deps, retailerId),
  );
  http.put(
    `${BASE}/settings`,
    {
      onRequest: access.allow('campaign.write'),
      schema: { params: retailer, body: api.DecisionSettingsRequest, response: answer },
    },
    ({ retailerId, body, actor }) => changeSettings(deps, retailerId, actor, body),
  );
  const write = { onRequest: access.allow('source.write') };
  http.put(
    `${BASE}/sources/:sourceId`,
    { ...write, schema: { params: ofSource, body: api.SourceRuleRequest, response: answer } },
    ({ retailerId, params, body, actor }) =>
      changeSource(deps, retailerId, actor, { sourceId: params.sourceId as SourceId, ...body }),
  );
  http.post(
    `${BASE}/sources/:sourceId/secret`,
    { ...write, schema: { params: ofSource, response: { 200: api.SourceSecret } } },
    ({ retailerId, params, actor }) =>
      renewSecret(deps, retailerId, actor, params.sourceId as SourceId),
  );
}
