import { type RetailerId, RETENTION_KINDS, type RetentionKind } from '@augenblick/contract';
import type { RetentionBody, RetentionView } from '@augenblick/contract/api/retention.ts';
import type { Config, Sql, TransactionSql } from '../runtime/index.ts';
import * as queries from './queries.ts';

/** The periods of an installation; 0 keeps for ever. */
export type Keeping = Pick<
  Config,
  | 'keepStrangersMonths'
  | 'keepDeadLettersDays'
  | 'keepImportFilesDays'
  | 'keepDecisionsDays'
  | 'keepMessagesDays'
>;

/** How long each kind is kept; null = for ever. */
export type Periods = Readonly<Record<RetentionKind, number | null>>;

/** The installation's periods. Pure. */
export function usualPeriods(config: Keeping): Periods {
  const or = (count: number): number | null => (count === 0 ? null : count);
  return {
    strangersMonths: or(config.keepStrangersMonths),
    decisionsDays: or(config.keepDecisionsDays),
    messagesDays: or(config.keepMessagesDays),
    deadLettersDays: or(config.keepDeadLettersDays),
    importFilesDays: or(config.keepImportFilesDays),
  };
}

/** The periods that hold for a retailer: their own, else the installation's. Pure. */
export function periodsOf(own: RetentionBody | undefined, usual: Periods): Periods {
  const held: Record<RetentionKind, number | null> = { ...usual };
  for (const kind of RETENTION_KINDS) held[kind] = own?.[kind] ?? usual[kind];
  return held;
}

const NONE: RetentionBody = {
  strangersMonths: null,
  decisionsDays: null,
  messagesDays: null,
  deadLettersDays: null,
  importFilesDays: null,
};

/** What a retailer set, beside what the installation has. */
export async function retentionView(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  config: Keeping,
): Promise<RetentionView> {
  const own = await queries.ownPeriods(sql, retailerId);
  return { own: own ?? NONE, usual: usualPeriods(config) };
}
