/** What deciding shares with messages, so that there is one frequency cap, one comparison group and one quiet night. */
import type { DecisionSettings, ProfileId, RetailerId } from '@augenblick/contract';
import type { Ids, TransactionSql } from '../runtime/index.ts';
import { gathered } from './heir.ts';
import * as queries from './queries.ts';
import { settingsOf } from './sets.ts';
import type { LocalTime } from './calendar.ts';
import { type CapTime, counted, SESSION_STILL_MS, type TouchMemory, uncounted } from './touch.ts';

/** A shopper's memory as locked: what they were shown and told, and the version it must still have when it is written. */
export interface HeldTouch {
  version: number;
  memory: TouchMemory | null;
}

/**
 * The memories of shoppers, locked until commit in the order of their ids, so that counts are exact whoever else speaks to
 * them. What profiles joined into theirs were shown is added and stays theirs.
 */
export async function holdTouches(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<Map<ProfileId, HeldTouch>> {
  const rows = await queries.lockTouchesOf(tx, retailerId, ids);
  const held = new Map<ProfileId, HeldTouch>();
  for (const [id, { version, memory }] of await gathered(tx, retailerId, rows))
    held.set(id, { version, memory: JSON.parse(memory) as TouchMemory });
  return held;
}

/** Writes memories. False: another process was faster with one of them; roll back and do it again. */
export async function keepTouches(
  tx: TransactionSql,
  retailerId: RetailerId,
  touches: ReadonlyMap<ProfileId, HeldTouch>,
): Promise<boolean> {
  const writes = [...touches].map(([id, { version, memory }]) => ({
    id,
    version,
    memory: JSON.stringify(memory),
  }));
  return (await queries.writeTouches(tx, retailerId, writes)).length === writes.length;
}

/**
 * The memory after a message: counted once among everything the shopper was shown, and once under each key. A message is
 * no visit: the session goes on or stays over as if it had not been sent.
 */
export function spoken(
  memory: TouchMemory | null,
  at: CapTime,
  keys: readonly string[],
): TouchMemory {
  const before = memory ?? { s: at.now, l: at.now - SESSION_STILL_MS - 1 };
  const after: TouchMemory = { ...before, a: counted(before.a, at) };
  if (keys.length === 0) return after;
  after.c = { ...before.c };
  for (const key of keys) after.c[key] = counted(after.c[key], at);
  return after;
}

/** The memory without a message that was counted on that day under these keys (see `spoken`) and did not leave. */
export function unspoken(
  memory: TouchMemory | null,
  then: LocalTime,
  keys: readonly string[],
): TouchMemory | null {
  if (memory?.a === undefined || keys.length === 0) return memory;
  const after: TouchMemory = { ...memory, a: uncounted(memory.a, then), c: { ...memory.c } };
  for (const key of keys) {
    const tally = memory.c?.[key];
    if (tally !== undefined) after.c = { ...after.c, [key]: uncounted(tally, then) };
  }
  return after;
}

/** The shop's settings for all speech and the salt of its comparison groups; the row is made when it is missing. */
export async function speechRule(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: Ids,
): Promise<{ salt: string; settings: DecisionSettings }> {
  let row = await queries.rule(tx, retailerId);
  if (row === undefined) {
    await queries.insertRule(tx, retailerId, ids.token());
    row = await queries.rule(tx, retailerId);
  }
  return { salt: row?.salt ?? '', settings: settingsOf(row?.settings) };
}

/** Who is kept out of everything: what {@link heldFromAll} asks for. */
export interface HoldoutRule {
  salt: string;
  /** Share of the shoppers, basis points. */
  shareBp: number;
  /** Since when it has been this share (ms); null: always. */
  since: number | null;
}

/** The shop's comparison group as it is drawn now; null while nobody was ever decided about. */
export async function holdoutRule(
  sql: queries.Db,
  retailerId: RetailerId,
): Promise<HoldoutRule | null> {
  const row = await queries.rule(sql, retailerId);
  if (row === undefined) return null;
  const { globalHoldoutBp: shareBp } = settingsOf(row.settings);
  return { salt: row.salt, shareBp, since: row.settings.holdoutSince ?? null };
}
