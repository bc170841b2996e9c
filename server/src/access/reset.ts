import { type Clock, type Database, type Ids } from '../runtime/index.ts';
import { noteEverywhere } from './account.ts';
import { createAudit, SYSTEM } from './audit.ts';
import { hashPassword } from './password.ts';
import * as queries from './queries.ts';

/**
 * For the operator at the terminal: gives the person with this e-mail a new random password and
 * ends all their sessions. Gives the password, or null when nobody has the e-mail.
 */
export async function resetPassword(
  deps: { database: Database; clock: Clock; ids: Ids },
  email: string,
): Promise<string | null> {
  const { owner } = deps.database;
  const account = await queries.staffByEmail(owner, email.trim().toLowerCase());
  if (account === undefined) return null;
  const password = deps.ids.token(12);
  const hash = await hashPassword(password);
  await owner.begin(async (sql) => {
    await queries.setPassword(sql, account.id, hash, new Date(deps.clock.now()));
    await queries.deleteSessionsOf(sql, account.id);
    const device = { userAgent: '', address: 'terminal' };
    const audit = createAudit(deps);
    await noteEverywhere({ audit }, sql, account, 'password.changed', device, SYSTEM);
  });
  return password;
}
