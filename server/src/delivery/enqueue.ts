/** The way in: a message is asked for in the asker's own transaction; what becomes of it is decided when it is due. */
import {
  type Cap,
  CHANNELS,
  type DeliveryReason,
  Failure,
  isUuid,
  type MessageOrigin,
  type MessageRequest,
  type OriginKind,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { deliveryId } from './id.ts';
import * as queries from './queries.ts';

/** What a request says besides who and what; kept as JSON text. */
export interface MessageRules {
  caps: Cap[];
  group: string | null;
  /** Instead of a proven one; see MessageRequest. */
  address?: string;
  locale?: 'de' | 'en';
}

/** 0 = somebody waits for it, 1 = a journey's step, 2 = a newsletter: a large one must not stand in front of the others. */
const PRIORITY: Readonly<Record<OriginKind, number>> = {
  optin: 0,
  test: 0,
  api: 0,
  journey: 1,
  broadcast: 2,
};

/** Most messages of one call: one statement is made of them. */
export const ENQUEUE_MAX = 5_000;
const DATA_BYTES_MAX = 32_000;

/**
 * Asks for messages, in the caller's transaction (role of the application or owner). Answers the ids that are new; a key
 * that was asked for before changes nothing. After COMMIT call `ring()`, so that they leave at once. Throws `bad_request`
 * for a request nobody could send: no channel, no template for a channel, trigger facts of more than 32 kB.
 */
export async function enqueue(
  tx: TransactionSql,
  retailerId: RetailerId,
  requests: readonly MessageRequest[],
  now: number,
): Promise<string[]> {
  if (requests.length > ENQUEUE_MAX) throw new Failure('bad_request', 'requests: too many');
  const rows = new Map<string, queries.DeliveryInsert>();
  for (const request of requests) {
    const row = rowOf(retailerId, request);
    if (!rows.has(row.id)) rows.set(row.id, row);
  }
  if (rows.size === 0) return [];
  return queries.insertDeliveries(tx, retailerId, [...rows.values()], now);
}

function rowOf(retailerId: RetailerId, request: MessageRequest): queries.DeliveryInsert {
  const { key, channels, origin, templateIds, caps, exclusiveGroup } = request;
  const [lane] = channels;
  if (lane === undefined || channels.some((one) => !CHANNELS.includes(one)))
    throw new Failure('bad_request', 'channels');
  if (channels.some((one) => !isUuid(templateIds[one]?.id ?? '')))
    throw new Failure('bad_request', 'templateIds: one for each channel');
  if (!isUuid(request.profileId)) throw new Failure('bad_request', 'profileId');
  const data = JSON.stringify(request.data);
  if (Buffer.byteLength(data) > DATA_BYTES_MAX) throw new Failure('bad_request', 'data: too large');
  const rules: MessageRules = { caps, group: exclusiveGroup };
  if (request.address !== undefined) rules.address = request.address;
  if (request.locale !== undefined) rules.locale = request.locale;
  return {
    id: deliveryId(retailerId, key),
    profile: request.profileId,
    lane,
    priority: PRIORITY[origin.kind],
    channels: `{${[...new Set(channels)].join(',')}}`,
    kind: origin.kind,
    origin: storable(origin.id),
    step: origin.step === null ? null : storable(origin.step),
    version: origin.version,
    variant: origin.variant === null ? null : storable(origin.variant),
    templates: JSON.stringify(templateIds),
    rules: JSON.stringify(rules),
    data,
    from: request.notBefore,
    until: request.notAfter,
  };
}

/** PostgreSQL takes neither NUL nor half a surrogate pair; in `rules` and `data` JSON has written them out already. */
function storable(text: string): string {
  return Buffer.from(text.replaceAll('\u0000', '')).toString();
}

/**
 * Takes back what still waits of an origin, all of it or one step or one shopper's. What is being sent is sent. Answers how
 * many were taken back.
 */
export function cancel(
  tx: TransactionSql,
  retailerId: RetailerId,
  origin: Pick<MessageOrigin, 'kind' | 'id'> & { step?: string; profileId?: string },
  now: number,
  reason: Extract<DeliveryReason, 'taken_back' | 'journey_ended'> = 'taken_back',
): Promise<number> {
  return queries.takeBack(tx, retailerId, origin, reason, now);
}

/** Takes back messages by their keys: what waits now, and what is being sent should it come back to wait. */
export function cancelKeys(
  tx: TransactionSql,
  retailerId: RetailerId,
  keys: readonly string[],
  now: number,
): Promise<void> {
  const ids = keys.map((key) => deliveryId(retailerId, key));
  return queries.takeBackForGood(tx, retailerId, ids, now);
}

/** Shoppers were joined or taken apart: what waits goes to whom it is about now. By key. */
export function followRuns(
  tx: TransactionSql,
  retailerId: RetailerId,
  moves: readonly { key: string; profileId: ProfileId }[],
): Promise<void> {
  const to = moves.map(({ key, profileId }) => ({ id: deliveryId(retailerId, key), profileId }));
  return queries.redirect(tx, retailerId, to);
}

const PAUSED = { journey: 'journey_paused', broadcast: 'newsletter_paused' } as const;

/**
 * An origin that stood still goes on: what was held back is due now. What is being judged at that very moment may be put off
 * all the same; call it once more a little later. Answers how many.
 */
export function goOn(
  sql: queries.Db,
  retailerId: RetailerId,
  origin: { kind: keyof typeof PAUSED; id: string },
  now: number,
): Promise<number> {
  return queries.release(sql, retailerId, origin, PAUSED[origin.kind], now);
}
