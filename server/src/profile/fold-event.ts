import type { EventKind, Identity, IdentityKind, JsonObject } from '@augenblick/contract';

/** What the fold reads of an event; the same whether it has just come in or is read back from the table. */
export interface FoldEvent {
  id: string;
  at: number;
  kind: EventKind;
  name: string;
  /** Kind of the source it came from: web, app, till … */
  channel: string;
  /** Currency where the event names none. */
  currency: string;
  properties: JsonObject;
  traits: JsonObject | null;
  context: JsonObject;
  claims: readonly Identity[];
  /** Kind of the strongest identifier it carried. */
  anchorKind: IdentityKind | null;
}
