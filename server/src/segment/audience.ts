import { createHash } from 'node:crypto';
import type {
  AudienceMemory,
  MembershipChange,
  Order,
  ProfileId,
  ProfileState,
  WatchFact,
} from '@augenblick/contract';
import { consentFacts } from '../consent/index.ts';
import type { FoldEvent } from '../profile/index.ts';
import type { Look } from './check.ts';
import type { CompiledPart, CompiledSegment, CompiledSegments } from './compile.ts';
import { remember, rememberFact } from './remember.ts';

/** A shopper while events are folded: state and memory, and where facts go. */
export interface AudienceDraft {
  id: ProfileId;
  state: ProfileState;
  audience: AudienceMemory;
  facts: WatchFact[];
}

/**
 * Memberships of one retailer's shoppers. For each event: `begin` before it is folded, `event` after, `fact` for each
 * moment or signal that came of it, then `settle`. Between `event` and `settle` of a shopper nothing else may be folded.
 */
export interface Audiences {
  compiled: CompiledSegments;
  /** A shopper without any event yet: their memory is complete from the beginning. */
  begin(draft: AudienceDraft): void;
  event(draft: AudienceDraft, event: FoldEvent, order: Order | undefined): void;
  fact(draft: AudienceDraft, fact: WatchFact): void;
  /** Brings memberships up to `now` (ms). Answers the next instant at which one changes by itself, or null. */
  settle(draft: AudienceDraft, now: number): number | null;
  /** The next instant a shopper must be looked at, ms, or null; `settle` has said it before. */
  next(audience: AudienceMemory): number | null;
  /** Lets time pass up to `now`: every change at its own instant. Answers as `settle` does. */
  pass(draft: AudienceDraft, now: number): number | null;
  /** The memory was completed (first fill): evaluates everything at `at`, the instant from which new segments count. */
  completed(draft: AudienceDraft, at: number): void;
}

/** Creates the audiences of compiled segments. */
export function createAudiences(compiled: CompiledSegments): Audiences {
  const { segments, listening } = compiled;
  /** 1 for each segment, by place, that the present event may have changed. */
  const waiting = new Uint8Array(segments.length);
  let asked = false;
  const askAll = (places: readonly number[]): void => {
    if (places.length === 0) return;
    asked = true;
    for (const place of places) waiting[place] = 1;
  };
  const changed = (part: CompiledPart): void => askAll(part.listens);
  const everything = (): void => {
    asked = true;
    waiting.fill(1);
  };
  const settle = (draft: AudienceDraft, now: number): number | null => {
    const { audience } = draft;
    if (audience.rev === undefined && segments.length === 0) return null;
    if (audience.rev !== compiled.revision) adopt(compiled, audience);
    if (audience.until !== undefined && audience.until <= now) everything();
    if (!asked) return audience.until ?? null;
    const next = evaluate(compiled, draft, waiting, now);
    // Everything was looked at: what stood before says nothing more.
    if (!waiting.includes(0)) delete audience.until;
    waiting.fill(0);
    asked = false;
    return setUntil(audience, next, now);
  };
  const passTime = (draft: AudienceDraft, now: number): number | null => {
    let next = draft.audience.until ?? null;
    while (next !== null && next <= now) next = settle(draft, next);
    return next;
  };
  return {
    compiled,
    begin: ({ state, audience }) => {
      if (state.events > 0 || audience.rev !== undefined || segments.length === 0) return;
      Object.assign(audience, { rev: compiled.revision, in: {}, mem: {} });
    },
    event: ({ state, audience }, event, order) => {
      if (segments.length === 0) return;
      remember(compiled, audience, event, order, changed);
      askAll(listening.always);
      if (moves(event)) askAll(listening.affinities);
      if (event.anchorKind !== 'anonymous_id' && event.anchorKind !== 'device')
        askAll(listening.identified);
      if (event.traits !== null) askAll(listening.traits);
      if (order !== undefined) askAll(listening.totals);
      if (listening.consents.length > 0 && consentFacts(event).length > 0)
        askAll(listening.consents);
      // The very first event makes a shopper out of nothing: "never bought" holds from then on.
      if (state.events <= 1) everything();
    },
    fact: ({ audience }, fact) => {
      if (fact.type === 'membership' || segments.length === 0) return;
      rememberFact(compiled, audience, fact, changed);
      askAll(listening.always);
    },
    settle,
    next: (audience) => audience.until ?? null,
    pass: passTime,
    completed: (draft, at) => {
      adopt(compiled, draft.audience);
      everything();
      settle(draft, at);
    },
  };
}

