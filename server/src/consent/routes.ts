import {
  asText,
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  Failure,
  isUuid,
  type RetailerId,
} from '@augenblick/contract';
import * as api from '@augenblick/contract/api/consent.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http, TransactionSql } from '../runtime/index.ts';
import { proofPage } from './proof.ts';
import * as queries from './queries.ts';
import { recordConsent, type RecordDeps } from './record.ts';

/** What the consent routes need. */
export interface ConsentRoutesDeps extends RecordDeps {
  access: Access;
}

const params = z.object({ retailerId: z.string(), profileId: z.string() });
const BASE = '/api/r/:retailerId/shoppers/:profileId/consents';

/** Routes about what a shopper agreed to: list, write down, print. */
export function consentRoutes(http: Http, deps: ConsentRoutesDeps): void {
  const { access, database } = deps;
  http.get(
    BASE,
    {
      onRequest: access.allow('shopper.read'),
      schema: { params, response: { 200: api.ConsentList } },
    },
    ({ retailerId, params: { profileId } }) =>
      database.withRetailer(retailerId, (sql) => consentList(sql, retailerId, profileId)),
  );

  http.post(
    BASE,
    {
      onRequest: access.allow('shopper.write'),
      schema: { params, body: api.RecordConsent, response: { 200: api.RecordedConsent } },
    },
    async ({ retailerId, actor, params: { profileId }, body }) => {
      const request = { retailerId, profileId, staff: actor.name, consent: body };
      const recorded = await recordConsent(deps, request);
      const detail = { purpose: body.purpose, channel: body.channel, state: body.state };
      await database.withRetailer(retailerId, (sql) =>
        access.audit(sql, {
          retailerId,
          actor,
          action: 'consent.changed',
          target: `shopper:${profileId}`,
          detail: { ...detail, event: recorded.eventId },
        }),
      );
      return recorded;
    },
  );
  proofRoute(http, deps);
}

/** A page to print. Who asks for it stands in the audit log, like any export. */
function proofRoute(http: Http, { access, database, clock }: ConsentRoutesDeps): void {
  http.get(
    `${BASE}/proof`,
    {
      onRequest: access.allow('shopper.export'),
      schema: { params, querystring: api.ConsentProofQuery },
    },
    async ({ retailerId, actor, params: { profileId }, query: { lang } }, reply) => {
      const page = await database.withRetailer(retailerId, async (sql) => {
        const list = await consentList(sql, retailerId, profileId);
        const identities = await queries.ownIdentities(sql, retailerId, profileId);
        await access.audit(sql, {
          retailerId,
          actor,
          action: 'shopper.exported',
          target: `shopper:${profileId}`,
          detail: { what: 'consent proof' },
        });
        return proofPage(
          {
            retailer: await queries.retailerName(sql, retailerId),
            shopper: {
              id: profileId,
              name: await shopperName(sql, retailerId, profileId),
              identities: identities.map(({ kind, value }) => `${kind}: ${value}`),
            },
            ...list,
            at: clock.now(),
            by: actor.name,
          },
          lang,
        );
      });
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
    },
  );
}

async function shopperName(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  const traits = (await queries.profileState(sql, retailerId, profileId))?.traits ?? {};
  const text = (key: string) => asText(Object.hasOwn(traits, key) ? traits[key]?.value : undefined);
  const joined = [text('firstName'), text('lastName')].filter(Boolean).join(' ');
  return text('name') ?? (joined || null);
}

/** Present states and all statements of a shopper. Throws `not_found`. */
export async function consentList(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
): Promise<api.ConsentList> {
  const state = isUuid(profileId)
    ? await queries.profileState(sql, retailerId, profileId)
    : undefined;
  if (state === undefined) throw new Failure('not_found');
  const rows = await queries.statements(sql, retailerId, profileId);
  return {
    present: CONSENT_PURPOSES.flatMap((purpose) =>
      CONSENT_CHANNELS.flatMap((channel) => {
        const entry = state.consents[`${purpose}:${channel}`];
        if (entry === undefined) return [];
        return [{ purpose, channel, state: entry.state, at: entry.at, eventId: entry.event }];
      }),
    ),
    facts: rows.map(factView),
  };
}

function factView(row: queries.ConsentRow): api.ConsentFactView {
  return {
    eventId: row.event_id,
    purpose: row.purpose,
    channel: row.channel,
    state: row.state,
    at: row.at.getTime(),
    receivedAt: row.received_at?.getTime() ?? null,
    wording: row.wording,
    wordingVersion: row.wording_version,
    method: row.method,
    place: row.place,
    staff: row.staff,
    ip: row.ip,
    userAgent: row.user_agent,
    source:
      row.source_name === null
        ? null
        : { id: row.source_id, name: row.source_name, kind: row.source_kind ?? '' },
  };
}
