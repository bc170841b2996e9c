import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { setAlarms } from './alarm.ts';
import type { Folded } from './refold.ts';
import type { FactStore } from './watcher.ts';
import { type StateWrite, textsOf, writeCards, writeStates } from './write.ts';

/** A shopper folded anew and the version of the row they have; null when there is none yet. */
export interface Refolded {
  version: number | null;
  folded: Folded;
}

/** Replaces what stages found out about some profiles by what folding them anew gave; profiles without events keep nothing. */
export async function replaceFacts(
  sql: TransactionSql,
  retailerId: RetailerId,
  store: FactStore,
  ids: readonly ProfileId[],
  folded: ReadonlyMap<ProfileId, Folded>,
): Promise<void> {
  await store.remove(sql, retailerId, ids);
  const facts = [...folded.values()].flatMap((one) => one.facts);
  if (facts.length > 0) await store.write(sql, retailerId, facts);
}

/** Writes states, cards and alarms of shoppers that were folded anew. */
export async function writeRefolded(
  sql: TransactionSql,
  retailerId: RetailerId,
  refolded: readonly Refolded[],
): Promise<void> {
  const writes = refolded.map(({ version, folded }): StateWrite => ({ ...folded, version }));
  await writeStates(sql, retailerId, writes, await textsOf(writes));
  await writeCards(sql, retailerId, writes);
  const alarms = refolded.flatMap(({ folded: { id, until } }) =>
    until === null ? [] : [{ id, at: until }],
  );
  await setAlarms(sql, retailerId, alarms);
}
