/** One message of a newsletter to one's own address, through the real way: compiled, filled in, sent. */
import {
  DELIVERY_WORDS,
  type DeliveryReason,
  type DeliveryStatus,
  Failure,
  isUuid,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import type { TestBroadcast, TestedBroadcast } from '@augenblick/contract/api/broadcast.ts';
import { deliveryId, enqueue } from '../delivery/index.ts';
import type { Asked } from '../publishing/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { audienceNumbers } from './audience.ts';
import type { BroadcastDeps } from './broadcasts.ts';
import { templatesOf } from './copy.ts';
import * as queries from './queries.ts';

/** What a test needs beside the rest. */
export interface TestDeps extends Pick<BroadcastDeps, 'database' | 'clock' | 'ids' | 'templates'> {
  /** Messages were asked for: the senders are to look. */
  asked(): void;
}

/** A test that has not left by then is given up. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Asks for the test message. Throws `not_ready` (`template`: none is published; `audience`: there is nobody to fill it in
 * for), `bad_request`, `not_found`.
 */
export async function testBroadcast(
  deps: TestDeps,
  { retailerId, id }: Pick<Asked, 'retailerId' | 'id'>,
  { variantId, channel, address, profileId }: TestBroadcast,
): Promise<TestedBroadcast> {
  const now = deps.clock.now();
  const key = `t:${deps.ids.uuid7()}`;
  await deps.database.withRetailer(retailerId, async (sql) => {
    const [row] = isUuid(id) ? await queries.findBroadcasts(sql, retailerId, id) : [];
    if (row === undefined) throw new Failure('not_found');
    const variant = row.draft.variants.find((one) => one.id === variantId);
    const templateId = variant?.templateIds[channel];
    if (variant === undefined || templateId === undefined || !isUuid(templateId)) {
      throw new Failure('not_ready', 'template');
    }
    const template = (await deps.templates(sql, retailerId, [templateId])).get(templateId);
    if (template === undefined || template.version === 0)
      throw new Failure('not_ready', 'template');
    const versions = { [templateId]: template.version };
    const asked = templatesOf({ versions }, { ...variant, templateIds: { [channel]: templateId } });
    const shopper = profileId ?? (await anybody(sql, row));
    await enqueue(
      sql,
      retailerId,
      [
        {
          key,
          profileId: shopper as ProfileId,
          channels: [channel],
          origin: { kind: 'test', id: row.id, step: null, version: 1, variant: variantId },
          templateIds: asked,
          data: {},
          notBefore: now,
          notAfter: now + PATIENCE_MS,
          caps: [],
          exclusiveGroup: null,
          address,
        },
      ],
      now,
    );
  });
  deps.asked();
  return readTest(deps, retailerId, deliveryId(retailerId, key));
}

/** Somebody of the audience, else anybody at all. */
async function anybody(sql: TransactionSql, row: queries.BroadcastRow): Promise<string> {
  const { retailer_id: retailerId, draft } = row;
  const numbers = await audienceNumbers(sql, retailerId, draft.audience);
  const everybody = { any: null, none: [] };
  const meant = typeof numbers === 'object' ? numbers : everybody;
  const [first] = await queries.sampleOfAudience(sql, retailerId, meant, 1);
  const [other] = first ? [first] : await queries.sampleOfAudience(sql, retailerId, everybody, 1);
  if (other === undefined) throw new Failure('not_ready', 'audience');
  return other;
}

/** What became of a test. Throws `not_found`. */
export function readTest(
  { database }: Pick<TestDeps, 'database'>,
  retailerId: RetailerId,
  messageId: string,
): Promise<TestedBroadcast> {
  return database.withRetailer(retailerId, async (sql) => {
    const [row] = await sql<
      { status: DeliveryStatus; reason: DeliveryReason | null; caught: boolean }[]
    >`
      select status, reason, exists (select from caught_mail c
        where c.retailer_id = delivery.retailer_id and c.delivery_id = delivery.id) as caught
        from delivery
       where retailer_id = ${retailerId} and id = ${messageId} and origin_kind = 'test'`;
    if (row === undefined) throw new Failure('not_found');
    return { messageId, ...stateOf(row), caught: row.caught };
  });
}

const WAITING = {
  state: 'waiting',
  words: { de: 'Die Testnachricht ist unterwegs.', en: 'The test message is on its way.' },
} as const;
const SENT = {
  state: 'sent',
  words: { de: 'Die Testnachricht ist gesendet.', en: 'The test message is sent.' },
} as const;

function stateOf(row: {
  status: DeliveryStatus;
  reason: DeliveryReason | null;
}): Pick<TestedBroadcast, 'state' | 'words'> {
  if (row.status === 'waiting' || row.status === 'sending') return WAITING;
  if (row.status === 'sent' || row.status === 'delivered') return SENT;
  const why = row.reason === null ? null : DELIVERY_WORDS[row.reason];
  return {
    state: 'failed',
    words: {
      de: `Die Testnachricht wurde nicht gesendet${why ? `, weil ${why.de}` : ''}.`,
      en: `The test message was not sent${why ? ` because ${why.en}` : ''}.`,
    },
  };
}
