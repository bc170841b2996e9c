import * as api from '@augenblick/contract/api/journey.ts';
import * as play from '@augenblick/contract/api/journey-play.ts';
import { JourneyWorth, JourneyWorthQuery } from '@augenblick/contract/api/journey-worth.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import { dryRun } from './dry-run.ts';
import { endRun, enterJourney, type HandDeps } from './hand.ts';
import {
  changeJourney,
  checkJourney,
  createJourney,
  deleteJourney,
  JOURNEY_STEPS,
  journeyVersions,
  listJourneys,
  publish,
  readJourney,
  restoreVersion,
  stepJourney,
} from './journeys.ts';
import { journeyCounts, journeyPath, journeyRuns, shopperJourneys, vocabulary } from './reading.ts';
import { readWorth } from './read-worth.ts';
import { journeySplits } from './splits.ts';
import { testJourney } from './test-run.ts';
import { type PlaybookDeps, readPlaybook, usePlaybook } from './use-playbook.ts';

/** What the routes need. */
export interface JourneyRoutesDeps extends PlaybookDeps, HandDeps {
  access: Pick<Access, 'allow' | 'holds'>;
}

const BASE = '/api/r/:retailerId/journeys';
const ONE = `${BASE}/:journeyId`;
const retailer = z.object({ retailerId: z.string() });
const params = retailer.extend({ journeyId: z.string().max(60) });
const runParams = params.extend({ runId: z.string().max(60) });
const one = { 200: api.JourneyOne };

/** Routes of journeys (contract/api/journey.ts). */
export function journeyRoutes(http: Http, deps: JourneyRoutesDeps): void {
  drawingRoutes(http, deps);
  versionRoutes(http, deps);
  playRoutes(http, deps);
  figureRoutes(http, deps);
  runRoutes(http, deps);
}

function drawingRoutes(http: Http, deps: JourneyRoutesDeps): void {
  const read = { onRequest: deps.access.allow('journey.read') };
  const write = { onRequest: deps.access.allow('journey.write') };
  http.get(BASE, { ...read, schema: { response: { 200: api.JourneyList } } }, ({ retailerId }) =>
    listJourneys(deps, retailerId),
  );
  http.post(
    BASE,
    { ...write, schema: { body: api.JourneyBody, response: one } },
    ({ retailerId, body, actor }) => createJourney(deps, retailerId, body, actor),
  );
  http.get(
    `${BASE}/vocabulary`,
    { ...read, schema: { response: { 200: api.JourneyVocabulary } } },
    ({ retailerId }) => vocabulary(deps, retailerId),
  );
  http.post(
    `${BASE}/check`,
    { ...read, schema: { body: api.CheckJourney, response: { 200: api.JourneyFindings } } },
    ({ retailerId, body }) => checkJourney(deps, retailerId, body),
  );
  http.get(
    ONE,
    { ...read, schema: { params, response: one } },
    ({ retailerId, params: { journeyId } }) => readJourney(deps, retailerId, journeyId),
  );
  http.put(
    ONE,
    { ...write, schema: { params, body: api.ChangeJourney, response: one } },
    ({ retailerId, params: { journeyId: id }, body, actor }) =>
      changeJourney(deps, { retailerId, id, by: actor }, body),
  );
  http.delete(
    ONE,
    { ...write, schema: { params } },
    async ({ retailerId, params: { journeyId: id }, actor }, reply) => {
      await deleteJourney(deps, { retailerId, id, by: actor });
      return reply.code(204).send();
    },
  );
}

function versionRoutes(http: Http, deps: JourneyRoutesDeps): void {
  const read = { onRequest: deps.access.allow('journey.read') };
  const write = { onRequest: deps.access.allow('journey.write') };
  http.post(
    `${ONE}/publish`,
    { ...write, schema: { params, body: api.PublishJourney, response: one } },
    ({ retailerId, params: { journeyId: id }, body, actor }) =>
      publish(deps, { retailerId, id, by: actor }, body),
  );
  for (const what of JOURNEY_STEPS) {
    http.post(
      `${ONE}/${what}`,
      { ...write, schema: { params, response: one } },
      async ({ retailerId, params: { journeyId: id }, actor }) => {
        const answer = await stepJourney(deps, what, { retailerId, id, by: actor });
        if (what === 'resume' || what === 'finish') deps.ring();
        return answer;
      },
    );
  }
  http.get(
    `${ONE}/versions`,
    { ...read, schema: { params, response: { 200: api.JourneyVersions } } },
    ({ retailerId, params: { journeyId } }) => journeyVersions(deps, retailerId, journeyId),
  );
  http.post(
    `${ONE}/restore`,
    { ...write, schema: { params, body: api.RestoreJourney, response: one } },
    ({ retailerId, params: { journeyId: id }, body: { version }, actor }) =>
      restoreVersion(deps, { retailerId, id, by: actor }, version),
  );
  http.get(
    `${BASE}/playbook`,
    { ...read, schema: { response: { 200: api.JourneyPlaybook } } },
    ({ retailerId }) => readPlaybook(deps, retailerId),
  );
  http.post(
    `${BASE}/playbook/:key`,
    {
      ...write,
      schema: {
        params: retailer.extend({ key: z.string().max(60) }),
        body: api.UseJourneyPlaybook,
        response: one,
      },
    },
    ({ retailerId, params: { key }, body, actor }) =>
      usePlaybook(deps, { retailerId, key, by: actor }, body),
  );
}

