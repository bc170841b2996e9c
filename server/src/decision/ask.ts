/** A question on its way: as it is asked, as it is read, as it is answered. */
import type {
  AudienceMemory,
  Identity,
  ProfileId,
  ProfileState,
  Source,
} from '@augenblick/contract';
import type { CodeWish, IssuedCode } from '../offer/index.ts';
import type { CompiledPlacement } from './compile.ts';
import type { Decided } from './decide.ts';
import type { MadeRow } from './queries.ts';
import type { Question } from './question.ts';
import type { LoadedSet } from './sets.ts';

/** What is asked in one request. */
export interface Ask {
  source: Pick<Source, 'id' | 'trust' | 'kind' | 'simulated'>;
  /** How the asker is known; the strongest identifier. */
  identity: Identity;
  /** True when a trusted source vouches for the identity. */
  vouched: boolean;
  /** The shop's signature of a user id: HMAC-SHA-256 by the source's secret, in hexadecimal. */
  signed?: { userId: string; proof: string };
  requestId: string;
  placements: readonly string[];
  /** IANA zone of the shopper, when it is known. */
  zone: string | null;
  phone: boolean;
}

/** A shopper as read with the batch. */
export interface ReadShopper {
  id: ProfileId;
  state: ProfileState;
  identity: 'proven' | 'claimed';
}

/** A decision as it was made, now or when the same was asked before. */
export interface Made {
  /** Null for a placement that is not there. */
  draft: Draft | null;
  before: MadeRow | null;
  id: string | null;
  placement: string;
  code: IssuedCode | null;
}

/** The answer to one request. */
export interface Answered {
  loaded: LoadedSet;
  now: number;
  /** Null when the identifier leads nowhere. */
  shopper: ReadShopper | null;
  made: Made[];
  repeated: boolean;
}

/** A request with what was read for it. */
export interface Asked {
  /** Its place in the batch. */
  place: number;
  ask: Ask;
  /** Ids of its decisions, by placement. */
  ids: readonly string[];
  /** Those made before. */
  before: ReadonlyMap<string, MadeRow>;
  shopper: ReadShopper | null;
  audience: AudienceMemory;
}

/** A decision ready to be written. */
export interface Draft {
  id: string;
  place: CompiledPlacement;
  question: Question;
  decided: Decided;
  /** The code its offer needs. */
  wish: CodeWish | null;
}
