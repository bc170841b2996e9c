import { IDENTITY_KINDS, isUuid, type ProfileId, type RetailerId } from '@augenblick/contract';
import { normaliseIdentity } from '../ingest/index.ts';
import { createReading } from '../profile/index.ts';
import type { Database } from '../runtime/index.ts';
import { CommandProblem } from './command.ts';

/**
 * The profile a person at the terminal means: a profile id, or 'kind:value' such as email:anna@example.com. Throws
 * `CommandProblem` when nobody is known by it.
 */
export async function findShopper(
  database: Database,
  retailerId: RetailerId,
  text: string,
  language: 'de' | 'en',
): Promise<ProfileId> {
  const reading = createReading(database.owner);
  const kind = IDENTITY_KINDS.find((one) => text.startsWith(`${one}:`));
  const identity = kind && normaliseIdentity(kind, text.slice(kind.length + 1));
  const found = isUuid(text)
    ? await reading.byId(retailerId, text)
    : identity && (await reading.byIdentity(retailerId, identity));
  if (found) return found.id;
  throw new CommandProblem(
    language === 'de'
      ? `Niemand ist bekannt als ${text}. Eine Profilnummer oder Art:Wert nennen, etwa email:anna@example.com.`
      : `Nobody is known as ${text}. Name a profile id or kind:value, such as email:anna@example.com.`,
  );
}
