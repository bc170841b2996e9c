import type { Moment, ProfileId, RetailerId, Signal, WatchFact } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';

/** Writes the moments and signals among these facts: one statement a kind; a later fact of the same id stands. */
export async function writeMoments(
  tx: TransactionSql,
  retailerId: RetailerId,
  facts: readonly WatchFact[],
): Promise<void> {
  const moments = new Map<string, Moment>();
  const signals = new Map<string, Signal>();
  for (const fact of facts) {
    if (fact.type === 'moment') moments.set(fact.moment.id, fact.moment);
    else if (fact.type === 'signal') signals.set(fact.signal.id, fact.signal);
  }
  const writes: Promise<void>[] = [];
  if (moments.size > 0) writes.push(upsertMoments(tx, retailerId, [...moments.values()]));
  if (signals.size > 0) writes.push(insertSignals(tx, retailerId, [...signals.values()]));
  // Sent one after the other without waiting: one round trip for both.
  await Promise.all(writes);
}

async function upsertMoments(
  tx: TransactionSql,
  retailerId: RetailerId,
  moments: readonly Moment[],
): Promise<void> {
  const rows = moments.map((moment) => ({ ...moment, evidence: JSON.stringify(moment.evidence) }));
  await tx`
    insert into moment (retailer_id, id, profile_id, kind, stage, subject_type, subject_id, subject_name, confidence,
      evidence, began_at, expires_at, ended_at, end_reason)
    select ${retailerId}, m.id, m."profileId", m.kind, m.stage, m.subject ->> 'type', m.subject ->> 'id', m.subject ->> 'name',
      m.confidence, m.evidence, to_timestamp(m."beganAt" / 1000.0), to_timestamp(m."expiresAt" / 1000.0),
      to_timestamp(m."endedAt" / 1000.0), m."endReason"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) m (id uuid, "profileId" uuid, kind text, stage text, subject json,
      confidence float8, evidence text, "beganAt" float8, "expiresAt" float8, "endedAt" float8, "endReason" text)
    on conflict (retailer_id, id) do update set profile_id = excluded.profile_id, stage = excluded.stage,
      subject_type = excluded.subject_type, subject_id = excluded.subject_id, subject_name = excluded.subject_name,
      confidence = excluded.confidence, evidence = excluded.evidence, expires_at = excluded.expires_at,
      ended_at = excluded.ended_at, end_reason = excluded.end_reason`;
}

async function insertSignals(
  tx: TransactionSql,
  retailerId: RetailerId,
  signals: readonly Signal[],
): Promise<void> {
  const rows = signals.map((signal) => ({ ...signal, detail: JSON.stringify(signal.detail) }));
  await tx`
    insert into signal (retailer_id, id, profile_id, name, at, until, subject_type, subject_id, subject_name, detail, event_id)
    select ${retailerId}, s.id, s."profileId", s.name, to_timestamp(s.at / 1000.0), to_timestamp(s.until / 1000.0),
      s.subject ->> 'type', s.subject ->> 'id', s.subject ->> 'name', s.detail, s."eventId"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) s (id uuid, "profileId" uuid, name text, at float8, until float8,
      subject json, detail text, "eventId" uuid)
    on conflict (retailer_id, id) do update set profile_id = excluded.profile_id, until = excluded.until,
      detail = excluded.detail`;
}

/** Takes away the moments and signals of some profiles. */
export async function removeMoments(
  tx: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx`delete from moment where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
  await tx`delete from signal where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
}
