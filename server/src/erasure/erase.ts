import {
  asText,
  type ConsentChannel,
  Failure,
  IDENTITY_KINDS,
  type Identity,
  type IdentityKind,
  isObject,
  isUuid,
  type Json,
  type JsonObject,
  NO_PROFILE,
  type ProfileId,
  type ProfileState,
  type RetailerId,
  keyOf,
} from '@augenblick/contract';
import type { EraseShopper, ErasureView } from '@augenblick/contract/api/shopper.ts';
import type { Access, By } from '../access/index.ts';
import { ensureAddressKey, eraseAddresses, identityHash } from '../consent/index.ts';
import { releaseShoppers } from '../offer/index.ts';
import {
  type Definitions,
  findProfiles,
  findSources,
  holdPublished,
  lockLinks,
  lockProfiles,
  refold,
  replaceFacts,
  type Watching,
  writeRefolded,
} from '../profile/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import { anonymousOrder, scrub, type Traces, tracesOf } from './anonymise.ts';
import { deleteFilesAbout } from './files.ts';
import * as queries from './queries.ts';
import type { Suppressions } from './suppression.ts';

/** What erasing needs. */
export interface EraseDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  audit: Access['audit'];
  suppressions: Suppressions;
  /** What watches shoppers: those who named the erased one are folded anew. */
  definitions: Definitions;
  /** Tells the write path of this process to forget what it remembers of profiles. */
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
  /** Where imports keep uploads and rejected rows; undefined when this process has no such folder. */
  importsFolder?: string;
}

/** Events that are the documents of an order. */
const ORDER_EVENTS = [
  'Order Completed',
  'Receipt Issued',
  'Order Updated',
  'Order Cancelled',
  'Order Refunded',
] as const;

/**
 * Erases one shopper in one transaction: everything goes that is theirs, orders stay without a person, consent statements
 * stay under a keyed hash, identifiers are suppressed, mentions in others' events are blanked. Ends with a search of
 * every text column; what it finds stands in the record as `remaining`. Throws `not_found`, and `bad_request` when
 * `confirm` is not the profile's id.
 */
export async function eraseShopper(
  deps: EraseDeps,
  request: {
    retailerId: RetailerId;
    profileId: string;
    actor: By;
    order: EraseShopper;
  },
): Promise<ErasureView> {
  const { retailerId, profileId, actor, order } = request;
  if (!isUuid(profileId)) throw new Failure('not_found');
  if (order.confirm !== profileId) throw new Failure('bad_request', 'confirm');
  const key = await ensureAddressKey(
    deps.database.owner,
    Buffer.from(deps.ids.token(32), 'base64url'),
  );
  const { row, touched } = await deps.database.withRetailer(retailerId, async (sql) => {
    const erased = await erase(sql, {
      retailerId,
      profileId,
      key,
      definitions: deps.definitions,
      now: deps.clock.now(),
      newId: deps.ids.uuid7,
    });
    if (deps.importsFolder !== undefined) {
      const files = await deleteFilesAbout(deps.importsFolder, retailerId, erased.identities);
      if (files > 0) erased.figures.removed['import file'] = files;
    }
    const row: queries.ErasureRow = {
      ...erased.figures,
      reason: order.reason,
      staff_id: actor.kind === 'staff' ? actor.id : null,
      staff_name: actor.name,
    };
    await queries.putErasure(sql, retailerId, row);
    await deps.audit(sql, {
      retailerId,
      actor,
      action: 'shopper.erased',
      target: `erasure:${row.id}`,
      detail: { reason: row.reason, removed: row.removed, anonymised: row.anonymised },
    });
    return { row, touched: erased.touched };
  });
  deps.suppressions.forget(retailerId);
  deps.forget(retailerId, touched);
  return erasureView(row);
}

/** An erasure as the console shows it. */
export function erasureView(row: queries.ErasureRow): ErasureView {
  return {
    id: row.id,
    at: row.at.getTime(),
    reason: row.reason,
    by: row.staff_name,
    removed: row.removed,
    anonymised: row.anonymised,
    remaining: row.remaining,
    consentProofs: row.consent_proofs,
    suppressed: row.suppressed,
  };
}

