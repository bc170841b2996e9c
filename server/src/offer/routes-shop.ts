import { Failure, type Identity, type RetailerId, type Source } from '@augenblick/contract';
import * as api from '@augenblick/contract/api/offer.ts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Access, WRITE_KEY_PREFIX } from '../access/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
import type { Http } from '../runtime/index.ts';
import { checkOffers, type RedeemDeps, redeemOffers, releaseOffers } from './redeem.ts';

/** What the routes of shop systems need. */
export interface ShopRoutesDeps extends RedeemDeps {
  access: Pick<Access, 'key'>;
  /** The source a write key belongs to; null when unknown, revoked or paused. */
  byWriteKey: (key: string) => Promise<Source | null>;
}

/**
 * POST /v1/offers/check, /redeem and /release for shop systems and tills. Let in: an API key with event.write, or the write key of
 * a trusted source; a key that stands in a web page may not redeem.
 */
export function offerShopRoutes(http: Http, deps: ShopRoutesDeps): void {
  const onRequest = (request: FastifyRequest): Promise<void> => enter(deps, request);
  http.post(
    '/v1/offers/check',
    { onRequest, schema: { body: api.CheckOffers, response: { 200: api.CheckedOffers } } },
    ({ retailerId, body: { cart, codes, shopper, hold } }) =>
      checkOffers(deps, { retailerId, cart, codes, identities: named(shopper) }, hold),
  );
  http.post(
    '/v1/offers/redeem',
    { onRequest, schema: { body: api.RedeemOffers, response: { 200: api.RedeemedOffers } } },
    async (request) => {
      const { retailerId, body } = request;
      const reference = body.reference ?? idempotencyKey(request);
      if (reference === undefined) throw new Failure('bad_request', 'reference');
      const { cart, codes } = body;
      const purchase = { retailerId, cart, codes, identities: named(body.shopper) };
      return redeemOffers(deps, purchase, { reference, heldAs: body.heldAs ?? null });
    },
  );
  http.post(
    '/v1/offers/release',
    { onRequest, schema: { body: api.ReleaseOffers, response: { 200: api.ReleasedOffers } } },
    ({ retailerId, body: { reference } }) => releaseOffers(deps, retailerId, reference),
  );
}

async function enter(deps: ShopRoutesDeps, request: FastifyRequest): Promise<void> {
  const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!key.startsWith(WRITE_KEY_PREFIX)) {
    const guard = deps.access.key('event.write') as (asked: FastifyRequest) => Promise<void>;
    await guard(request);
    return;
  }
  const source = await deps.byWriteKey(key);
  if (source === null) throw new Failure('write_key_unknown');
  if (source.trust !== 'trusted') throw new Failure('forbidden');
  request.retailerId = source.retailerId as RetailerId;
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const sent = request.headers['idempotency-key'];
  const key = typeof sent === 'string' ? sent.trim() : '';
  return key.length > 0 && key.length <= 120 ? key : undefined;
}

/** The identifiers that were named, strongest first, each in its one spelling. */
function named(
  shopper: z.output<typeof api.CheckOffers>['shopper'],
): (Identity & { place: number })[] {
  const sent = [
    normaliseIdentity('user_id', shopper?.userId),
    normaliseIdentity('card', shopper?.card),
    normaliseIdentity('email', shopper?.email),
    normaliseIdentity('anonymous_id', shopper?.anonymousId),
  ];
  return sent.flatMap((identity, place) =>
    identity === undefined ? [] : [{ ...identity, place }],
  );
}
