import {
  Failure,
  IDENTITY_KINDS,
  type Identity,
  type IngestResult,
  isUuid,
  type JsonObject,
  type RetailerId,
  type Source,
} from '@augenblick/contract';
import type { RecordConsent } from '@augenblick/contract/api/consent.ts';
import type { Clock, Database, Ids } from '../runtime/index.ts';
import * as queries from './queries.ts';

/** What writing down a consent needs; `submit` and `consoleSource` are ingest's and the sources'. */
export interface RecordDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  submit: (
    source: Source,
    items: readonly unknown[],
    receivedAt?: number,
  ) => Promise<IngestResult[]>;
  /** The retailer's source of kind `console`, made when missing. */
  consoleSource: (retailerId: RetailerId) => Promise<Source>;
}

/**
 * Staff write down what a shopper said. It becomes an event like any other, so that the timeline, the proof and a rebuild
 * know it. Throws `not_found`, `bad_request` (a grant without wording proves nothing, a time to come is a mistake) and
 * `conflict` (the shopper has no identifier of their own).
 */
export async function recordConsent(
  deps: RecordDeps,
  request: { retailerId: RetailerId; profileId: string; staff: string; consent: RecordConsent },
): Promise<{ eventId: string }> {
  const { retailerId, profileId, consent } = request;
  if (!isUuid(profileId)) throw new Failure('not_found');
  const now = deps.clock.now();
  const at = consent.at ?? now;
  if (at > now + 60_000) throw new Failure('bad_request', 'at: lies in the future');
  if (consent.state === 'granted' && !consent.wording) throw new Failure('bad_request', 'wording');
  const identities = await deps.database.withRetailer(retailerId, async (sql) => {
    const state = await queries.profileState(sql, retailerId, profileId);
    if (state === undefined) throw new Failure('not_found');
    return queries.ownIdentities(sql, retailerId, profileId);
  });
  const strongest = strongestOf(identities);
  if (strongest === undefined) throw new Failure('conflict', 'no identifier of their own');
  const item = {
    type: 'track',
    event: consent.state === 'granted' ? 'Consent Granted' : 'Consent Withdrawn',
    messageId: deps.ids.uuid7(),
    timestamp: new Date(at).toISOString(),
    ...carrying(strongest),
    properties: {
      purpose: consent.purpose,
      channel: consent.channel,
      wording: consent.wording,
      wording_version: consent.wordingVersion,
      method: consent.method,
      place: consent.place,
      staff: request.staff,
    },
  };
  const [result] = await deps.submit(await deps.consoleSource(retailerId), [item]);
  if (result === undefined || result.outcome === 'dropped') {
    throw new Failure('conflict', result?.reason);
  }
  return { eventId: result.eventId };
}

/** The strongest of some identifiers; undefined when there is none. */
export function strongestOf(identities: readonly Identity[]): Identity | undefined {
  return IDENTITY_KINDS.flatMap((kind) => identities.filter((one) => one.kind === kind))[0];
}

/** The members of an event as clients send it that name this identifier. */
export function carrying({ kind, value }: Identity): JsonObject {
  if (kind === 'user_id') return { userId: value };
  if (kind === 'anonymous_id') return { anonymousId: value };
  if (kind === 'device') return { context: { device: { id: value } } };
  return { context: { externalIds: [{ type: kind, id: value }] } };
}