interface Erasing {
  retailerId: RetailerId;
  profileId: string;
  key: Buffer;
  definitions: Definitions;
  now: number;
  newId: () => string;
}

async function erase(sql: TransactionSql, erasing: Erasing) {
  const { retailerId, profileId, now } = erasing;
  const id = profileId as ProfileId;
  // The same locks in the same order as merging and ingest: nothing can be added to this shopper while we look.
  const watching = await holdPublished(sql, erasing.definitions, retailerId);
  await lockLinks(sql, retailerId);
  await lockProfiles(sql, retailerId, [id]);
  const state = await queries.stateOf(sql, retailerId, profileId);
  if (state === null) throw new Failure('not_found');
  const identities = (await queries.identitiesOf(sql, retailerId, profileId)).filter(
    (identity) => !identity.shared,
  );
  const traces = tracesOf(identities);
  const erasureId = erasing.newId();
  const at = new Date(now);

  const proofs = await keepProofs(sql, erasing, { erasureId, identities, state, traces });
  const anonymised: Record<string, number> = {
    ...(await releaseOrders(sql, retailerId, profileId)),
    ...(await releaseShoppers(sql, retailerId, [profileId])),
  };
  const former = await queries.formerProfiles(sql, retailerId, profileId);
  const signups = await eraseAddresses(sql, {
    retailerId,
    key: erasing.key,
    identities,
    at: now,
    newId: erasing.newId,
  });
  const keys = identities.map(keyOf);
  const removed = await queries.deleteShopper(sql, retailerId, profileId, keys, former);
  removed['signup'] = (removed['signup'] ?? 0) + signups;
  const addresses = identities.filter(({ kind }) => kind === 'email' || kind === 'phone');
  removed['message to the address'] = await queries.deleteMessagesTo(
    sql,
    retailerId,
    addresses.map(({ value }) => value),
  );
  const letters = await queries.deadLettersAbout(sql, retailerId, traces);
  removed['dead_letter'] = await queries.deleteDeadLetters(sql, retailerId, letters);
  const seen = identities.map(keyOf);
  removed['import_seen'] = await queries.deleteImportSeen(sql, retailerId, seen);
  const others = await scrubOthers(sql, retailerId, traces, watching);
  anonymised['event of others'] = others.events;
  const hashes = identities.map((identity) => identityHash(erasing.key, retailerId, identity));
  await queries.putSuppressions(sql, retailerId, erasureId, at, hashes);
  const remaining = await remainingTraces(sql, retailerId, traces);
  return {
    touched: [id, ...others.profiles],
    identities,
    figures: {
      id: erasureId,
      at,
      removed: positive(removed),
      anonymised: positive(anonymised),
      remaining,
      consent_proofs: proofs,
      suppressed: hashes.length,
    },
  };
}

/** Orders stay as documents without a person; so do the events they were made of, or a replay would bring them back. */
async function releaseOrders(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
): Promise<Record<string, number>> {
  const taken = await queries.takenOrderIds(sql, retailerId, profileId);
  const events = await queries.orderEvents(sql, retailerId, profileId, ORDER_EVENTS);
  const renamed = taken.map((from, i) => ({
    from,
    to: `${from}#${events[0]?.id.slice(0, 8) ?? ''}${i}`,
  }));
  const nameOf = new Map(renamed.map(({ from, to }) => [from, to]));
  const bodies = events.map(({ id, body }) => {
    const sent = orderIdOf(body.properties);
    const orderId = sent === undefined ? undefined : (nameOf.get(sent) ?? sent);
    return { id, body: anonymousOrder(id, body.properties, orderId) };
  });
  const rewritten = await queries.rewriteEvents(sql, retailerId, bodies, NO_PROFILE);
  const released = await queries.releaseOrders(sql, retailerId, profileId, renamed);
  return { event: rewritten, customer_order: released.orders, order_line: released.lines };
}

function orderIdOf(properties: JsonObject): string | undefined {
  const sent =
    properties.order_id ?? properties.orderId ?? properties.transaction_id ?? properties.receipt_id;
  return asText(sent)?.slice(0, 200);
}

