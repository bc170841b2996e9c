import {
  type ChannelName,
  Failure,
  isUuid,
  type JourneyDraft,
  type RetailerId,
} from '@augenblick/contract';
import type {
  JourneyOne,
  JourneyPlaybook,
  UseJourneyPlaybook,
} from '@augenblick/contract/api/journey.ts';
import type { By } from '../access/index.ts';
import { ensureBookTemplate } from '../content/index.ts';
import { addOffer, publishOffer } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { addJourney, type JourneyDeps, publishJourney, read } from './journeys.ts';
import { ENTRIES, OFFER, type PlaybookShop } from './playbook/index.ts';
import * as queries from './queries.ts';
import { findShop } from './queries-book.ts';

/** What making a journey of the playbook needs. */
export interface PlaybookDeps extends JourneyDeps {
  /** Where this installation is reached; templates are compiled with it. */
  origin: () => string;
}

/** Every ready-made journey, and how often it is in use. */
export function readPlaybook(
  deps: Pick<JourneyDeps, 'database'>,
  retailerId: RetailerId,
): Promise<JourneyPlaybook> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const shop = await shopOf(sql, retailerId);
    const made = await queries.journeys(sql, retailerId, null);
    const count = (key: string, draft: boolean): number =>
      made.filter(({ playbook, status }) =>
        draft
          ? playbook === key && status === 'draft'
          : playbook === key && status !== 'draft' && status !== 'ended',
      ).length;
    return {
      entries: ENTRIES.map(({ key, name, about, starts, needs, offer, draw }) => {
        const drawn = draw(shop);
        const wanted = templatesOf(drawn);
        return {
          key,
          name,
          about,
          starts,
          needs,
          channels: [...new Set(wanted.map(({ channel }) => channel))],
          messages: drawn.nodes.filter(({ type }) => type === 'send').length,
          offer: offer?.(shop).title ?? null,
          used: count(key, false),
          drafts: count(key, true),
          journey: filled(drawn, new Map()),
        };
      }),
    };
  });
}

/**
 * Makes a journey of an entry with the templates and the offer it needs. With `publish` all are live at once. Throws
 * `not_found` for an unknown key, `not_ready` when something is missing.
 */
export function usePlaybook(
  deps: PlaybookDeps,
  asked: { retailerId: RetailerId; key: string; by: By },
  { locale, publish }: UseJourneyPlaybook,
): Promise<JourneyOne> {
  const { retailerId } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    const id = await useEntry(deps, sql, { ...asked, locale, publish });
    return read(sql, retailerId, id);
  });
}

/** The same in the caller's transaction, which has raised the revision; answers the journey's id. */
export async function useEntry(
  deps: Omit<PlaybookDeps, 'database'>,
  sql: TransactionSql,
  asked: {
    retailerId: RetailerId;
    key: string;
    by: By;
    locale: 'de' | 'en';
    publish: boolean;
  },
): Promise<string> {
  const { retailerId, by, publish, locale } = asked;
  const entry = ENTRIES.find(({ key }) => key === asked.key);
  if (entry === undefined) throw new Failure('not_found');
  const shop = { ...(await shopOf(sql, retailerId)), locale };
  const drawn = entry.draw(shop);
  const ids = new Map<string, string>();
  for (const { key, channel } of templatesOf(drawn)) {
    const made = await ensureBookTemplate(deps, sql, { retailerId, key, by, channel, locale });
    ids.set(`${key} ${channel}`, made.id);
  }
  if (entry.offer !== null) {
    const offerId = deps.ids.uuid7();
    await addOffer(deps, sql, { retailerId, id: offerId, draft: entry.offer(shop), by });
    if (publish) await publishOffer(deps, sql, { retailerId, id: offerId, by });
    ids.set(OFFER, offerId);
  }
  const id = deps.ids.uuid7();
  const draft = filled(drawn, ids);
  await addJourney(deps, sql, { retailerId, id, by }, { draft, playbook: entry.key });
  if (publish) await publishJourney(deps, sql, { retailerId, id, by }, false);
  return id;
}

/** The templates of the template book that a drawing names. */
export function templatesOf({ nodes }: JourneyDraft): { key: string; channel: ChannelName }[] {
  return nodes.flatMap((node) => {
    if (node.type === 'send')
      return node.messages.flatMap(({ channel, templateId }) =>
        templateId === null ? [] : [{ key: templateId, channel }],
      );
    if ((node.type === 'task' || node.type === 'webhook') && node.templateId !== null)
      return [{ key: node.templateId, channel: node.type === 'task' ? 'staff' : 'webhook' }];
    return [];
  });
}

/** A drawing with ids in place of the book's keys; what has none stays open. */
function filled(drawn: JourneyDraft, ids: ReadonlyMap<string, string>): JourneyDraft {
  const idOf = (key: string | null, channel: ChannelName): string | null =>
    key === null || isUuid(key) ? key : (ids.get(`${key} ${channel}`) ?? null);
  const nodes = drawn.nodes.map((node): JourneyDraft['nodes'][number] => {
    if (node.type === 'send')
      return {
        ...node,
        messages: node.messages.map(({ channel, templateId }) => ({
          channel,
          templateId: idOf(templateId, channel),
        })),
      };
    if (node.type === 'task') return { ...node, templateId: idOf(node.templateId, 'staff') };
    if (node.type === 'webhook') return { ...node, templateId: idOf(node.templateId, 'webhook') };
    if (node.type === 'code') return { ...node, offerId: ids.get(OFFER) ?? null };
    return node;
  });
  return { ...drawn, nodes };
}

async function shopOf(sql: TransactionSql, retailerId: RetailerId): Promise<PlaybookShop> {
  const shop = await findShop(sql, retailerId);
  if (shop === undefined) throw new Failure('not_found');
  const { currency, zone, locale } = shop;
  return { currency, zone, locale };
}
