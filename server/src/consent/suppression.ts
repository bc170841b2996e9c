import {
  type ConsentChannel,
  type Identity,
  type IdentityKey,
  type IdentityKind,
  keyOf,
  type RetailerId,
  type SuppressionReason,
} from '@augenblick/contract';
import type { Ids, Sql, TransactionSql } from '../runtime/index.ts';
import { addressKey, ensureAddressKey, identityHash } from './address-key.ts';
import type { Suppressed } from './basis.ts';
import type { SuppressionList as SuppressionPage } from '@augenblick/contract/api/optin.ts';
import * as queries from './queries-suppression.ts';

/** Kinds of identifier that the list knows. */
export type AddressKind = Extract<IdentityKind, 'email' | 'phone'>;
/** An e-mail address or phone number in its one spelling. */
export interface Address extends Identity {
  kind: AddressKind;
}

/** Which kind of address a channel writes to; null where the list has nothing to say. */
export function addressKindOf(channel: ConsentChannel | null): AddressKind | null {
  if (channel === 'email') return 'email';
  if (channel === 'sms' || channel === 'whatsapp' || channel === 'phone') return 'phone';
  return null;
}

/** The addresses that get nothing, as keyed hashes. Callers inside a transaction hand it over: what they do is one with it. */
export interface SuppressionList {
  /** Entries about these addresses, by `kind:value`; one query. Addresses without an entry are absent. */
  read(
    sql: Sql | TransactionSql,
    retailerId: RetailerId,
    addresses: readonly Address[],
  ): Promise<ReadonlyMap<IdentityKey, readonly Suppressed[]>>;
  /** Adds entries; where an address is there for the same reason already, the later instant counts. */
  put(
    sql: Sql | TransactionSql,
    retailerId: RetailerId,
    entries: readonly NewSuppression[],
  ): Promise<void>;
  /** Takes an address off for these reasons; answers how many entries went. */
  lift(
    sql: Sql | TransactionSql,
    retailerId: RetailerId,
    address: Address,
    reasons: readonly SuppressionReason[],
  ): Promise<number>;
  /** Ids of the entries about an address, for the console's search. */
  find(
    sql: Sql | TransactionSql,
    retailerId: RetailerId,
    address: Address,
  ): Promise<readonly string[]>;
}

/** An address to be put on the list. */
export interface NewSuppression {
  address: Address;
  reason: SuppressionReason;
  /** Why, in words; null for none. Must not name the person. */
  note: string | null;
  /** ms since 1970. */
  at: number;
}

/** The list. `sql` is the owner's pool: the key of the hashes is seen by no other connection. */
export function createSuppressionList(deps: { sql: Sql; ids: Ids }): SuppressionList {
  let known: Buffer | undefined;
  const keyOrNone = async (): Promise<Buffer | undefined> => (known ??= await addressKey(deps.sql));
  const key = async (): Promise<Buffer> =>
    (known ??= await ensureAddressKey(deps.sql, Buffer.from(deps.ids.token(32), 'base64url')));
  return {
    read: async (sql, retailerId, addresses) => {
      const found = new Map<IdentityKey, Suppressed[]>();
      const secret = addresses.length === 0 ? undefined : await keyOrNone();
      // Without a key nothing was ever put on the list.
      if (secret === undefined) return found;
      const byHash = new Map(
        addresses.map((one) => [identityHash(secret, retailerId, one).toString('base64'), one]),
      );
      const hashes = [...byHash.keys()].map((hash) => Buffer.from(hash, 'base64'));
      for (const row of await queries.entriesOf(sql, retailerId, hashes)) {
        const address = byHash.get(row.hash.toString('base64'));
        if (address === undefined) continue;
        const entries = found.get(keyOf(address)) ?? [];
        entries.push({ reason: row.reason, at: row.at.getTime() });
        found.set(keyOf(address), entries);
      }
      return found;
    },
    put: async (sql, retailerId, entries) => {
      if (entries.length === 0) return;
      const secret = await key();
      const rows = entries.map(({ address, reason, note, at }) => ({
        id: deps.ids.uuid7(),
        channel: address.kind,
        hash: identityHash(secret, retailerId, address).toString('hex'),
        address: reason === 'erased' ? null : address.value,
        reason,
        note,
        at,
      }));
      await queries.putEntries(sql, retailerId, rows);
    },
    lift: async (sql, retailerId, address, reasons) => {
      const secret = await keyOrNone();
      if (secret === undefined) return 0;
      const hash = identityHash(secret, retailerId, address);
      return queries.deleteEntries(sql, retailerId, hash, reasons);
    },
    find: async (sql, retailerId, address) => {
      const secret = await keyOrNone();
      if (secret === undefined) return [];
      const hash = identityHash(secret, retailerId, address);
      return (await queries.entriesOf(sql, retailerId, [hash])).map(({ id }) => id);
    },
  };
}

/**
 * What erasing a person does to consent: their addresses stay on the list as hashes alone, those not on it are put there
 * as `erased`, and sign-ups under their addresses go. Answers rows removed. In the erasure's transaction.
 */
export async function eraseAddresses(
  sql: TransactionSql,
  erasing: {
    retailerId: RetailerId;
    key: Buffer;
    identities: readonly Identity[];
    at: number;
    newId: () => string;
  },
): Promise<number> {
  const { retailerId, key, identities, at, newId } = erasing;
  const addresses = identities.filter(
    (one): one is Address => one.kind === 'email' || one.kind === 'phone',
  );
  if (addresses.length === 0) return 0;
  const rows = addresses.map((address) => ({
    id: newId(),
    channel: address.kind,
    hash: identityHash(key, retailerId, address).toString('hex'),
    address: null,
    reason: 'erased' as const,
    note: null,
    at,
  }));
  await queries.putEntries(sql, retailerId, rows);
  await queries.forgetAddresses(
    sql,
    retailerId,
    rows.map(({ hash }) => Buffer.from(hash, 'hex')),
  );
  const emails = addresses.filter(({ kind }) => kind === 'email').map(({ value }) => value);
  return queries.deleteSignupsOf(sql, retailerId, emails);
}

/** A page of the list for the console, newest first; `ids` picks entries. */
export async function suppressedPage(
  sql: TransactionSql,
  retailerId: RetailerId,
  wanted: { reason?: string; before?: string; ids?: readonly string[]; limit: number },
): Promise<SuppressionPage> {
  const rows = await queries.entries(sql, retailerId, { ...wanted, limit: wanted.limit + 1 });
  const shown = rows.slice(0, wanted.limit);
  return {
    suppressions: shown.map(({ at, ...row }) => ({ ...row, at: at.getTime() })),
    next: rows.length > wanted.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** Takes one entry off the list; answers why it was on it, undefined when it was not. */
export async function removeSuppressed(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<SuppressionReason | undefined> {
  return (await queries.deleteEntry(sql, retailerId, id))?.reason;
}

/** How many addresses are on the list, by reason. */
export function countSuppressed(sql: TransactionSql, retailerId: RetailerId) {
  return queries.countByReason(sql, retailerId);
}