/** Kinds of address that a channel's consent is about; what knows no address hangs on whatever names the person. */
const ADDRESS_OF: Readonly<Partial<Record<ConsentChannel, readonly IdentityKind[]>>> = {
  email: ['email'],
  sms: ['phone'],
  whatsapp: ['phone'],
  phone: ['phone'],
};
const NAMING: readonly IdentityKind[] = ['email', 'phone', 'user_id', 'card', 'external_id'];

/** Keeps each statement once per address it may have to be proven for. Answers how many statements were kept. */
async function keepProofs(
  sql: TransactionSql,
  { retailerId, profileId, key }: Erasing,
  known: {
    erasureId: string;
    identities: readonly Identity[];
    state: ProfileState;
    traces: Traces;
  },
): Promise<number> {
  const claims = IDENTITY_KINDS.flatMap((kind): Identity[] => {
    const value = known.state.claims[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
  const addresses = [...known.identities, ...claims];
  const rows = await queries.consentsOf(sql, retailerId, profileId);
  const statements = rows.map((row) => {
    const kinds = ADDRESS_OF[row.channel] ?? NAMING;
    const about = addresses.filter(({ kind }) => kinds.includes(kind));
    const hashes = new Set(
      about.map((identity) => identityHash(key, retailerId, identity).toString('base64')),
    );
    return [...hashes].map(
      (hash): queries.ProofRow => ({
        hash: Buffer.from(hash, 'base64'),
        purpose: row.purpose,
        channel: row.channel,
        state: row.state,
        at: row.at,
        wording: textOnly(scrub(row.wording, known.traces)),
        wording_version: textOnly(scrub(row.wording_version, known.traces)),
        method: textOnly(scrub(row.method, known.traces)),
        doi: row.doi,
      }),
    );
  });
  await queries.putProofs(sql, retailerId, known.erasureId, statements.flat());
  return statements.filter((proofs) => proofs.length > 0).length;
}

const textOnly = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : null;

/**
 * Other people's events that name the erased shopper (an address typed into their form, a device used by both) lose the
 * name; their profiles are folded anew, so that rebuilding them later gives the same.
 */
async function scrubOthers(
  sql: TransactionSql,
  retailerId: RetailerId,
  traces: Traces,
  { watcher, store }: Watching,
): Promise<{ events: number; profiles: ProfileId[] }> {
  if (traces.parts.length === 0 && traces.keys.length === 0) return { events: 0, profiles: [] };
  const rows = await queries.eventsAbout(sql, retailerId, traces);
  const bodies = rows.flatMap(({ id, body }) => {
    const clean = scrub(body, traces);
    return clean !== body && isObject(clean) ? [{ id, body: clean }] : [];
  });
  const events = await queries.rewriteEvents(sql, retailerId, bodies, null);
  const changed = new Set(bodies.map(({ id }) => id));
  const profiles = [
    ...new Set(rows.filter((row) => changed.has(row.id)).map((row) => row.profile_id as ProfileId)),
  ].filter((id) => id !== NO_PROFILE);
  if (profiles.length === 0) return { events, profiles };
  profiles.sort();
  await lockProfiles(sql, retailerId, profiles);
  const stored = await findProfiles(sql, retailerId, profiles);
  const sources = await findSources(sql, retailerId);
  const anew = await refold(sql, retailerId, profiles, sources, watcher);
  const refolded = stored.flatMap(({ id, version }) => {
    const folded = anew.get(id);
    return folded ? [{ version, folded }] : [];
  });
  await writeRefolded(sql, retailerId, refolded);
  await replaceFacts(sql, retailerId, store, profiles, anew);
  return { events, profiles };
}

/** Where the erased shopper's identifiers still stand, in rows per table. */
export async function remainingTraces(
  sql: TransactionSql,
  retailerId: RetailerId,
  traces: Traces,
): Promise<Record<string, number>> {
  if (traces.parts.length === 0 && traces.keys.length === 0) return {};
  const tables = new Map<string, string[]>();
  for (const { table_name, column_name } of await queries.textColumns(sql)) {
    tables.set(table_name, [...(tables.get(table_name) ?? []), column_name]);
  }
  const found: Record<string, number> = {};
  for (const [table, columns] of tables) {
    found[table] = await queries.countMentions(sql, retailerId, table, columns, traces);
  }
  return positive(found);
}

function positive(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
