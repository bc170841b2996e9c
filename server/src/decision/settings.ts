/** What a shop sets for all its decisions. */
import { Failure, type RetailerId, type SourceId } from '@augenblick/contract';
import type {
  DecisionSettingsRequest,
  DecisionSettingsShown,
} from '@augenblick/contract/api/decision.ts';
import { type Access, type Actor, type AuditNote, changesOf } from '../access/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { settingsOf } from './sets.ts';

export interface SettingsDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  audit: Access['audit'];
}

/** Settings as they are, with what each source may do. */
export function readSettings(
  { database }: Pick<SettingsDeps, 'database'>,
  retailerId: RetailerId,
): Promise<DecisionSettingsShown> {
  return database.withRetailer(retailerId, (sql) => shown(sql, retailerId));
}

async function shown(sql: TransactionSql, retailerId: RetailerId): Promise<DecisionSettingsShown> {
  const rule = await queries.rule(sql, retailerId);
  const sources = await queries.sourceRules(sql, retailerId);
  return {
    ...settingsOf(rule?.settings),
    sources: sources.map(({ source_id: id, name, explain, secret }) => ({
      id,
      name,
      explain,
      proof: secret !== null,
    })),
  };
}

/** Replaces the settings; decisions follow at once. */
export function changeSettings(
  { database, clock, ids, audit }: SettingsDeps,
  retailerId: RetailerId,
  actor: Actor,
  settings: DecisionSettingsRequest,
): Promise<DecisionSettingsShown> {
  return database.withRetailer(retailerId, async (sql) => {
    await queries.insertRule(sql, retailerId, ids.token());
    const { sources: _sources, ...before } = await shown(sql, retailerId);
    await queries.updateSettings(sql, retailerId, settings, clock.now());
    await audit(sql, {
      retailerId,
      actor,
      action: 'decision.settings_changed',
      target: 'decisions',
      detail: changesOf(before, settings),
    });
    return shown(sql, retailerId);
  });
}

/** Says whether pages of a source may ask why. */
export function changeSource(
  { database, ids, audit }: SettingsDeps,
  retailerId: RetailerId,
  actor: AuditNote['actor'],
  change: { sourceId: SourceId; explain: boolean },
): Promise<DecisionSettingsShown> {
  return database.withRetailer(retailerId, async (sql) => {
    await queries.insertRule(sql, retailerId, ids.token());
    const { sourceId, explain } = change;
    const { sources } = await shown(sql, retailerId);
    const before = sources.find(({ id }) => id === sourceId);
    const done = await queries.setSourceRule(sql, retailerId, sourceId, { explain });
    if (!done) throw new Failure('not_found', 'source');
    const target = `source:${sourceId}`;
    const note = { retailerId, actor, action: 'decision.settings_changed', target } as const;
    const detail = { ...(before && { name: before.name }), ...changesOf(before, { explain }) };
    await audit(sql, { ...note, detail });
    return shown(sql, retailerId);
  });
}

/** A new secret for proving who is signed in; the one before stops at once. Told this once. */
export function renewSecret(
  { database, ids, audit }: SettingsDeps,
  retailerId: RetailerId,
  actor: Actor,
  sourceId: SourceId,
): Promise<{ secret: string }> {
  return database.withRetailer(retailerId, async (sql) => {
    await queries.insertRule(sql, retailerId, ids.token());
    const { sources } = await shown(sql, retailerId);
    const before = sources.find(({ id }) => id === sourceId);
    const secret = ids.token();
    const done = await queries.setSourceRule(sql, retailerId, sourceId, { secret });
    if (!done) throw new Failure('not_found', 'source');
    const target = `source:${sourceId}`;
    const note = { retailerId, actor, action: 'decision.settings_changed', target } as const;
    const change = { secret: { from: before?.proof ? 'made' : 'none', to: 'new' } };
    await audit(sql, { ...note, detail: { ...(before && { name: before.name }), ...change } });
    return { secret };
  });
}
