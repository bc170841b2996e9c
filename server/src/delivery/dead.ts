/** Addresses that take nothing any more, or whose reader called us spam: they go on the suppression list. */
import { CHANNEL_CONSENT, type RetailerId } from '@augenblick/contract';
import { addressKindOf, type SuppressionList } from '../consent/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { addressesOf } from './queries-send.ts';

/** What was learned about the address of a message. */
export interface Learned {
  /** Of the message. */
  id: string;
  reason: 'bounced' | 'complained';
  /** ms. */
  at: number;
}

/** Bars the addresses these messages went to, in the caller's transaction. Tests went to whom staff named: they bar nobody. */
export async function barAddresses(
  tx: TransactionSql,
  list: SuppressionList,
  retailerId: RetailerId,
  learned: readonly Learned[],
): Promise<void> {
  if (learned.length === 0) return;
  const ids = learned.map(({ id }) => id);
  const rows = new Map((await addressesOf(tx, retailerId, ids)).map((row) => [row.id, row]));
  const entries = learned.flatMap(({ id, reason, at }) => {
    const row = rows.get(id);
    if (row === undefined) return [];
    const kind = addressKindOf(CHANNEL_CONSENT[row.channel]);
    return kind === null ? [] : [{ address: { kind, value: row.address }, reason, note: null, at }];
  });
  if (entries.length > 0) await list.put(tx, retailerId, entries);
}
