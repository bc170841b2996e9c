/** All SQL of deciding itself: settings, touches, decisions. Learning, log and dry run have files of their own. */
import {
  DECISION_DEFAULTS,
  type DecisionResult,
  type DecisionSettings,
  type Identity,
  type ProfileId,
  type ResponseKind,
  type RetailerId,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { Basis } from './trace.ts';

/** A pool or a transaction. */
export type Db = Sql | TransactionSql;

export interface RuleRow {
  salt: string;
  /** `holdoutSince` (ms): since when the comparison group has had its present size; not there: always. */
  settings: Partial<DecisionSettings> & { holdoutSince?: number | null };
  model_version: number;
  revision: number;
}

/** A retailer's settings; undefined before the first decision. */
export async function rule(sql: Db, retailerId: RetailerId): Promise<RuleRow | undefined> {
  const [row] = await sql<RuleRow[]>`
    select salt, settings, model_version, revision from decision_rule
     where retailer_id = ${retailerId}`;
  return row;
}

/** Makes the row with its salt; nothing when it is there. */
export async function insertRule(sql: Db, retailerId: RetailerId, salt: string): Promise<void> {
  await sql`
    insert into decision_rule (retailer_id, salt, settings) values (${retailerId}, ${salt}, '{}')
    on conflict do nothing`;
}

/**
 * Writes the settings at `now` (ms); processes load them with the next batch. A group that grows or shrinks is noted with the
 * instant: whoever comes in or goes out of it was spoken to differently before, and comparisons begin anew.
 */
export async function updateSettings(
  sql: Db,
  retailerId: RetailerId,
  settings: DecisionSettings,
  now: number,
): Promise<void> {
  const { globalHoldoutBp: share } = settings;
  await sql`
    update decision_rule set revision = revision + 1,
      settings = ${sql.json(settings as never)}::jsonb || jsonb_build_object('holdoutSince',
        case when coalesce((settings->>'globalHoldoutBp')::int, ${DECISION_DEFAULTS.globalHoldoutBp}) = ${share}
          then settings->'holdoutSince' else to_jsonb(${now}::float8) end)
     where retailer_id = ${retailerId}`;
}

export interface SourceRuleRow {
  source_id: number;
  name: string;
  explain: boolean;
  secret: string | null;
}

/** What each source may do; every source that sends events, also those nobody has set anything for. */
export function sourceRules(sql: Db, retailerId: RetailerId): Promise<SourceRuleRow[]> {
  return sql<SourceRuleRow[]>`
    select s.id as source_id, s.name, coalesce(d.explain, false) as explain, d.secret
      from source s left join decision_source d on d.retailer_id = s.retailer_id and d.source_id = s.id
     where s.retailer_id = ${retailerId} and s.deleted_at is null
       and s.kind not in ('import', 'console') order by s.id`;
}

/** Sets what a source may do. `secret` undefined leaves it as it was. Answers false when there is no such source. */
export async function setSourceRule(
  sql: Db,
  retailerId: RetailerId,
  sourceId: number,
  change: { explain?: boolean; secret?: string },
): Promise<boolean> {
  const done = await sql`
    insert into decision_source (retailer_id, source_id, explain, secret)
    select retailer_id, id, ${change.explain ?? false}, ${change.secret ?? null} from source
     where retailer_id = ${retailerId} and id = ${sourceId} and deleted_at is null
    on conflict (retailer_id, source_id) do update set
      explain = coalesce(${change.explain ?? null}, decision_source.explain),
      secret = coalesce(excluded.secret, decision_source.secret)`;
  await sql`update decision_rule set revision = revision + 1 where retailer_id = ${retailerId}`;
  return done.count > 0;
}

/** Numbers that tell whether what is compiled is what is published. */
export async function revisions(
  sql: Db,
  retailerId: RetailerId,
): Promise<{ published: number; rule: number }> {
  const [row] = await sql<{ published: number; rule: number }[]>`
    select coalesce((select revision from published where retailer_id = ${retailerId}), 0) as published,
           coalesce((select revision from decision_rule where retailer_id = ${retailerId}), -1) as rule`;
  return row ?? { published: 0, rule: -1 };
}

/** What a usual sale looks like: the mean of the last 2,000 sales in the shop's currency. */
export async function usualSale(
  sql: Db,
  retailerId: RetailerId,
  currency: string,
): Promise<{ orders: number; basket: number; shipping: number }> {
  const [row] = await sql<{ orders: number; basket: number; shipping: number }[]>`
    select count(*)::int as orders, coalesce(avg(total_minor - shipping_minor), 0)::float8 as basket,
           coalesce(avg(shipping_minor) filter (where shipping_minor > 0), 0)::float8 as shipping
      from (select total_minor, shipping_minor from customer_order
             where retailer_id = ${retailerId} and kind = 'sale' and status <> 'cancelled'
               and currency = ${currency} order by at desc limit 2000) o`;
  return row ?? { orders: 0, basket: 0, shipping: 0 };
}

/** Keeps the options that decisions speak of by number. */
export async function insertBasis(
  sql: Db,
  retailerId: RetailerId,
  basis: { id: string; body: string },
  now: number,
): Promise<void> {
  await sql`
    insert into decision_basis (retailer_id, id, at, body)
    values (${retailerId}, ${basis.id}, to_timestamp(${now} / 1000.0), ${basis.body}) on conflict do nothing`;
}

/** Several bases by id. */
export async function bases(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Map<string, Basis>> {
  const rows = await sql<{ id: string; body: string }[]>`
    select id, body from decision_basis
     where retailer_id = ${retailerId} and id = any(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as Basis]));
}

export interface AskerRow {
  key: string;
  id: ProfileId;
  version: number;
  state: string;
  audience: string;
}

/** States of shoppers by one of their identifiers; one index probe each. */
export async function askers(
  sql: Db,
  retailerId: RetailerId,
  identities: readonly Identity[],
): Promise<AskerRow[]> {
  if (identities.length === 0) return [];
  return sql<AskerRow[]>`
    select w.kind || ':' || w.value as key, p.id, p.version, p.state, p.audience
      from unnest(${identities.map(({ kind }) => kind)}::text[], ${identities.map(({ value }) => value)}::text[]) w (kind, value)
     cross join lateral (select profile_id from identity
        where retailer_id = ${retailerId} and kind = w.kind and value = w.value limit 1) i
     cross join lateral (select id, version, state, audience from profile
        where retailer_id = ${retailerId} and id = i.profile_id limit 1) p`;
}

/** One identifier of a profile, for whoever names it by its id. */
export async function identityOfProfile(
  sql: Db,
  retailerId: RetailerId,
  profileId: string,
): Promise<Identity | undefined> {
  const [row] = await sql<Identity[]>`
    select kind, value from identity where retailer_id = ${retailerId} and profile_id = ${profileId}
     order by kind, value limit 1`;
  return row && { kind: row.kind, value: row.value };
}

export interface TouchRow {
  profile_id: ProfileId;
  /** Who the shopper is now; another than `profile_id` after a join. */
  owner: ProfileId;
  version: number;
  memory: string;
}

/**
 * What shoppers have been shown, by one of their identifiers; locked in the order of their ids until commit. Also that of
 * profiles that were joined into theirs and are gone: what a stranger was shown counts when they sign in.
 */
export function lockTouches(
  sql: TransactionSql,
  retailerId: RetailerId,
  identities: readonly Identity[],
): Promise<TouchRow[]> {
  if (identities.length === 0) return Promise.resolve([]);
  return sql<TouchRow[]>`
    with recursive asker as materialized (
      select i.profile_id as id
        from unnest(${identities.map(({ kind }) => kind)}::text[], ${identities.map(({ value }) => value)}::text[]) w (kind, value)
       cross join lateral (select profile_id from identity
          where retailer_id = ${retailerId} and kind = w.kind and value = w.value limit 1) i
    ), own (id, owner) as (
      select id, id from asker
      union
      select gone.id, own.owner from own cross join lateral (
        select c.from_profile as id from identity_change c
         where c.retailer_id = ${retailerId} and c.to_profile = own.id and c.from_profile is not null
           and not exists (select from profile p where p.retailer_id = ${retailerId} and p.id = c.from_profile)
        offset 0) gone
    )
    select t.profile_id, (select own.owner from own where own.id = t.profile_id limit 1) as owner, t.version, t.memory
      from touch t
     where t.retailer_id = ${retailerId} and t.profile_id = any(array(select id from own))
     order by t.profile_id for update`;
}

/** The same by profile ids: for whoever speaks to shoppers without having been asked. */
export function lockTouchesOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<TouchRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return sql<TouchRow[]>`
    with recursive own (id, owner) as (
      select id, id from unnest(${[...new Set(ids)]}::uuid[]) w (id)
      union
      select gone.id, own.owner from own cross join lateral (
        select c.from_profile as id from identity_change c
         where c.retailer_id = ${retailerId} and c.to_profile = own.id and c.from_profile is not null
           and not exists (select from profile p where p.retailer_id = ${retailerId} and p.id = c.from_profile)
        offset 0) gone
    )
    select t.profile_id, (select own.owner from own where own.id = t.profile_id limit 1) as owner, t.version, t.memory
      from touch t
     where t.retailer_id = ${retailerId} and t.profile_id = any(array(select id from own))
     order by t.profile_id for update`;
}

/** Rows of profiles that are gone go to those they were joined into: decisions and comparisons; touches are dropped. */
export async function adopt(
  sql: TransactionSql,
  retailerId: RetailerId,
  moves: readonly { from: ProfileId; to: ProfileId }[],
): Promise<void> {
  const from = moves.map((move) => move.from);
  const to = moves.map((move) => move.to);
  const moved = sql`(select ${retailerId}::int as retailer_id, m.* from unnest(${from}::uuid[], ${to}::uuid[]) m (old, new) offset 0)`;
  await sql`
    update decision d set profile_id = m.new from ${moved} m
     where d.retailer_id = m.retailer_id and d.profile_id = m.old`;
  await sql`
    update exposure x set profile_id = m.new from ${moved} m
     where x.retailer_id = m.retailer_id and x.profile_id = m.old
       and not exists (
         select from (select campaign_id from exposure where retailer_id = m.retailer_id and profile_id = m.new offset 0) o
          where o.campaign_id = x.campaign_id)`;
  await sql`
    delete from exposure where retailer_id = ${retailerId} and profile_id = any(${from}::uuid[])`;
  await sql`
    delete from touch where retailer_id = ${retailerId} and profile_id = any(${from}::uuid[])`;
}

/** What is remembered of one shopper beside the state. */
export async function standing(
  sql: Db,
  retailerId: RetailerId,
  profileId: ProfileId,
): Promise<{ audience: string | null; version: number; memory: string | null }> {
  const [row] = await sql<{ audience: string; version: number; memory: string | null }[]>`
    select p.audience, coalesce(t.version, 0) as version, t.memory from profile p
      left join touch t on t.retailer_id = p.retailer_id and t.profile_id = p.id
     where p.retailer_id = ${retailerId} and p.id = ${profileId}`;
  return row ?? { audience: null, version: 0, memory: null };
}

export interface TouchWrite {
  id: ProfileId;
  /** As read; 0 when there was none. */
  version: number;
  memory: string;
}

/** Writes touches. Answers whose: fewer than given means that another process was faster with one of them. */
export async function writeTouches(
  sql: TransactionSql,
  retailerId: RetailerId,
  writes: readonly TouchWrite[],
): Promise<ProfileId[]> {
  const sorted = [...writes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = await sql<{ id: ProfileId }[]>`
    insert into touch (retailer_id, profile_id, version, memory)
    select ${retailerId}::int, w.id, w.version + 1, w.memory
      from json_to_recordset(${JSON.stringify(sorted)}::text::json) w (id uuid, version int, memory text)
    on conflict (retailer_id, profile_id) do update
       set version = excluded.version, memory = excluded.memory where touch.version = excluded.version - 1
    returning profile_id as id`;
  return rows.map(({ id }) => id);
}

export interface DecisionWrite {
  id: string;
  at: number;
  profile: ProfileId;
  source: number;
  request: string;
  placement: string;
  result: Extract<
    DecisionResult,
    'campaign' | 'nothing_fits' | 'global_holdout' | 'campaign_holdout'
  >;
  campaign: string | null;
  variant: string | null;
  heldCampaign: string | null;
  heldVariant: string | null;
  kind: ResponseKind;
  stage: string | null;
  confidence: number | null;
  moment: string | null;
  signals: number;
  propensity: number | null;
  basis: string;
  model: number;
  trace: string;
  features: string;
  simulated: boolean;
}

/** Writes decisions. One that is there already is a unique violation (23505): the batch is done again and finds it. */
export async function writeDecisions(
  sql: TransactionSql,
  retailerId: RetailerId,
  writes: readonly DecisionWrite[],
): Promise<void> {
  await sql`
    insert into decision (retailer_id, id, at, profile_id, source_id, request, placement, result, campaign_id, variant_id,
      held_campaign_id, held_variant_id, kind, stage, confidence, moment_id, signals, propensity, basis_id, model_version,
      trace, features, simulated)
    select ${retailerId}::int, d.id, to_timestamp(d.at / 1000.0), d.profile, d.source, d.request, d.placement, d.result,
      d.campaign, d.variant, d."heldCampaign", d."heldVariant", d.kind, d.stage, d.confidence, d.moment, d.signals,
      d.propensity, d.basis, d.model, d.trace, d.features::smallint[], d.simulated
    from json_to_recordset(${JSON.stringify(writes)}::text::json) d (id uuid, at float8, profile uuid, source int, request text,
      placement text, result text, campaign uuid, variant text, "heldCampaign" uuid, "heldVariant" text, kind text,
      stage text, confidence real, moment text, signals int, propensity real, basis uuid, model int, trace text,
      features text, simulated bool)`;
}

/** A decision made before, as far as a repeated question needs it. */
export interface MadeRow {
  id: string;
  profile_id: ProfileId;
  placement: string;
  result: DecisionWrite['result'];
  campaign_id: string | null;
  variant_id: string | null;
  held_campaign_id: string | null;
  kind: ResponseKind;
  basis_id: string;
  model_version: number;
  trace: string;
}

/** Decisions by id. */
export async function madeBefore(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<MadeRow[]> {
  if (ids.length === 0) return [];
  return sql<MadeRow[]>`
    select d.id, d.profile_id, d.placement, d.result, d.campaign_id, d.variant_id, d.held_campaign_id, d.kind,
           d.basis_id, d.model_version, d.trace
      from unnest(${[...ids]}::uuid[]) w (id)
     cross join lateral (select * from decision where retailer_id = ${retailerId} and id = w.id limit 1) d`;
}
