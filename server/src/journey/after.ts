/**
 * What a step wants done outside of its transaction: traits set through ingest, decisions asked for. Each is a row under the
 * step's key that is removed when it is done; whoever dies over it leaves it, and doing it twice is doing it once, because
 * the event's id and the decision's are made from that key.
 */
import {
  IDENTITY_KINDS,
  type Identity,
  type IngestResult,
  type JsonObject,
  type ProfileId,
  type RetailerId,
  type Source,
} from '@augenblick/contract';
import { carrying } from '../consent/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { type Answered, answerDecisions, type Ask } from '../decision/index.ts';
import type { Log, Sql } from '../runtime/index.ts';
import * as inbox from './queries-inbox.ts';

/** What doing it needs. */
export interface AfterDeps {
  sql: Sql;
  log: Log;
  submit: (source: Source, items: readonly unknown[]) => Promise<IngestResult[]>;
  /** The retailer's source of what journeys say. */
  source: (retailerId: RetailerId) => Promise<Source>;
  decide: (retailerId: RetailerId, ask: Ask) => Promise<Answered | null>;
  catalogue: Pick<Catalogue, 'byIds'>;
}

/** Taken at once; put off for so long while they are being done. */
const TAKEN_MAX = 100;
const AGAIN_MS = 30_000;
/** Tries before it is given up and logged. */
const TRIES_MAX = 5;

/** Does what is due; answers how many were taken. */
export async function doAfter(deps: AfterDeps, now: number): Promise<number> {
  const due = await inbox.takeEffects(deps.sql, now, now + AGAIN_MS, TAKEN_MAX);
  const done: inbox.DueEffect[] = [];
  await Promise.all(
    due.map(async (effect) => {
      try {
        if (effect.kind === 'profile') await setTraits(deps, effect);
        else if (effect.kind === 'decide') await decideFor(deps, effect, now);
        done.push(effect);
      } catch (error) {
        const { retailerId, kind, tries } = effect;
        const said = { error, retailerId, kind, tries };
        if (tries < TRIES_MAX) deps.log.warn(said, 'a step of a journey is done again later');
        else {
          deps.log.error(said, 'a step of a journey was given up');
          done.push(effect);
        }
      }
    }),
  );
  await inbox.dropEffects(deps.sql, done);
  return due.length;
}

async function setTraits(deps: AfterDeps, effect: inbox.DueEffect): Promise<void> {
  const { retailerId, profileId, key } = effect;
  const identity = await strongest(deps.sql, retailerId, profileId);
  if (identity === null) return;
  const { traits } = effect.body as { traits: JsonObject };
  const item = { type: 'identify', messageId: key, ...carrying(identity), traits };
  await deps.submit(await deps.source(retailerId), [item]);
}

/** Asks the decision engine and puts its answer into the inbox, where the run waits for it. */
async function decideFor(deps: AfterDeps, effect: inbox.DueEffect, now: number): Promise<void> {
  const { retailerId, profileId, key } = effect;
  const { placement, about } = effect.body as { placement: string; about: string };
  const identity = await strongest(deps.sql, retailerId, profileId);
  const source = await deps.source(retailerId);
  const answered =
    identity === null
      ? null
      : await deps.decide(retailerId, {
          source,
          identity,
          // The shop's own journey asks, nobody's browser.
          vouched: true,
          requestId: key,
          placements: [placement],
          zone: null,
          phone: false,
        });
  const data = answered === null ? {} : await chosenOf(deps, retailerId, answered);
  const fact: inbox.InboxRow = {
    key: `a:${key}`,
    type: 'answer',
    name: about,
    channel: '',
    anchor: '',
    profileId,
    at: now,
    seenAt: now,
    data,
    begins: true,
  };
  await deps.sql.begin((tx) => inbox.insertInbox(tx, retailerId, [fact]));
}

/** The campaign that won, as messages may name it: `event.decision.headline` and so on. */
async function chosenOf(
  { catalogue }: AfterDeps,
  retailerId: RetailerId,
  answered: Answered,
): Promise<JsonObject> {
  const { locale } = answered.loaded.set.book.retailer;
  const [answer] = await answerDecisions(answered, {
    catalogue,
    retailerId,
    locale,
    explain: false,
  });
  const { campaign, content } = answer ?? {};
  if (!campaign || !content) return {};
  return {
    campaign: campaign.id,
    campaign_name: campaign.name,
    headline: content.headline,
    text: content.text,
    button: content.button?.label ?? null,
    url: content.button?.url ?? null,
    code: answered.made[0]?.code?.text ?? null,
  };
}

async function strongest(
  sql: Sql,
  retailerId: RetailerId,
  profileId: ProfileId,
): Promise<Identity | null> {
  const rows = await inbox.ownIdentities(sql, retailerId, profileId);
  return IDENTITY_KINDS.flatMap((kind) => rows.filter((one) => one.kind === kind))[0] ?? null;
}
