import {
  type AcceptedEvent,
  type Identity,
  type IdentityKind,
  identityOf,
} from '@augenblick/contract';
import type { EventRow } from '../event/index.ts';
import type { FoldEvent } from './fold-event.ts';

/** What the fold needs to know of a source. Neither changes in a source's life. */
export interface SourceFacts {
  kind: string;
  currency: string;
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
