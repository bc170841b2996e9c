import { Failure, type Permission, type RetailerId } from '@augenblick/contract';
import type { ApiKey, NewApiKey, NewApiKeyRequest } from '@augenblick/contract/api/staff.ts';
import type { Clock, Database, Ids } from '../runtime/index.ts';
import type { Actor, WriteAudit } from './audit.ts';
import * as queries from './queries-retailer.ts';
import { keyPermissions } from './rules.ts';
import { API_KEY_PREFIX, newSecret } from './secret.ts';

interface KeyDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  audit: WriteAudit;
}

/** API keys of a retailer, revoked ones last. Never the key itself. */
export async function listApiKeys(deps: KeyDeps, retailerId: RetailerId): Promise<ApiKey[]> {
  const rows = await deps.database.withRetailer(retailerId, (sql) =>
    queries.apiKeys(sql, retailerId),
  );
  return rows.map(shown);
}

/**
 * Makes an API key; this answer is the only one that has it. Its rights are those of its role, cut
 * to what the maker has and to what was asked for. Throws `forbidden` when a right was asked for
 * that it cannot get, or none remains.
 */
export function createApiKey(
  deps: KeyDeps,
  asked: NewApiKeyRequest & { retailerId: RetailerId; actor: Actor },
): Promise<NewApiKey> {
  const { retailerId, actor, name, role } = asked;
  const permissions = keyPermissions(actor.role, role, asked.permissions);
  const missing = asked.permissions?.filter((wanted) => !permissions.includes(wanted)) ?? [];
  if (actor.kind !== 'staff') throw new Failure('forbidden');
  if (missing.length > 0) throw new Failure('forbidden', missing.join(', '));
  return deps.database.withRetailer(retailerId, async (sql) => {
    const secret = newSecret(deps.ids, API_KEY_PREFIX);
    const row = {
      id: deps.ids.uuid7(),
      name,
      hint: secret.hint,
      role,
      permissions,
      createdBy: actor.name,
      createdAt: new Date(deps.clock.now()),
    };
    await queries.insertApiKey(sql, retailerId, secret.hash, row);
    const detail: { name: string; role: string; permissions: Permission[] } = {
      name,
      role,
      permissions,
    };
    const target = `api_key:${row.id}`;
    await deps.audit(sql, { retailerId, actor, action: 'api_key.created', target, detail });
    return { ...shown({ ...row, lastUsedAt: null, revokedAt: null }), key: secret.text };
  });
}

/** Revokes a key at once: every request with it asks the database. Throws `not_found`. */
export function revokeApiKey(
  deps: KeyDeps,
  asked: { retailerId: RetailerId; actor: Actor; id: string },
): Promise<void> {
  const { retailerId, actor, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const name = await queries.revokeApiKey(sql, retailerId, id, new Date(deps.clock.now()));
    if (name === undefined) throw new Failure('not_found');
    const target = `api_key:${id}`;
    await deps.audit(sql, {
      retailerId,
      actor,
      action: 'api_key.revoked',
      target,
      detail: { name },
    });
  });
}

function shown(row: queries.ApiKeyRow): ApiKey {
  return {
    ...row,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
