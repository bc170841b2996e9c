import {
  type AudienceMemory,
  type ProfileId,
  type ProfileState,
  type RetailerId,
  type WatchFact,
} from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import { cardKey } from './card.ts';
import type { ProfileRow } from './queries.ts';
import type { Watching } from './watcher.ts';
import {
  type StateWrite,
  textsOf,
  versionAfter,
  writeCards,
  writeStates,
  type WrittenTexts,
} from './write.ts';

/** What looking at some shoppers came to. */
export interface Looked {
  facts: WatchFact[];
  /** States that changed, as they were written. */
  changed: Map<ProfileId, { version: number; seq: number; until: number | null } & WrittenTexts>;
  /** Shoppers somebody else is writing right now; look again in a moment. */
  busy: ProfileId[];
  /** From which instant on (ms) later stages are to look at what was handed on; Infinity: nothing was. */
  handed: number;
}

/**
 * Lets time pass for some shoppers up to `now` (ms), writes what came of it and sets the next alarms, all under the rows'
 * locks. Rows that are locked are left out, not waited for: ingest locks first shoppers, then alarms, and so does this.
 */
export async function look(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  now: number,
  { watcher, store, outbox }: Watching,
): Promise<Looked> {
  const rows = await tx<ProfileRow[]>`
    select id, version, seq, state, audience from profile
    where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) order by id for update skip locked`;
  const looked: Looked = { facts: [], changed: new Map(), busy: [], handed: Infinity };
  const carts = new Map<ProfileId, string | null>();
  const handed: { fact: WatchFact; profileId: ProfileId }[] = [];
  const writes: StateWrite[] = [];
  const cards: StateWrite[] = [];
  const untils = new Map<ProfileId, number | null>();
  for (const row of rows) {
    const state = JSON.parse(row.state) as ProfileState;
    const draft = {
      ...row,
      state,
      audience: JSON.parse(row.audience) as AudienceMemory,
      audienceBefore: row.audience,
      facts: [] as WatchFact[],
    };
    const card = cardKey(state);
    watcher.advance(draft, now);
    untils.set(row.id, watcher.settle(draft, now));
    looked.facts.push(...draft.facts);
    carts.set(row.id, state.cartId);
    for (const fact of draft.facts) handed.push({ fact, profileId: row.id });
    if (
      JSON.stringify(state) === row.state &&
      JSON.stringify(draft.audience) === row.audience &&
      draft.facts.length === 0
    )
      continue;
    // What comes next is folded after what was just found to have happened.
    draft.seq = Math.max(row.seq, now * 1000);
    writes.push(draft);
    if (cardKey(state) !== card) cards.push(draft);
  }
  const texts = await textsOf(writes);
  await writeStates(tx, retailerId, writes, texts);
  await writeCards(tx, retailerId, cards);
  for (const { id, version, seq } of writes) {
    const text = texts.get(id);
    const until = untils.get(id) ?? null;
    if (text)
      looked.changed.set(id, { version: versionAfter({ version }, text), seq, until, ...text });
  }
  if (looked.facts.length > 0) await store.write(tx, retailerId, looked.facts);
  if (outbox !== undefined && handed.length > 0) {
    const cartOf = (id: ProfileId): string | null => carts.get(id) ?? null;
    looked.handed = await outbox.write(tx, { events: [], facts: handed, cartOf, now });
  }
  await moveAlarms(tx, retailerId, untils);
  looked.busy = await dropGone(
    tx,
    retailerId,
    ids.filter((id) => !untils.has(id)),
  );
  return looked;
}

/** Alarms as they must stand now; unlike `setAlarms` also later ones, because the shoppers' rows are locked. */
async function moveAlarms(
  tx: TransactionSql,
  retailerId: RetailerId,
  untils: ReadonlyMap<ProfileId, number | null>,
): Promise<void> {
  const done = [...untils].flatMap(([id, until]) => (until === null ? [id] : []));
  const next = [...untils].flatMap(([id, until]) => (until === null ? [] : [{ id, until }]));
  if (done.length > 0)
    await tx`delete from wakeup where retailer_id = ${retailerId} and profile_id = any(${done}::uuid[])`;
  if (next.length > 0)
    await tx`
      insert into wakeup (retailer_id, profile_id, at)
      select ${retailerId}::int, unnest(${next.map(({ id }) => id)}::uuid[]),
        to_timestamp(unnest(${next.map(({ until }) => until)}::float8[]) / 1000.0)
      on conflict (retailer_id, profile_id) do update set at = excluded.at where wakeup.at <> excluded.at`;
}

/** Takes away alarms of shoppers who are gone; answers those who are there and locked. */
async function dropGone(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<ProfileId[]> {
  if (ids.length === 0) return [];
  const rows = await tx<{ id: ProfileId }[]>`
    select id from profile where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
  const there = new Set(rows.map((row) => row.id));
  const gone = ids.filter((id) => !there.has(id));
  if (gone.length > 0)
    await tx`delete from wakeup where retailer_id = ${retailerId} and profile_id = any(${gone}::uuid[])`;
  return [...there];
}
