import { asCurrency, toMinor } from '@augenblick/contract';
import type { LiveEvent } from '@augenblick/contract/api/live.ts';
import type { EventRow } from './queries.ts';

const SUBJECT_LENGTH = 120;

/** A stored event as Live shows it. */
export function liveEvent(row: EventRow): LiveEvent {
  const currency = asCurrency(row.currency) ?? row.sourceCurrency ?? 'EUR';
  const minor = row.amount === null ? undefined : toMinor(row.amount, currency);
  return {
    id: row.id,
    at: row.at.getTime(),
    receivedAt: row.receivedAt.getTime(),
    kind: row.kind,
    name: row.name,
    shopper:
      row.profileId === null
        ? null
        : { id: row.profileId, name: row.shopperName, identified: row.identified ?? false },
    source: {
      id: row.sourceId,
      name: row.sourceName ?? '–',
      simulated: row.simulated ?? false,
    },
    subject: shortened(row.subject),
    money: minor === undefined ? null : { minor, currency },
  };
}

function shortened(text: string | null): string | null {
  if (text === null || text.trim() === '') return null;
  return text.length <= SUBJECT_LENGTH ? text : `${text.slice(0, SUBJECT_LENGTH - 1)}…`;
}
