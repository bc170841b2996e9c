/** All SQL of channels: settings, caught messages, addresses, the inbox and hints for the team. */
import type {
  ChannelName,
  Identity,
  IdentityKind,
  MessageBasis,
  ProfileId,
  RetailerId,
} from '@augenblick/contract';
import type { ChannelHealthView, ChannelMode } from '@augenblick/contract/api/channel.ts';
import type { Sql, TransactionSql } from '../../runtime/index.ts';

type Db = Sql | TransactionSql;

/** How a channel is set up. Values of secrets and `own` are sealed. */
export interface SettingRow {
  channel: ChannelName;
  mode: ChannelMode;
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  own: string | null;
  inbound: boolean;
  revision: number;
  updatedAt: Date | null;
  health: ChannelHealthView | null;
}

/** All channels that were set up, or one. */
export function settings(sql: Db, retailerId: RetailerId, channel: ChannelName | null) {
  return sql<SettingRow[]>`
    select channel, mode, settings, secrets, own, inbound_hash is not null as inbound, revision,
           updated_at as "updatedAt", health
      from channel_setting
     where retailer_id = ${retailerId} and (${channel}::text is null or channel = ${channel})`;
}

/** What a shopper is known by. */
export function identitiesOf(sql: Db, retailerId: RetailerId, profileId: ProfileId) {
  return sql<Identity[]>`
    select kind, value from identity
     where retailer_id = ${retailerId} and profile_id = ${profileId} and not shared
     order by first_at, kind, value`;
}

/** Which revision each channel of a retailer has; asked every two seconds per retailer that sends. */
export function revisions(sql: Db, retailerId: RetailerId) {
  return sql<{ channel: ChannelName; revision: number }[]>`
    select channel, revision from channel_setting where retailer_id = ${retailerId}`;
}

/** One channel, locked until the end of the transaction. */
export async function lockSetting(
  sql: TransactionSql,
  retailerId: RetailerId,
  channel: ChannelName,
) {
  await sql`
    insert into channel_setting (retailer_id, channel, mode, revision)
    values (${retailerId}, ${channel}, 'off', 0) on conflict do nothing`;
  const [row] = await sql<SettingRow[]>`
    select channel, mode, settings, secrets, own, inbound_hash is not null as inbound, revision,
           updated_at as "updatedAt", health
      from channel_setting where retailer_id = ${retailerId} and channel = ${channel} for update`;
  if (row === undefined) throw new Error('channel_setting is empty after insert');
  return row;
}

/** Writes what was set; the revision rises. */
export async function writeSetting(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: Pick<SettingRow, 'channel' | 'mode' | 'settings' | 'secrets' | 'own'> & { now: Date },
): Promise<void> {
  await sql`
    update channel_setting
       set mode = ${row.mode}, settings = ${sql.json(row.settings as never)},
           secrets = ${sql.json(row.secrets)}, own = ${row.own}, revision = revision + 1,
           updated_at = ${row.now}, health = null
     where retailer_id = ${retailerId} and channel = ${row.channel}`;
}

/** A new secret address for hand-ins; the former one ends. */
export async function setInbound(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  hash: Buffer,
): Promise<void> {
  await sql`
    update channel_setting set inbound_hash = ${hash}
     where retailer_id = ${retailerId} and channel = ${channel}`;
}

/** Whose secret address this is. Owner's connection: nobody is known yet. */
export async function byInbound(sql: Sql, hash: Buffer) {
  const [row] = await sql<{ retailerId: RetailerId; channel: ChannelName }[]>`
    select retailer_id as "retailerId", channel from channel_setting where inbound_hash = ${hash}`;
  return row;
}

/** What a look at the channel found. */
export async function writeHealth(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  health: ChannelHealthView,
): Promise<void> {
  await sql`
    update channel_setting set health = ${sql.json(health)}
     where retailer_id = ${retailerId} and channel = ${channel}`;
}

/** A message to be kept. */
export interface CaughtInsert {
  id: string;
  at: number;
  channel: ChannelName;
  profileId: ProfileId | null;
  deliveryId: string;
  test: boolean;
  basis: MessageBasis;
  address: string;
  sender: string | null;
  subject: string;
  body: string;
  html: string | null;
  url: string | null;
  picture: string | null;
  source: Buffer | null;
}

/** Keeps messages; one that is there already stays as it is. */
export async function insertCaught(
  sql: Db,
  retailerId: RetailerId,
  rows: readonly CaughtInsert[],
): Promise<void> {
  // Each value on its own and not one text of all: a mail's source is bytes and stays bytes.
  const values = rows.map(({ at, profileId, deliveryId, ...row }) => ({
    ...row,
    retailer_id: retailerId,
    at: new Date(at),
    profile_id: profileId,
    delivery_id: deliveryId,
  }));
  await sql`
    insert into caught_mail ${sql(values)} on conflict (retailer_id, delivery_id) do nothing`;
}

/** The caught message of a delivery. */
export async function caughtByDelivery(sql: Db, retailerId: RetailerId, deliveryId: string) {
  const [row] = await sql<{ id: string }[]>`
    select id from caught_mail where retailer_id = ${retailerId} and delivery_id = ${deliveryId}`;
  return row?.id;
}

/** A caught message as it is listed. */
export interface CaughtRow {
  id: string;
  channel: ChannelName;
  at: Date;
  address: string;
  sender: string | null;
  subject: string;
  body: string;
  basis: MessageBasis;
  test: boolean;
  profileId: string | null;
  deliveryId: string;
}

