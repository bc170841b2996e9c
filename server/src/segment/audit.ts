import type { AudienceMemory, ProfileId, ProfileState, RetailerId } from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { loadSegments } from './book.ts';
import { isComplete } from './audience.ts';
import { nextShoppers } from './reading-queries.ts';
import { sqlHolds } from './sql-holds.ts';

/** What comparing the kept memberships with the tables found. */
export interface SegmentAudit {
  segments: number;
  shoppers: number;
  /** Shoppers whose memory a first fill still works on; they were not compared. */
  unfinished: number;
  /** Who should be in and is not, or is in and should not be. At most 100 are named. */
  different: {
    segment: string;
    profileId: string;
    shouldBeIn: boolean;
    seenBy: 'memory' | 'row';
  }[];
}

const STEP = 2_000;
const NAMED_MAX = 100;

/**
 * Asks the tables by SQL who belongs in each live segment and compares with what was kept up event by event – both the
 * shopper's memory, time passed up to `now`, and the member rows. Each step reads one snapshot, so ingest goes on.
 */
export async function auditSegments(deps: {
  sql: Sql;
  retailerId: RetailerId;
  now: number;
  onProgress?: (shoppers: number) => void;
}): Promise<SegmentAudit> {
  const { sql, retailerId, now } = deps;
  const audit: SegmentAudit = { segments: 0, shoppers: 0, unfinished: 0, different: [] };
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after; ) {
    const begin = after;
    after = (await sql.begin('isolation level repeatable read read only', (tx) =>
      auditStep(tx, retailerId, now, begin, audit),
    )) as string | undefined;
    deps.onProgress?.(audit.shoppers);
  }
  return audit;
}

async function auditStep(
  tx: TransactionSql,
  retailerId: RetailerId,
  now: number,
  after: string,
  audit: SegmentAudit,
): Promise<string | undefined> {
  const audiences = await loadSegments(tx, retailerId);
  const { segments, calendar } = audiences.compiled;
  audit.segments = segments.length;
  const rows = await nextShoppers(tx, retailerId, after, STEP);
  const compared = rows.flatMap((row) => {
    const audience = JSON.parse(row.audience) as AudienceMemory;
    if (!isComplete(audiences.compiled, audience)) return [];
    const state = JSON.parse(row.state) as ProfileState;
    audiences.pass({ id: row.id as ProfileId, state, audience, facts: [] }, now);
    return [
      {
        id: row.id,
        memory: audience.in ?? {},
        rows: new Set(row.nos),
        due: lapsed(row.audience, now),
      },
    ];
  });
  audit.shoppers += compared.length;
  audit.unfinished += rows.length - compared.length;
  const ids = compared.map(({ id }) => id);
  for (const segment of segments) {
    const found = await tx<{ id: string }[]>`
      ${sqlHolds(tx, segment.whole, { retailerId, now, calendar, ids })}`;
    const inside = new Set(found.map(({ id }) => id));
    for (const one of compared) {
      const shouldBeIn = inside.has(one.id);
      const note = (seenBy: 'memory' | 'row'): void => {
        if (audit.different.length < NAMED_MAX)
          audit.different.push({ segment: segment.id, profileId: one.id, shouldBeIn, seenBy });
      };
      if ((one.memory[segment.no] !== undefined) !== shouldBeIn) note('memory');
      // A row may wait for its alarm by a moment.
      else if (!one.due && one.rows.has(segment.no) !== shouldBeIn) note('row');
    }
  }
  return rows.length < STEP ? undefined : rows.at(-1)?.id;
}

/** True when an alarm is due and not yet looked at. */
function lapsed(audience: string, now: number): boolean {
  const { until } = JSON.parse(audience) as AudienceMemory;
  return until !== undefined && until <= now;
}
