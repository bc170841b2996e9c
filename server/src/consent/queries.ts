import type {
  ConsentChannel,
  ConsentPurpose,
  ConsentState,
  Identity,
  ProfileState,
  RetailerId,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** All SQL of reading consents. */

export interface ConsentRow {
  event_id: string;
  purpose: ConsentPurpose;
  channel: ConsentChannel;
  state: ConsentState;
  at: Date;
  received_at: Date | null;
  wording: string | null;
  wording_version: string | null;
  method: string | null;
  place: string | null;
  staff: string | null;
  ip: string | null;
  user_agent: string | null;
  source_id: number;
  source_name: string | null;
  source_kind: string | null;
}

/** Every statement of a shopper with its proof, newest first. */
export function statements(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql<ConsentRow[]>`
    select c.event_id, c.purpose, c.channel, c.state, c.at, e.received_at, c.wording, c.wording_version,
           c.method, c.place, c.staff, c.ip, c.user_agent, c.source_id, s.name as source_name,
           s.kind as source_kind
      from consent c
      left join event e on e.retailer_id = c.retailer_id and e.id = c.event_id
      left join source s on s.retailer_id = c.retailer_id and s.id = c.source_id
     where c.retailer_id = ${retailerId} and c.profile_id = ${profileId}
     order by c.at desc, c.event_id, c.purpose, c.channel`;
}

/** A shopper's state. */
export async function profileState(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  const [row] = await sql<{ state: ProfileState }[]>`
    select state::json as state from profile where retailer_id = ${retailerId} and id = ${profileId}`;
  return row?.state;
}

/** A shopper's own identifiers, those shared with others left out. */
export function ownIdentities(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql<Identity[]>`
    select kind, value from identity
     where retailer_id = ${retailerId} and profile_id = ${profileId} and not shared
     order by first_at, kind, value`;
}

/** Name of the retailer, for the head of a proof. */
export async function retailerName(sql: TransactionSql, retailerId: RetailerId): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select name from retailer where id = ${retailerId}`;
  return row?.name ?? '';
}
