import type {
  AcceptedEvent,
  EventKind,
  Identity,
  IdentityKind,
  JsonObject,
} from '@augenblick/contract';
import { linkedKeys } from './linked.ts';
import type { FoldEvent } from './fold-event.ts';
import { identityOf, keyOf } from './partition.ts';

/** What the fold needs to know of a source. Neither changes in a source's life. */
export interface SourceFacts {
  kind: string;
  currency: string;
}

/** The column `event.body`: everything of an event that is not a column of its own. Short names: it is most of a row. */
export interface StoredBody {
  messageId: string;
  properties: JsonObject;
  traits?: JsonObject;
  context: JsonObject;
  /** Identity keys, strongest first. */
  ids: string[];
  claims?: string[];
  originalAt?: number;
  sentAt?: number;
}

/** An event as the body column holds it. */
export function storedBody(event: AcceptedEvent): StoredBody {
  const body: StoredBody = {
    messageId: event.messageId,
    properties: event.properties,
    context: event.context,
    ids: linkedKeys(event),
  };
  if (event.traits) body.traits = event.traits;
  if (event.claims.length > 0) body.claims = event.claims.map(keyOf);
  if (event.originalAt !== null) body.originalAt = event.originalAt;
  if (event.sentAt !== null) body.sentAt = event.sentAt;
  return body;
}

/** The fold's view of an event that has just been accepted. */
export function foldEventOf(event: AcceptedEvent, source: SourceFacts): FoldEvent {
  return {
    id: event.id,
    at: event.at,
    kind: event.kind,
    name: event.name,
    channel: source.kind,
    currency: source.currency,
    properties: event.properties,
    traits: event.traits,
    context: event.context,
    claims: event.claims,
    anchorKind: event.identities[0]?.kind ?? null,
  };
}

/** A row of the event table as the fold and its readers need it. */
export interface EventRow {
  id: string;
  profile_id: string;
  seq: number;
  at: Date;
  kind: EventKind;
  name: string;
  source_id: number;
  anchor: string | null;
  body: StoredBody;
}

/** The fold's view of a stored event: the same values as when it came in. */
export function foldEventOfRow(row: EventRow, source: SourceFacts): FoldEvent {
  const claims: Identity[] = (row.body.claims ?? []).map(identityOf);
  const anchorKind =
    row.anchor === null ? null : (row.anchor.slice(0, row.anchor.indexOf(':')) as IdentityKind);
  return {
    id: row.id,
    at: row.at.getTime(),
    kind: row.kind,
    name: row.name,
    channel: source.kind,
    currency: source.currency,
    properties: row.body.properties,
    traits: row.body.traits ?? null,
    context: row.body.context,
    claims,
    anchorKind,
  };
}