function playRoutes(http: Http, deps: JourneyRoutesDeps): void {
  const { access } = deps;
  const mayReadShoppers = access.allow('shopper.read');
  http.post(
    `${BASE}/test`,
    {
      onRequest: access.allow('journey.read'),
      // Whoever asks for a chosen shopper learns something of that shopper.
      preHandler: async function (request, reply) {
        if ((request.body as { profileId: string | null }).profileId === null) return;
        await mayReadShoppers.call(this, request, reply);
      },
      schema: { body: play.TestJourney, response: { 200: play.TestedJourney } },
    },
    ({ retailerId, body }) => testJourney(deps, retailerId, body),
  );
  http.post(
    `${BASE}/dry-run`,
    {
      onRequest: access.allow('journey.read'),
      schema: { body: play.DryRunJourney, response: { 200: play.JourneyDryRun } },
    },
    async (request) => {
      const people = await access.holds(request, 'shopper.read');
      return dryRun(deps, request.retailerId, request.body, people);
    },
  );
}

/** What came of a journey, in figures. */
function figureRoutes(http: Http, deps: JourneyRoutesDeps): void {
  const read = deps.access.allow('journey.read');
  http.get(
    `${ONE}/counts`,
    { onRequest: read, schema: { params, response: { 200: api.JourneyCounts } } },
    ({ retailerId, params: { journeyId } }) => journeyCounts(deps, retailerId, journeyId),
  );
  http.get(
    `${ONE}/splits`,
    { onRequest: read, schema: { params, response: { 200: api.JourneySplits } } },
    ({ retailerId, params: { journeyId } }) => journeySplits(deps, retailerId, journeyId),
  );
  http.get(
    `${ONE}/worth`,
    {
      onRequest: read,
      schema: {
        params,
        querystring: JourneyWorthQuery,
        response: { 200: JourneyWorth },
      },
    },
    ({ retailerId, params: { journeyId }, query }) => readWorth(deps, retailerId, journeyId, query),
  );
}

function runRoutes(http: Http, deps: JourneyRoutesDeps): void {
  const { access } = deps;
  const people = [access.allow('journey.read'), access.allow('shopper.read')];
  http.get(
    `${ONE}/runs`,
    {
      onRequest: people,
      schema: { params, querystring: api.JourneyRunsQuery, response: { 200: api.JourneyRuns } },
    },
    ({ retailerId, params: { journeyId }, query }) =>
      journeyRuns(deps, retailerId, journeyId, query),
  );
  http.get(
    `${ONE}/runs/:runId`,
    { onRequest: people, schema: { params: runParams, response: { 200: api.JourneyPath } } },
    ({ retailerId, params: { journeyId, runId } }) =>
      journeyPath(deps, retailerId, journeyId, runId),
  );
  http.post(
    `${ONE}/runs/:runId/end`,
    {
      onRequest: [access.allow('journey.write'), access.allow('shopper.read')],
      schema: { params: runParams },
    },
    async ({ retailerId, params: { journeyId, runId } }, reply) => {
      await endRun(deps, retailerId, journeyId, runId);
      return reply.code(204).send();
    },
  );
  http.post(
    `${ONE}/enter`,
    {
      onRequest: access.allow('journey.write'),
      schema: { params, body: api.EnterJourney, response: { 200: api.EnteredJourney } },
    },
    ({ retailerId, params: { journeyId }, body }) =>
      enterJourney(deps, retailerId, journeyId, body),
  );
  http.get(
    '/api/r/:retailerId/shoppers/:profileId/journeys',
    {
      onRequest: people,
      schema: {
        params: retailer.extend({ profileId: z.string().max(60) }),
        response: { 200: api.ShopperJourneys },
      },
    },
    ({ retailerId, params: { profileId } }) => shopperJourneys(deps, retailerId, profileId),
  );
}
