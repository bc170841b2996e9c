import * as api from '@augenblick/contract/api/offer.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import { listCodes, makeCodes, revokeCodes } from './codes.ts';
import {
  changeOffer,
  createOffer,
  deleteOffer,
  listOffers,
  listRedemptions,
  OFFER_STEPS,
  type OfferDeps,
  readOffer,
  stepOffer,
  tryExample,
} from './offers.ts';
import { checkPrices } from './price-check.ts';

/** What the console's routes need. */
export interface OfferRoutesDeps extends OfferDeps {
  access: Pick<Access, 'allow' | 'audit'>;
}

const BASE = '/api/r/:retailerId/offers';
const params = z.object({ retailerId: z.string(), offerId: z.string().max(60) });
const one = { 200: api.OfferOne };

/** Routes of offers (contract/api/offer.ts). */
export function offerRoutes(http: Http, deps: OfferRoutesDeps): void {
  const { access } = deps;
  const read = { onRequest: access.allow('offer.read') };
  const write = { onRequest: access.allow('offer.write') };

  http.get(
    BASE,
    { ...read, schema: { response: { 200: api.OfferList } } },
    async ({ retailerId }) => ({ offers: await listOffers(deps, retailerId) }),
  );
  http.post(
    BASE,
    { ...write, schema: { body: api.OfferDraftBody, response: one } },
    ({ retailerId, body, actor }) => createOffer(deps, retailerId, body, actor),
  );
  http.get(
    `${BASE}/:offerId`,
    { ...read, schema: { params, response: one } },
    ({ retailerId, params: { offerId } }) => readOffer(deps, retailerId, offerId),
  );
  http.put(
    `${BASE}/:offerId`,
    { ...write, schema: { params, body: api.ChangeOffer, response: one } },
    ({ retailerId, params: { offerId }, body, actor }) =>
      changeOffer(deps, { retailerId, id: offerId, ...body, by: actor }),
  );
  http.delete(
    `${BASE}/:offerId`,
    { ...write, schema: { params } },
    async ({ retailerId, params: { offerId }, actor }, reply) => {
      await deleteOffer(deps, { retailerId, id: offerId, by: actor });
      return reply.code(204).send();
    },
  );
  for (const step of OFFER_STEPS) {
    http.post(
      `${BASE}/:offerId/${step}`,
      { ...write, schema: { params, response: one } },
      ({ retailerId, params: { offerId }, actor }) =>
        stepOffer(deps, step, { retailerId, id: offerId, by: actor }),
    );
  }
  http.post(
    `${BASE}/example`,
    { ...read, schema: { body: api.ExampleBasket, response: { 200: api.CombinedOffersView } } },
    ({ retailerId, body }) => tryExample(deps, retailerId, body),
  );
  http.post(
    `${BASE}/prices`,
    { ...read, schema: { body: api.PriceQuestion, response: { 200: api.PriceCheck } } },
    ({ retailerId, body }) => checkPrices(deps, retailerId, body.draft),
  );
  codeRoutes(http, deps);
}

function codeRoutes(http: Http, deps: OfferRoutesDeps): void {
  const { access, database } = deps;
  const read = { onRequest: access.allow('offer.read') };
  const write = { onRequest: access.allow('offer.write') };
  http.get(
    `${BASE}/:offerId/codes`,
    {
      ...read,
      schema: { params, querystring: api.CodeQuery, response: { 200: api.CodeList } },
    },
    ({ retailerId, params: { offerId }, query: { state = null, after = null, limit } }) =>
      listCodes(deps, retailerId, offerId, { state, after, limit }),
  );
  http.post(
    `${BASE}/:offerId/codes`,
    { ...write, schema: { params, body: api.NewCodes, response: { 200: api.NewCodesAnswer } } },
    async ({ retailerId, params: { offerId }, body, actor }, reply) => {
      const made = await makeCodes(deps, { retailerId, offerId, ...body, actor });
      const detail = { what: 'made', count: made.batch.count };
      await database.withRetailer(retailerId, (sql) =>
        access.audit(sql, {
          retailerId,
          actor,
          action: 'offer.code_changed',
          target: `offer:${offerId}`,
          detail,
        }),
      );
      return reply.header('cache-control', 'no-store').send(made);
    },
  );
  http.post(
    `${BASE}/:offerId/codes/revoke`,
    { ...write, schema: { params, body: api.RevokeCodes, response: { 200: api.Revoked } } },
    async ({ retailerId, params: { offerId }, body, actor }) => {
      const revoked = await revokeCodes(deps, retailerId, offerId, body);
      await database.withRetailer(retailerId, (sql) =>
        access.audit(sql, {
          retailerId,
          actor,
          action: 'offer.code_changed',
          target: `offer:${offerId}`,
          detail: { what: 'revoked', count: revoked },
        }),
      );
      return { revoked };
    },
  );
  http.get(
    `${BASE}/:offerId/redemptions`,
    {
      ...read,
      schema: { params, querystring: api.RedemptionQuery, response: { 200: api.RedemptionList } },
    },
    ({ retailerId, params: { offerId }, query: { after = null, limit } }) =>
      listRedemptions(deps, retailerId, offerId, { after, limit }),
  );
}
