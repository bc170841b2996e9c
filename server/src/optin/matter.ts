import { keyOf } from '@augenblick/contract';
import type { Limit } from '../access/index.ts';
import { deliveryId, enqueue, localeOf } from '../delivery/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
import type { OptinDeps } from './deps.ts';
import * as queries from './queries.ts';
import { type Caller, comeBack, EVERYTHING, leave, type Reader } from './reader.ts';
import { mailboxOf } from './signup.ts';
import { speaker } from './texts.ts';

/**
 * What a link in a message is not enough for, because messages are forwarded: it is asked for once more by a mail to the
 * shopper's own address, whose link holds for two hours and works once. `preferences` is a fresh link in place of an old one.
 */
export const MATTERS = ['export', 'erasure', 'return', 'preferences'] as const;
/** One of `MATTERS`. */
export type Matter = (typeof MATTERS)[number];

/** How long the link in the mail holds: long enough for a slow mailbox, too short to be found later. */
const LINK_MS = 2 * 3_600_000;
/** Such mails to one mailbox: a link in the wrong hands must not fill it. */
const MAILS: Limit = { name: 'matter_mail', burst: 4, everyMs: LINK_MS };

/** `no_address`: none of theirs takes mail. */
export type MatterAsked = 'mailed' | 'too_often' | 'no_address';

/** Asks the shopper at their own address, and only there, whether this is what they want. */
export async function askMatter(
  deps: OptinDeps,
  reader: Reader,
  matter: Matter,
): Promise<{ outcome: MatterAsked; email: string | null }> {
  const email = await ownMailbox(deps, reader);
  if (email === null || reader.shopper === null) return { outcome: 'no_address', email: null };
  const waitS = await deps.limits.tryTake(MAILS, mailboxOf(reader.retailerId, email));
  if (waitS !== null) return { outcome: 'too_often', email };
  const sent = await sendMatter(deps, reader, matter, email);
  return { outcome: sent ? 'mailed' : 'no_address', email };
}

/** The mailbox the message came to, else the shopper's first one; none of those that take no mail any more. */
async function ownMailbox(deps: OptinDeps, reader: Reader): Promise<string | null> {
  const came = reader.mailbox ? normaliseIdentity('email', reader.address)?.value : undefined;
  const known = (reader.shopper?.identities ?? [])
    .filter(({ kind }) => kind === 'email')
    .map(({ value }) => value);
  const addresses = [...new Set([...(came === undefined ? [] : [came]), ...known])].map(
    (value) => ({ kind: 'email', value }) as const,
  );
  if (addresses.length === 0) return null;
  const { retailerId } = reader;
  const listed = await deps.list.read(deps.database.owner, retailerId, addresses);
  const takesMail = addresses.find((one) =>
    (listed.get(keyOf(one)) ?? []).every(({ reason }) => reason !== 'bounced'),
  );
  return takesMail?.value ?? null;
}

async function sendMatter(
  deps: OptinDeps,
  reader: Reader,
  matter: Matter,
  email: string,
): Promise<boolean> {
  const { retailerId, shopper } = reader;
  const now = deps.clock.now();
  const key = `o:${deps.ids.uuid7()}`;
  const token = await deps.ownToken(retailerId, deliveryId(retailerId, key));
  const page = matter === 'preferences' ? 'p' : 'd';
  const look = await deps.lookOf(retailerId);
  const sent = await deps.database.withRetailer(retailerId, async (sql) => {
    const template = await deps.matterTemplate(sql, retailerId);
    const retailer = await queries.retailerOf(sql, retailerId);
    if (template === null || retailer === undefined || shopper === null) return false;
    // In the language that the mail around it will have.
    const say = speaker(localeOf(shopper.state, retailer.locale), look.address);
    const request = {
      key,
      profileId: reader.profileId as never,
      channels: ['mail' as const],
      origin: { kind: 'optin' as const, id: key, step: matter, version: 1, variant: null },
      templateIds: { mail: template },
      data: {
        confirm_url: `${deps.address()}/m/${page}/${token}`,
        matter: say(`matter.${matter}`, { name: look.name }),
      },
      notBefore: now,
      notAfter: now + LINK_MS,
      caps: [],
      exclusiveGroup: null,
      address: email,
    };
    await enqueue(sql, retailerId, [request], now);
    return true;
  });
  if (sent) deps.ring();
  return sent;
}

/** What a link of such a mail is about and whether it still holds; null for any other link. Changes nothing. */
export function matterOf(
  reader: Reader,
  now: number,
): { matter: Exclude<Matter, 'preferences'>; fresh: boolean } | null {
  const matter = MATTERS.find((one) => one === reader.matter);
  if (matter === undefined || matter === 'preferences') return null;
  return { matter, fresh: reader.mailbox && !reader.old && now < reader.askedAt + LINK_MS };
}

/** Does what the mail was sent for. Twice is once: requests and events carry the id of the mail. */
export async function carryOutMatter(
  deps: OptinDeps,
  reader: Reader,
  matter: Exclude<Matter, 'preferences'>,
  by: Caller & { wording: string },
): Promise<void> {
  if (matter === 'return') {
    await comeBack(deps, reader, by);
    return;
  }
  await putRequest(deps, reader, matter, { by, id: reader.deliveryId, confirmed: true });
}

/**
 * Puts down that the reader wants their data, or to be forgotten; the latter ends all advertising at once. `confirmed` when
 * it was asked for from their own mailbox; otherwise staff have to make sure who asks.
 */
export async function putRequest(
  deps: OptinDeps,
  reader: Reader,
  kind: 'export' | 'erasure',
  put: { by: Caller; id: string; confirmed: boolean },
): Promise<void> {
  if (reader.shopper === null) return;
  if (kind === 'erasure') await leave(deps, reader, EVERYTHING, { ...put.by, method: 'erasure' });
  await queries.putDataRequest(deps.database.owner, reader.retailerId, {
    id: put.id,
    profileId: reader.profileId,
    kind,
    at: new Date(deps.clock.now()),
    confirmed: put.confirmed,
  });
}
