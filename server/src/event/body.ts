import { type AcceptedEvent, type EventKind, type JsonObject, keyOf } from '@augenblick/contract';

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
    ids: event.keys,
  };
  if (event.traits) body.traits = event.traits;
  if (event.claims.length > 0) body.claims = event.claims.map(keyOf);
  if (event.originalAt !== null) body.originalAt = event.originalAt;
  if (event.sentAt !== null) body.sentAt = event.sentAt;
  return body;
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
