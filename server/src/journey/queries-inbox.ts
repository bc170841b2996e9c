/** SQL of the inbox and of what is done after a step. */
import type { Identity, ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { AnchoredFact } from './drive.ts';
import type { Db } from './queries-run.ts';

/** A fact on its way into the inbox. `begins`: it may begin something; others only concern who is on the way. */
export interface InboxRow extends AnchoredFact {
  profileId: ProfileId;
  begins: boolean;
}

/**
 * Writes facts into the inbox. What begins nothing is written only for shoppers who are on the way, or about to be: most
 * purchases and page views concern nobody's journey. Answers how many were written.
 */
export async function insertInbox(
  tx: TransactionSql,
  retailerId: RetailerId,
  facts: readonly InboxRow[],
): Promise<number> {
  if (facts.length === 0) return 0;
  const begins = new Set(facts.flatMap((one) => (one.begins ? [one.profileId] : [])));
  const rows = facts.map(({ profileId, data, begins: _begins, ...fact }) => ({
    ...fact,
    profile: profileId,
    data: JSON.stringify(data),
    sure: begins.has(profileId),
  }));
  const done = await tx`
    insert into journey_inbox (retailer_id, profile_id, key, type, name, at, seen_at, channel, anchor, data)
    select ${retailerId}::int, f.profile, f.key, f.type, f.name, to_timestamp(f.at / 1000.0),
      to_timestamp(f."seenAt" / 1000.0), f.channel, f.anchor, f.data
    from json_to_recordset(${JSON.stringify(rows)}::text::json) f (profile uuid, key text, type text, name text, at float8,
      "seenAt" float8, channel text, anchor text, data text, sure bool)
    where f.sure
      or exists (select 1 from journey_run r where r.retailer_id = ${retailerId} and r.profile_id = f.profile
        and r.status <> 'done' offset 0)
      or exists (select 1 from journey_inbox i where i.retailer_id = ${retailerId} and i.profile_id = f.profile offset 0)
    on conflict (retailer_id, profile_id, key) do nothing`;
  return done.count;
}

/** Something to be done after a step. */
export interface EffectRow {
  key: string;
  profileId: ProfileId;
  kind: 'profile' | 'decide' | 'points';
  body: unknown;
}

/** Writes what is to be done after commit. */
export async function insertEffects(
  tx: TransactionSql,
  retailerId: RetailerId,
  effects: readonly EffectRow[],
  now: number,
): Promise<void> {
  if (effects.length === 0) return;
  const rows = effects.map(({ key, profileId, kind, body }) => ({
    key,
    kind,
    profile: profileId,
    body: JSON.stringify(body),
  }));
  await tx`
    insert into journey_effect (retailer_id, key, profile_id, kind, body, due_at)
    select ${retailerId}::int, e.key, e.profile, e.kind, e.body, to_timestamp(${now}::float8 / 1000.0)
    from json_to_recordset(${JSON.stringify(rows)}::text::json) e (key text, profile uuid, kind text, body text)
    on conflict (retailer_id, key) do nothing`;
}

/** Something that is due, put off until `until` (ms) for everybody else while it is being done. */
export interface DueEffect {
  retailerId: RetailerId;
  key: string;
  profileId: ProfileId;
  kind: EffectRow['kind'];
  body: unknown;
  tries: number;
}

/** Takes what is due; whoever dies over it leaves it to be done again at `until`. */
export async function takeEffects(
  sql: Db,
  now: number,
  until: number,
  limit: number,
): Promise<DueEffect[]> {
  const rows = await sql<
    {
      retailer_id: RetailerId;
      key: string;
      profile_id: ProfileId;
      kind: EffectRow['kind'];
      body: string;
      tries: number;
    }[]
  >`
    update journey_effect e set due_at = to_timestamp(${until}::float8 / 1000.0), tries = e.tries + 1
    from (select retailer_id, key from journey_effect where due_at <= to_timestamp(${now}::float8 / 1000.0)
      order by due_at limit ${limit} for update skip locked) d
    where e.retailer_id = d.retailer_id and e.key = d.key
    returning e.retailer_id, e.key, e.profile_id, e.kind, e.body, e.tries`;
  return rows.map((row) => ({
    retailerId: row.retailer_id,
    key: row.key,
    profileId: row.profile_id,
    kind: row.kind,
    body: JSON.parse(row.body) as unknown,
    tries: row.tries,
  }));
}

/** Takes away what has been done. */
export async function dropEffects(
  sql: Db,
  effects: readonly Pick<DueEffect, 'retailerId' | 'key'>[],
): Promise<void> {
  if (effects.length === 0) return;
  await sql`
    delete from journey_effect e
    using unnest(${effects.map(({ retailerId }) => retailerId)}::int[], ${effects.map(({ key }) => key)}::text[]) d (retailer_id, key)
    where e.retailer_id = d.retailer_id and e.key = d.key`;
}

/** Identifiers of a shopper's own, so that an event can be written under one of them. */
export async function ownIdentities(
  sql: Db,
  retailerId: RetailerId,
  profileId: ProfileId,
): Promise<Identity[]> {
  return sql<Identity[]>`
    select kind, value from identity
    where retailer_id = ${retailerId} and profile_id = ${profileId} and not shared`;
}
