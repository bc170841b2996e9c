import {
  type Identity,
  isUuid,
  type ProfileId,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import type { Sql } from '../runtime/index.ts';

/** A profile as it is read. */
export interface ReadProfile {
  id: ProfileId;
  version: number;
  state: ProfileState;
}

/** A profile as it is stored: the state as its text. */
export interface StoredProfile {
  id: ProfileId;
  version: number;
  state: string;
}

/** Reading of profiles: one prepared statement each, no transaction, so that it pipelines. */
export interface ProfileReading {
  /** By any identifier; undefined when unknown. */
  byIdentity(retailerId: RetailerId, identity: Identity): Promise<ReadProfile | undefined>;
  /** The same without reading the text: for those who only pass it on. */
  textByIdentity(retailerId: RetailerId, identity: Identity): Promise<StoredProfile | undefined>;
  /** By profile id; an id that was joined into another profile leads there. */
  byId(retailerId: RetailerId, id: string): Promise<ReadProfile | undefined>;
}

/** Creates the reading. `sql` is the owner's pool: each statement names the retailer itself. */
export function createReading(sql: Sql): ProfileReading {
  const read = (row: StoredProfile | undefined): ReadProfile | undefined =>
    row && { id: row.id, version: row.version, state: JSON.parse(row.state) as ProfileState };
  const textByIdentity: ProfileReading['textByIdentity'] = async (retailerId, { kind, value }) => {
    const [row] = await sql<StoredProfile[]>`
      select p.id, p.version, p.state from identity i
      join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id
      where i.retailer_id = ${retailerId} and i.kind = ${kind} and i.value = ${value}`;
    return row;
  };
  return {
    byIdentity: async (retailerId, identity) => read(await textByIdentity(retailerId, identity)),
    textByIdentity,
    byId: async (retailerId, id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await sql<StoredProfile[]>`
        select id, version, state from profile where retailer_id = ${retailerId} and id = ${id}`;
      if (row) return read(row);
      const [moved] = await sql<StoredProfile[]>`
        select p.id, p.version, p.state from identity_change c
        join identity i on i.retailer_id = c.retailer_id and i.kind = split_part(c.identity, ':', 1)
          and i.value = substr(c.identity, strpos(c.identity, ':') + 1)
        join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id
        where c.retailer_id = ${retailerId} and c.from_profile = ${id} order by c.at desc limit 1`;
      return read(moved);
    },
  };
}
