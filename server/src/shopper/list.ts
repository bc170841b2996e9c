import { Failure, isUuid, type ProfileState, type RetailerId } from '@augenblick/contract';
import type {
  ShopperList,
  ShopperListQuery,
  ShopperRow,
} from '@augenblick/contract/api/shopper.ts';
import type { z } from 'zod';
import type { TransactionSql } from '../runtime/index.ts';
import { cursorTime, fromCursor, toCursor } from './cursor.ts';
import {
  countShoppers,
  HITS_MAX,
  type ListMark,
  type ListRow,
  listShoppers,
  type ListWish,
  type SearchWish,
} from './list-queries.ts';
import { identities, type IdentityRow } from './queries.ts';
import { displayName, hasMarketingConsent, mainChannel, worthOf } from './view.ts';

/** One page of shoppers as the console shows them. */
export async function shopperList(
  sql: TransactionSql,
  retailerId: RetailerId,
  query: z.output<typeof ShopperListQuery>,
): Promise<ShopperList> {
  const yes = (answer: 'yes' | 'no' | undefined) =>
    answer === undefined ? undefined : answer === 'yes';
  const wish: ListWish = {
    retailerId,
    search: query.q === undefined || query.q === '' ? undefined : searchWish(query.q),
    sort: query.sort,
    currency: query.currency?.toUpperCase(),
    orders: yes(query.orders),
    identified: yes(query.identified),
    consent: yes(query.consent),
  };
  const rows = await listShoppers(sql, wish, query.limit + 1, readMark(query.sort, query.cursor));
  const total = await countShoppers(sql, wish);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const known =
    wish.search === undefined || page.length === 0
      ? []
      : await identities(
          sql,
          retailerId,
          page.map((row) => row.id),
        );
  return {
    items: page.map((row) => shopperRow(row, query.q, known)),
    next: last ? writeMark(query.sort, last) : null,
    total: Math.min(total, HITS_MAX),
    more: total > HITS_MAX,
  };
}

/**
 * What a text in the search field means: up to three words that all must occur in name or address, or an identifier
 * or order number as it stands – e-mails in lower case, phone numbers also in their international form.
 */
export function searchWish(q: string): SearchWish {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  // What is beyond the second word stays together: three patterns are what the database function takes.
  const parts = [words[0], words[1], words.slice(2).join(' ') || undefined];
  const pattern = (part: string | undefined) =>
    part === undefined ? '%' : `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  const phone = phoneOf(q);
  return {
    parts: [pattern(parts[0]), pattern(parts[1]), pattern(parts[2])],
    exact: [...new Set([q, q.toLowerCase(), ...(phone === undefined ? [] : [phone])])],
    beginning: q.includes('@') ? q.toLowerCase() : q,
    profileId: isUuid(q.toLowerCase()) ? q.toLowerCase() : null,
  };
}

/** A phone number as the write path stores it: + and digits, Germany's code for a national number. */
function phoneOf(text: string): string | undefined {
  const digits = text.replace(/\(0\)/g, '').replace(/[\s()/.\-–]/g, '');
  if (!/^\+?\d{6,17}$/.test(digits)) return undefined;
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return digits.startsWith('0') ? `+49${digits.slice(1)}` : `+${digits}`;
}

function shopperRow(
  row: ListRow,
  q: string | undefined,
  known: readonly IdentityRow[],
): ShopperRow {
  const { state } = row;
  return {
    id: row.id,
    displayName: row.name ?? displayName(state),
    email: row.email,
    identified: row.identified,
    simulated: state.simulated,
    firstSeenAt: row.first_at.getTime(),
    lastSeenAt: row.last_at.getTime(),
    events: state.events,
    orders: row.orders,
    worth: worthOf(state),
    channel: mainChannel(state),
    consent: hasMarketingConsent(state),
    hit: q === undefined || q === '' ? null : hitOf(row, state, q, known),
  };
}

/** Which identifier a search hit, when the name does not show it by itself. */
function hitOf(
  row: ListRow,
  state: ProfileState,
  q: string,
  known: readonly IdentityRow[],
): ShopperRow['hit'] {
  const wanted = q.toLowerCase();
  if (row.name?.toLowerCase().includes(wanted)) return null;
  const phone = phoneOf(q);
  const meant = (value: string) => value.toLowerCase().includes(wanted) || value === phone;
  const own = known.find((identity) => identity.profile_id === row.id && meant(identity.value));
  if (own) return { kind: own.kind, value: own.value, claimed: false };
  const { email, phone: claimedPhone } = state.claims;
  if (email !== undefined && meant(email)) return { kind: 'email', value: email, claimed: true };
  if (claimedPhone !== undefined && meant(claimedPhone)) {
    return { kind: 'phone', value: claimedPhone, claimed: true };
  }
  return null;
}

function readMark(sort: ListWish['sort'], cursor: string | undefined): ListMark | undefined {
  if (sort === 'last_seen') {
    const mark = fromCursor(cursor, ['', 0, ''] as const);
    if (mark === undefined) return undefined;
    const [day, at, id] = mark;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isUuid(id)) throw new Failure('bad_request', 'cursor');
    return { sort, day, at: cursorTime(at), id };
  }
  const mark = fromCursor(cursor, [0, ''] as const);
  if (mark === undefined) return undefined;
  const [figure, id] = mark;
  if (!Number.isSafeInteger(figure) || !isUuid(id)) throw new Failure('bad_request', 'cursor');
  return { sort, figure, id };
}

function writeMark(sort: ListWish['sort'], row: ListRow): string {
  if (sort === 'last_seen') return toCursor([row.day, row.last_at.getTime(), row.id]);
  return toCursor([sort === 'orders' ? row.orders : row.revenue_minor, row.id]);
}
