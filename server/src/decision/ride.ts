/**
 * Questions that ride with events: decided in the transaction that stores them. The shopper's state is the one just folded;
 * what was shown before is remembered beside it, so a shopper who is under way costs no reading at all. What is remembered
 * may be outdated: the touch row's version tells, and the transaction is done again with what stands in the table.
 */
import { keyOf, type ProfileId, type RetailerId } from '@augenblick/contract';
import type { Folded, Ride, Rider, Riding } from '../ingest/index.ts';
import { Outrun } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { Answered, Ask, Asked, Draft } from './ask.ts';
import {
  Again,
  answerOf,
  type Attempt,
  type BatchDeps,
  decideWithCodes,
  decisionIds,
  type Draws,
  drawsFor,
  readShopper,
  write,
} from './deciding.ts';
import { gathered } from './heir.ts';
import * as queries from './queries.ts';
import type { Ledger } from './question.ts';
import { Round } from './round.ts';
import type { LoadedSet } from './sets.ts';

/** A question with its answer, once there is one. */
export class QuestionRider implements Rider {
  readonly key: Rider['key'];
  readonly ask: Ask;
  readonly draws: Draws;
  /** Set after COMMIT; null when it was not answered on the way. */
  answered: Answered | null = null;

  constructor(ask: Ask, draws: Draws) {
    this.key = keyOf(ask.identity);
    this.ask = ask;
    this.draws = draws;
  }
}

type RideDeps = Pick<BatchDeps, 'clock' | 'ids' | 'random' | 'sets' | 'codeKeys'>;

/** Makes riders and answers them. */
export interface Rides extends Riding {
  /** A question on its way; its draws are made. */
  rider(ask: Ask): QuestionRider;
}

/** Creates the rides of this process. */
export function createRides(deps: RideDeps): Rides {
  return {
    rider: (ask) => new QuestionRider(ask, drawsFor(ask, deps.random)),
    board: async (retailerId) => {
      const loaded = await deps.sets.of(retailerId);
      const ledger = await deps.sets.ledger(retailerId, loaded);
      return openRide(deps, retailerId, loaded, ledger);
    },
  };
}

/** What was shown to a shopper as of this ride. */
interface Note {
  version: number;
  memory: string;
}

interface Aboard {
  rider: QuestionRider;
  id: ProfileId;
}

interface Reads {
  revisions: { published: number; rule: number };
  touches: queries.TouchRow[];
}

function openRide(deps: RideDeps, retailerId: RetailerId, loaded: LoadedSet, ledger: Ledger): Ride {
  const aboard: Aboard[] = [];
  const noted: queries.TouchRow[] = [];
  const notes = new Map<ProfileId, Note>();
  let reads: Promise<Reads> | undefined;
  let answered: Answered[] = [];
  let riders: QuestionRider[] = [];
  return {
    read: (tx, passengers) => {
      const unknown: ProfileId[] = [];
      for (const { rider, id, isNew, note } of passengers) {
        if (!(rider instanceof QuestionRider)) continue;
        aboard.push({ rider, id });
        if (isNote(note)) noted.push({ profile_id: id, owner: id, ...note });
        else if (!isNew) unknown.push(id);
      }
      reads = readAll(tx, retailerId, unknown);
      // A transaction that fails before anything is answered never asks for it.
      reads.catch(() => undefined);
    },
    answer: async (tx, folded, now) => {
      if (reads === undefined) return;
      const { revisions, touches } = await reads;
      if (revisions.published !== loaded.set.revision || revisions.rule !== loaded.rule) {
        deps.sets.outdated(retailerId);
        throw new Outrun('definitions were published');
      }
      const asked = aboard.flatMap(({ rider, id }) => askedOf(loaded, rider, id, folded(id)));
      riders = asked.map(({ rider }) => rider);
      const known = await gathered(tx, retailerId, touches);
      for (const row of noted) known.set(row.profile_id, row);
      const draws = riders.map((rider) => rider.draws);
      const round = new Round({ loaded, now, draws, touches: known });
      const questions = asked.map(({ question }, place) => ({ ...question, place }));
      answered = await settle({ deps, retailerId, tx, loaded, ledger }, round, questions);
      for (const { id, version, memory } of round.touches()) {
        notes.set(id, { version: version + 1, memory });
      }
    },
    arrived: () => {
      for (const [i, rider] of riders.entries()) rider.answered = answered[i] ?? null;
    },
    notes: () => notes,
  };
}

/** Decides, writes down and answers. */
async function settle(
  attempt: Attempt,
  round: Round,
  asked: readonly Asked[],
): Promise<Answered[]> {
  const { drafts, codes } = await decideWithCodes(attempt, round, asked);
  try {
    await write(attempt, round, asked, drafts, round.now);
  } catch (error) {
    throw error instanceof Again ? new Outrun(error.message) : error;
  }
  const byId = new Map(drafts.flat().map((draft): [string, Draft] => [draft.id, draft]));
  return asked.map((one) => answerOf(attempt.loaded, one, byId, codes, round.now));
}

async function readAll(
  tx: TransactionSql,
  retailerId: RetailerId,
  unknown: readonly ProfileId[],
): Promise<Reads> {
  // Sent one behind the other, waited for once.
  const [revisions, touches] = await Promise.all([
    queries.revisions(tx, retailerId),
    queries.lockTouchesOf(tx, retailerId, unknown),
  ]);
  return { revisions, touches };
}

function isNote(note: unknown): note is Note {
  return typeof note === 'object' && note !== null && 'memory' in note && 'version' in note;
}

/** A rider's question; nothing when no event of this transaction was the asker's. */
function askedOf(
  loaded: LoadedSet,
  rider: QuestionRider,
  id: ProfileId,
  folded: Folded | undefined,
): { rider: QuestionRider; question: Asked }[] {
  if (folded === undefined) return [];
  const { ask } = rider;
  const shopper = readShopper(ask, loaded, { id, state: folded.state });
  // Asked before? Then the decision's id is taken, the ride fails, and the ordinary way finds the answer of then.
  const before = new Map();
  const { audience } = folded;
  const question = { place: 0, ask, ids: decisionIds(ask), before, shopper, audience };
  return [{ rider, question }];
}