/** Events that say something of what a shopper is drawn to: they name a product, or are about an order. */
function moves({ name, properties }: FoldEvent): boolean {
  return (
    name.startsWith('Product') || name.startsWith('Order') || properties.products !== undefined
  );
}

/** Whether a shopper's memory is complete for everything published. */
export function isComplete(compiled: CompiledSegments, audience: AudienceMemory): boolean {
  return (audience.rev ?? 0) >= compiled.newest;
}

/** The memory under the present definitions: marked with their revision, without what nobody asks for any more. */
function adopt(compiled: CompiledSegments, audience: AudienceMemory): void {
  if (!isComplete(compiled, audience)) return;
  if (compiled.segments.length === 0) {
    for (const key of ['rev', 'in', 'mem', 'until'] as const) delete audience[key];
    return;
  }
  const { until } = audience;
  delete audience.until;
  const numbers = new Set(compiled.parts.map(({ no }) => String(no)));
  const keep = <T>(from: Record<string, T> | undefined, has: (no: string) => boolean) =>
    Object.fromEntries(Object.entries(from ?? {}).filter(([no]) => has(no)));
  Object.assign(audience, {
    rev: compiled.revision,
    in: keep(audience.in, (no) => compiled.placeOf.has(Number(no))),
    mem: keep(audience.mem, (no) => numbers.has(no)),
  });
  // Last, so that the same memory is the same text.
  if (until !== undefined) audience.until = until;
}

/** Evaluates some segments; answers the earliest instant at which one of them may change. */
function evaluate(
  compiled: CompiledSegments,
  draft: AudienceDraft,
  waiting: Uint8Array,
  now: number,
): number {
  const { audience } = draft;
  const rev = audience.rev ?? 0;
  const members = (audience.in ??= {});
  const look: Look = { state: draft.state, mem: (audience.mem ??= {}), now, next: 0 };
  let earliest = Number.POSITIVE_INFINITY;
  for (let place = 0; place < waiting.length; place++) {
    const segment = compiled.segments[place];
    if (waiting[place] === 0 || segment === undefined || segment.since > rev) continue;
    if (segment.from > now) {
      earliest = Math.min(earliest, segment.from);
      continue;
    }
    const holds = segment.holds(look);
    if (look.next < earliest) earliest = look.next;
    const isIn = members[segment.no] !== undefined;
    if (holds === isIn) continue;
    if (holds) members[segment.no] = now;
    else delete members[segment.no];
    draft.facts.push({ type: 'membership', change: changeOf(draft.id, segment, holds, now) });
  }
  return earliest;
}

/** The earlier of what stood and what was found; an instant that has passed stands no more. */
function setUntil(audience: AudienceMemory, found: number, now: number): number | null {
  const { until } = audience;
  const next = until !== undefined && until > now ? Math.min(until, found) : found;
  if (next === until) return next;
  delete audience.until;
  if (next === Number.POSITIVE_INFINITY) return null;
  audience.until = next;
  return next;
}

/** A membership's change; told twice it has the same id. */
export function changeOf(
  profileId: ProfileId,
  { id: segmentId, version }: Pick<CompiledSegment, 'id' | 'version'>,
  entered: boolean,
  at: number,
): MembershipChange {
  const text = `${profileId}|${segmentId}|${version}|${entered ? 'in' : 'out'}|${at}`;
  const hex = createHash('sha256').update(text).digest('hex');
  // A UUID of version 8: made by a rule of our own.
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, profileId, segmentId, entered, at, version };
}
