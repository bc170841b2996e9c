import * as api from '@augenblick/contract/api/campaign.ts';
import * as placementApi from '@augenblick/contract/api/placement.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import {
  CAMPAIGN_STEPS,
  type CampaignDeps,
  campaignVersions,
  changeCampaign,
  checkCampaign,
  createCampaign,
  deleteCampaign,
  listCampaigns,
  readCampaign,
  restoreVersion,
  stepCampaign,
} from './campaigns.ts';
import { changePlacement, createPlacement, listPlacements, removePlacement } from './placements.ts';
import { type PreviewDeps, previewContent } from './preview.ts';
import { readPlaybook, usePlaybook } from './use-playbook.ts';

/** What the routes need. */
export interface CampaignRoutesDeps extends CampaignDeps, PreviewDeps {
  access: Pick<Access, 'allow'>;
}

const BASE = '/api/r/:retailerId/campaigns';
const PLACES = '/api/r/:retailerId/placements';
const retailer = z.object({ retailerId: z.string() });
const params = retailer.extend({ campaignId: z.string().max(60) });
const placeParams = retailer.extend({ key: z.string().max(60) });
const one = { 200: api.CampaignOne };

/** Routes of campaigns, the playbook and places (contract/api/campaign.ts, placement.ts). */
export function campaignRoutes(http: Http, deps: CampaignRoutesDeps): void {
  const read = { onRequest: deps.access.allow('campaign.read') };
  const write = { onRequest: deps.access.allow('campaign.write') };
  http.get(
    BASE,
    { ...read, schema: { response: { 200: api.CampaignList } } },
    async ({ retailerId }) => ({ campaigns: await listCampaigns(deps, retailerId) }),
  );
  http.post(
    BASE,
    { ...write, schema: { body: api.CampaignBody, response: one } },
    ({ retailerId, body, actor }) => createCampaign(deps, retailerId, body, actor),
  );
  http.get(
    `${BASE}/:campaignId`,
    { ...read, schema: { params, response: one } },
    ({ retailerId, params: { campaignId } }) => readCampaign(deps, retailerId, campaignId),
  );
  http.put(
    `${BASE}/:campaignId`,
    { ...write, schema: { params, body: api.ChangeCampaign, response: one } },
    ({ retailerId, params: { campaignId: id }, body, actor }) =>
      changeCampaign(deps, { retailerId, id, by: actor }, body),
  );
  http.delete(
    `${BASE}/:campaignId`,
    { ...write, schema: { params } },
    async ({ retailerId, params: { campaignId: id }, actor }, reply) => {
      await deleteCampaign(deps, { retailerId, id, by: actor });
      return reply.code(204).send();
    },
  );
  for (const step of CAMPAIGN_STEPS) {
    http.post(
      `${BASE}/:campaignId/${step}`,
      { ...write, schema: { params, response: one } },
      ({ retailerId, params: { campaignId: id }, actor }) =>
        stepCampaign(deps, step, { retailerId, id, by: actor }),
    );
  }
  versionRoutes(http, deps);
  playbookRoutes(http, deps);
  placementRoutes(http, deps);
}

function versionRoutes(http: Http, deps: CampaignRoutesDeps): void {
  const { access } = deps;
  http.get(
    `${BASE}/:campaignId/versions`,
    {
      onRequest: access.allow('campaign.read'),
      schema: { params, response: { 200: api.CampaignVersions } },
    },
    ({ retailerId, params: { campaignId } }) => campaignVersions(deps, retailerId, campaignId),
  );
  http.post(
    `${BASE}/:campaignId/restore`,
    {
      onRequest: access.allow('campaign.write'),
      schema: { params, body: api.RestoreVersion, response: one },
    },
    ({ retailerId, params: { campaignId: id }, body: { version }, actor }) =>
      restoreVersion(deps, { retailerId, id, by: actor }, version),
  );
  http.post(
    `${BASE}/check`,
    {
      onRequest: access.allow('campaign.read'),
      schema: { body: api.CheckCampaign, response: { 200: api.CampaignFindings } },
    },
    ({ retailerId, body: { draft } }) => checkCampaign(deps, retailerId, draft),
  );
  const mayReadShoppers = access.allow('shopper.read');
  http.post(
    `${BASE}/preview`,
    {
      onRequest: access.allow('campaign.read'),
      // Whoever asks for a chosen shopper sees that shopper's facts.
      preHandler: async function (request, reply) {
        if ((request.body as { profileId: string | null }).profileId === null) return;
        await mayReadShoppers.call(this, request, reply);
      },
      schema: { body: api.PreviewContent, response: { 200: api.PreviewedContent } },
    },
    ({ retailerId, body }) => previewContent(deps, retailerId, body),
  );
}

function playbookRoutes(http: Http, deps: CampaignRoutesDeps): void {
  const { access } = deps;
  http.get(
    '/api/r/:retailerId/playbook',
    { onRequest: access.allow('campaign.read'), schema: { response: { 200: api.Playbook } } },
    ({ retailerId }) => readPlaybook(deps, retailerId),
  );
  http.post(
    '/api/r/:retailerId/playbook/:key',
    {
      onRequest: access.allow('campaign.write'),
      schema: { params: placeParams, body: api.UsePlaybook, response: one },
    },
    ({ retailerId, params: { key }, body, actor }) =>
      usePlaybook(deps, { retailerId, key, by: actor }, body),
  );
}

function placementRoutes(http: Http, deps: CampaignRoutesDeps): void {
  const { access } = deps;
  const write = { onRequest: access.allow('campaign.write') };
  const place = { 200: placementApi.PlacementView };
  http.get(
    PLACES,
    {
      onRequest: access.allow('campaign.read'),
      schema: { response: { 200: placementApi.PlacementList } },
    },
    ({ retailerId }) => listPlacements(deps, retailerId),
  );
  http.post(
    PLACES,
    { ...write, schema: { body: placementApi.PlacementBody, response: place } },
    ({ retailerId, body, actor }) => createPlacement(deps, retailerId, body, actor),
  );
  http.put(
    `${PLACES}/:key`,
    {
      ...write,
      schema: { params: placeParams, body: placementApi.PlacementChange, response: place },
    },
    ({ retailerId, params: { key }, body, actor }) =>
      changePlacement(deps, { retailerId, key, by: actor }, body),
  );
  http.delete(
    `${PLACES}/:key`,
    { ...write, schema: { params: placeParams } },
    async ({ retailerId, params: { key }, actor }, reply) => {
      await removePlacement(deps, { retailerId, key, by: actor });
      return reply.code(204).send();
    },
  );
}
