/** What would stand in a placement for a shopper now. The same code as for the shop; nothing is written. */
import { Failure, RESULT_WORDS, type RetailerId } from '@augenblick/contract';
import type { PreviewAnswer } from '@augenblick/contract/api/decision.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { ProfileReading } from '../profile/index.ts';
import type { Clock, Database, Random } from '../runtime/index.ts';
import { answerDecisions, answerMoment } from './answer.ts';
import type { Asked } from './ask.ts';
import type { Decisions } from './decisions.ts';
import * as queries from './queries.ts';
import { Round } from './round.ts';

export interface PreviewDeps {
  decisions: Pick<Decisions, 'loaded'>;
  reading: Pick<ProfileReading, 'byId'>;
  catalogue: Pick<Catalogue, 'byIds'>;
  database: Database;
  clock: Clock;
  random: Random;
}

/** Decides without writing. A code that would be given out is left out. Throws `not_found`. */
export async function preview(
  deps: PreviewDeps,
  retailerId: RetailerId,
  wanted: { placement: string; shopperId: string; locale: 'de' | 'en' },
): Promise<PreviewAnswer> {
  const loaded = await deps.decisions.loaded(retailerId);
  const profile = await deps.reading.byId(retailerId, wanted.shopperId);
  if (profile === undefined) throw new Failure('not_found', 'shopper');
  if (!loaded.set.placements.has(wanted.placement)) throw new Failure('not_found', 'placement');
  const read = await deps.database.withRetailer(retailerId, (sql) =>
    queries.standing(sql, retailerId, profile.id),
  );
  const now = deps.clock.now();
  const shopper = { id: profile.id, state: profile.state, identity: 'proven' as const };
  const source = { id: 0 as never, trust: 'trusted', kind: 'console', simulated: false } as const;
  const asked: Asked = {
    place: 0,
    ask: {
      source,
      identity: { kind: 'external_id', value: profile.id },
      vouched: true,
      requestId: 'preview',
      placements: [wanted.placement],
      zone: null,
      phone: false,
    },
    ids: ['preview'],
    before: new Map(),
    shopper,
    audience: read.audience === null ? {} : JSON.parse(read.audience),
  };
  const touch =
    read.memory === null
      ? []
      : [
          [
            profile.id,
            { ...read, profile_id: profile.id, owner: profile.id, memory: read.memory },
          ] as const,
        ];
  const draws = [[[deps.random.next(), deps.random.next()] as const]];
  const round = new Round({ loaded, now, draws, touches: new Map(touch) });
  const [drafts = []] = round.decide([asked], { budget: new Map(), stock: new Map() });
  const [draft = null] = drafts;
  const made = [{ draft, before: null, id: 'preview', placement: wanted.placement, code: null }];
  const answered = { loaded, now, shopper, made, repeated: false };
  const options = { catalogue: deps.catalogue, retailerId, locale: wanted.locale, explain: true };
  const [answer] = await answerDecisions(answered, options);
  if (answer?.trace === undefined) throw new Failure('not_found', 'placement');
  const result = answer.result ?? 'nothing_fits';
  return {
    result,
    words: RESULT_WORDS[result],
    campaign: answer.campaign,
    content: answer.content,
    fallback: answer.fallback,
    moment: answerMoment(answered, true, new Set()),
    trace: answer.trace,
  };
}