/** What was typed as a pattern of LIKE; its own signs stand for themselves. */
function patternOf(search: string | null): string | null {
  return search === null ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Caught messages, the newest first; ids sort by time. */
export function caught(
  sql: Db,
  retailerId: RetailerId,
  wish: {
    channel: ChannelName | null;
    search: string | null;
    before: string | null;
    limit: number;
  },
) {
  const pattern = patternOf(wish.search);
  return sql<CaughtRow[]>`
    select id, channel, at, address, sender, subject, left(body, 200) as body, basis, test, profile_id as "profileId",
           delivery_id as "deliveryId"
      from caught_mail
     where retailer_id = ${retailerId} and (${wish.channel}::text is null or channel = ${wish.channel})
       and (${pattern}::text is null or subject ilike ${pattern} or address ilike ${pattern})
       and (${wish.before}::uuid is null or id < ${wish.before})
     order by id desc limit ${wish.limit}`;
}

/** How many fit a channel and a search. */
export async function countCaught(
  sql: Db,
  retailerId: RetailerId,
  wish: { channel: ChannelName | null; search: string | null },
) {
  const { channel } = wish;
  const pattern = patternOf(wish.search);
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from caught_mail
     where retailer_id = ${retailerId} and (${channel}::text is null or channel = ${channel})
       and (${pattern}::text is null or subject ilike ${pattern} or address ilike ${pattern})`;
  return row?.count ?? 0;
}

/** One caught message whole. */
export async function caughtById(sql: Db, retailerId: RetailerId, id: string) {
  const [row] = await sql<
    (CaughtRow & {
      html: string | null;
      url: string | null;
      picture: string | null;
      source: Buffer | null;
    })[]
  >`
    select id, channel, at, address, sender, subject, body, basis, test, profile_id as "profileId",
           delivery_id as "deliveryId", html, url, picture, source
      from caught_mail where retailer_id = ${retailerId} and id = ${id}`;
  return row;
}

/** Empties the catcher. */
export async function deleteCaught(sql: Db, retailerId: RetailerId): Promise<number> {
  return (await sql`delete from caught_mail where retailer_id = ${retailerId}`).count;
}

/** Removes what is older than an instant, and all but the newest of a retailer. */
export async function trimCaught(sql: Sql, before: Date, keep: number): Promise<number> {
  const old = await sql`delete from caught_mail where at < ${before}`;
  const many = await sql`
    delete from caught_mail c using (
      select retailer_id, id, row_number() over (partition by retailer_id order by id desc) as place from caught_mail
    ) p
     where p.place > ${keep} and c.retailer_id = p.retailer_id and c.id = p.id`;
  return old.count + many.count;
}

/** Something a channel keeps of a shopper: it hangs on an identifier that must be known. */
export interface AddressInsert {
  channel: ChannelName;
  hash: Buffer;
  identity: { kind: IdentityKind; value: string };
  detail: string;
  at: Date;
  heardAt: Date | null;
}

/** Keeps an address, or moves it to whom it belongs now. False when nobody has that identifier. */
export async function keepAddress(
  sql: Db,
  retailerId: RetailerId,
  row: AddressInsert,
): Promise<boolean> {
  const done = await sql`
    insert into channel_address as a (retailer_id, channel, address_hash, kind, value, detail, created_at, heard_at)
    select ${retailerId}, ${row.channel}, ${row.hash}, i.kind, i.value, ${row.detail}, ${row.at}, ${row.heardAt}::timestamptz
      from identity i
     where i.retailer_id = ${retailerId} and i.kind = ${row.identity.kind} and i.value = ${row.identity.value}
    on conflict (retailer_id, channel, address_hash) do update
      set kind = excluded.kind, value = excluded.value, detail = excluded.detail,
          heard_at = greatest(a.heard_at, excluded.heard_at)`;
  return done.count > 0;
}

/** For which identifiers addresses are kept, by hash in hex. */
export async function ownersOf(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  hashes: readonly Buffer[],
): Promise<Map<string, Identity>> {
  const rows = await sql<(Identity & { hash: string })[]>`
    select encode(address_hash, 'hex') as hash, kind, value from channel_address
     where retailer_id = ${retailerId} and channel = ${channel}
       and encode(address_hash, 'hex') = any(${hashes.map((hash) => hash.toString('hex'))}::text[])`;
  return new Map(rows.map(({ hash, kind, value }) => [hash, { kind, value }]));
}

/** Forgets addresses that are dead; answers how many were known. */
export async function dropAddresses(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  hashes: readonly Buffer[],
): Promise<number> {
  const done = await sql`
    delete from channel_address
     where retailer_id = ${retailerId} and channel = ${channel}
       and encode(address_hash, 'hex') = any(${hashes.map((hash) => hash.toString('hex'))}::text[])`;
  return done.count;
}

/** What a channel keeps of these shoppers, the newest first. */
export async function addressesOf(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  profileIds: readonly ProfileId[],
): Promise<Map<ProfileId, string[]>> {
  const rows = await sql<{ profileId: ProfileId; details: string[] }[]>`
    select i.profile_id as "profileId", array_agg(a.detail order by a.created_at desc) as details
      from identity i
      join channel_address a on a.retailer_id = i.retailer_id and a.kind = i.kind and a.value = i.value
     where i.retailer_id = ${retailerId} and i.profile_id = any(${[...profileIds]}::uuid[])
       and a.channel = ${channel} and not i.shared
     group by i.profile_id`;
  return new Map(rows.map(({ profileId, details }) => [profileId, details]));
}

/** When these addresses were last heard from, by hash in hex. */
export function heardAt(
  sql: Db,
  retailerId: RetailerId,
  channel: ChannelName,
  hashes: readonly string[],
) {
  return sql<{ hash: string; at: Date | null }[]>`
    select encode(address_hash, 'hex') as hash, heard_at as at from channel_address
     where retailer_id = ${retailerId} and channel = ${channel}
       and encode(address_hash, 'hex') = any(${[...hashes]}::text[])`;
}
