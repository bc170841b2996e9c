/** How a channel is set up, with its secrets opened and sealed. */
import type { ChannelName, RetailerId } from '@augenblick/contract';
import type { ChannelMode } from '@augenblick/contract/api/channel.ts';
import type { Sql, TransactionSql, Vault } from '../../runtime/index.ts';
import type { SettingValues } from './field.ts';
import type { ChannelModule, OwnKeys } from './module.ts';
import * as queries from './queries.ts';

/** A channel's settings, opened. */
export interface KeptSettings {
  mode: ChannelMode;
  /** What was entered, without secrets. */
  values: SettingValues;
  secrets: Readonly<Record<string, string>>;
  own: OwnKeys;
  inbound: boolean;
  revision: number;
  updatedAt: number | null;
  health: queries.SettingRow['health'];
}

/** Where a secret belongs: moved elsewhere it cannot be opened. */
function placeOf(retailerId: RetailerId, channel: ChannelName, key: string): string {
  return `channel:${retailerId}:${channel}:${key}`;
}

/** Opens a row; undefined = never set up: the module's first mode and nothing else. Throws `SecretProblem`. */
export function openRow(
  vault: Vault,
  retailerId: RetailerId,
  module: ChannelModule,
  row: queries.SettingRow | undefined,
): KeptSettings {
  const { name } = module.channel;
  const [mode = 'off'] = module.modes;
  // A row of revision 0 was only made to be locked.
  if (row === undefined || row.updatedAt === null)
    return {
      mode,
      values: {},
      secrets: {},
      own: row?.own == null ? {} : openOwn(vault, retailerId, name, row.own),
      inbound: row?.inbound ?? false,
      revision: row?.revision ?? 0,
      updatedAt: null,
      health: row?.health ?? null,
    };
  const secrets = Object.entries(row.secrets).map(([key, sealed]) => [
    key,
    vault.open(sealed, placeOf(retailerId, name, key)),
  ]);
  return {
    mode: row.mode,
    values: row.settings as SettingValues,
    secrets: Object.fromEntries(secrets) as Record<string, string>,
    own: row.own === null ? {} : openOwn(vault, retailerId, name, row.own),
    inbound: row.inbound,
    revision: row.revision,
    updatedAt: row.updatedAt.getTime(),
    health: row.health,
  };
}

function openOwn(vault: Vault, retailerId: RetailerId, name: ChannelName, sealed: string): OwnKeys {
  return JSON.parse(vault.open(sealed, placeOf(retailerId, name, '(own)'))) as OwnKeys;
}

/** Reads and opens one channel's settings. */
export async function readSettings(
  sql: Sql | TransactionSql,
  vault: Vault,
  retailerId: RetailerId,
  module: ChannelModule,
): Promise<KeptSettings> {
  const [row] = await queries.settings(sql, retailerId, module.channel.name);
  return openRow(vault, retailerId, module, row);
}

/** What `parse` of the channel gets: values, secrets and our own keys together. */
export function wholeSettings(kept: Pick<KeptSettings, 'values' | 'secrets' | 'own'>): object {
  return { ...kept.values, ...kept.secrets, ...kept.own };
}

/** Writes settings, sealed; the row is locked by the caller. */
export async function writeSettings(
  sql: TransactionSql,
  vault: Vault,
  retailerId: RetailerId,
  channel: ChannelName,
  kept: Pick<KeptSettings, 'mode' | 'values' | 'secrets' | 'own'> & { now: number },
): Promise<void> {
  const sealed = Object.entries(kept.secrets).map(([key, text]) => [
    key,
    vault.seal(text, placeOf(retailerId, channel, key)),
  ]);
  const own = Object.keys(kept.own).length === 0 ? null : JSON.stringify(kept.own);
  await queries.writeSetting(sql, retailerId, {
    channel,
    mode: kept.mode,
    settings: kept.values,
    secrets: Object.fromEntries(sealed) as Record<string, string>,
    own: own === null ? null : vault.seal(own, placeOf(retailerId, channel, '(own)')),
    now: new Date(kept.now),
  });
}
