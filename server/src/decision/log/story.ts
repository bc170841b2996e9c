/** What was decided after an event, as sentences: for following an event through the house. */
import {
  asText,
  isUuid,
  type JsonObject,
  RESULT_WORDS,
  type RetailerId,
} from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { TransactionSql } from '../../runtime/index.ts';
import * as shared from '../queries.ts';
import { storedTrace } from '../trace-words.ts';
import * as queries from './queries.ts';

/** A decision asked for in the same round trip comes within this. */
const AFTER_MS = 2_000;
const OTHERS_MAX = 3;

/** An event as far as its decisions go. */
export interface FollowedEvent {
  profile_id: string;
  received_at: Date;
  body: { properties: JsonObject };
}

/** The decisions that followed an event or that it speaks of, one sentence each with the winner and why others lost. */
export async function decisionStory(
  sql: TransactionSql,
  retailerId: RetailerId,
  event: FollowedEvent,
): Promise<Words[]> {
  const named = asText(event.body.properties.decision_id) ?? '';
  const rows = await queries.decisionsAfter(sql, retailerId, {
    profileId: event.profile_id,
    from: event.received_at,
    to: new Date(event.received_at.getTime() + AFTER_MS),
    named: isUuid(named) ? named : null,
  });
  const bases = await shared.bases(
    sql,
    retailerId,
    rows.map((row) => row.basis_id),
  );
  return rows.map((row) => {
    const candidates = bases.get(row.basis_id)?.[row.placement] ?? [];
    const { options } = storedTrace(row, candidates, '');
    const [winner] = options;
    const place = row.placement_name ?? row.placement;
    const won = winner !== undefined && winner.lost === null ? winner : null;
    const others = options.filter(({ words }) => words !== null);
    const tell = (language: 'de' | 'en'): string => {
      const result =
        won === null
          ? RESULT_WORDS[row.result][language]
          : `„${won.campaign}“ (${won.variant}, ${Math.round((won.propensity ?? 0) * 100)} %)`;
      // Versions of one campaign mostly lose for the same reason; it is said once.
      const sentences = others.map(
        ({ campaign, words }) => `${campaign} ${words?.[language] ?? ''}`,
      );
      const lost = [...new Set(sentences)].slice(0, OTHERS_MAX);
      return `${place}: ${result}${lost.length > 0 ? ` – ${lost.join('; ')}` : ''}`;
    };
    return { de: tell('de'), en: tell('en').replace('„', '“').replace('“ (', '” (') };
  });
}
