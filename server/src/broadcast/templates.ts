/** What newsletters need to know of templates. */
import type { MessageBasis, ChannelName, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { TemplateFacts } from './findings.ts';

interface Row {
  id: string;
  name: string;
  channel: ChannelName;
  basis: MessageBasis;
  version: number;
  archived: boolean;
  wordings: string[];
}

/**
 * Facts of templates by id: what is published of them, of a draft what is written. Publishing refuses what the check finds
 * faulty, so a published template has no faults left.
 */
export async function templateFacts(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TemplateFacts>> {
  const rows = await sql<Row[]>`
    select t.id, d.body ->> 'name' as name, d.body ->> 'channel' as channel, d.body ->> 'basis' as basis,
           t.version, t.archived, array(select 'a' union all
             select v ->> 'id' from jsonb_array_elements(coalesce(d.body -> 'variants', '[]')) v) as wordings
      from message_template t
      left join message_template_version p
        on p.retailer_id = t.retailer_id and p.template_id = t.id and p.version = t.version
     cross join lateral (select coalesce(p.definition, t.draft) as body) d
     where t.retailer_id = ${retailerId} and t.id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { ...row, musts: 0, shoulds: 0 }]));
}
