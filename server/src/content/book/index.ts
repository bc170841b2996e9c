import {
  type AddressForm,
  type ChannelName,
  Failure,
  type RetailerId,
  type TemplateDraft,
} from '@augenblick/contract';
import type { TemplateBook, UseTemplate } from '@augenblick/contract/api/template.ts';
import type { By } from '../../access/index.ts';
import type { TransactionSql } from '../../runtime/index.ts';
import { freshBlocks } from '../blocks/index.ts';
import { loadBrand } from '../brand.ts';
import { NAME_WORDS } from '../names.ts';
import * as queries from '../queries.ts';
import type { Locale } from '../scope.ts';
import { addTemplate, publishTemplate, type TemplateDeps } from '../templates.ts';
import { accessories, order, pickup, replenish, review, thankYou } from './bought.ts';
import { draftOf, type Entry } from './entry.ts';
import { birthday, newsletter, optinConfirm, welcome, winBack } from './greeting.ts';
import { matterConfirm } from './matter.ts';
import { detractor, promoter, staffHint, webhookNote } from './voice.ts';
import { backInStock, cartFirst, cartSecond, cartThird, priceDrop, viewed } from './wish.ts';

/** The ready-made templates, in the order of a shopper's way. A new one is one entry and one line here. */
export const ENTRIES: readonly Entry[] = [
  newsletter,
  optinConfirm,
  matterConfirm,
  welcome,
  cartFirst,
  cartSecond,
  cartThird,
  viewed,
  backInStock,
  priceDrop,
  order,
  pickup,
  thankYou,
  accessories,
  review,
  replenish,
  birthday,
  winBack,
  promoter,
  detractor,
  staffHint,
  webhookNote,
];

/** Every ready-made template, how often each is in use, and what the editor begins with. */
export function readTemplateBook(
  deps: Pick<TemplateDeps, 'database'>,
  retailerId: RetailerId,
): Promise<TemplateBook> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const { brand } = await loadBrand(sql, retailerId);
    const retailer = await queries.retailer(sql, retailerId);
    const locale = retailer?.locale ?? 'de';
    const used = new Map<string, number>();
    for (const { playbook, archived } of await queries.templates(sql, retailerId, null)) {
      if (playbook !== null && !archived) used.set(playbook, (used.get(playbook) ?? 0) + 1);
    }
    return {
      entries: ENTRIES.map((entry) => ({
        key: entry.key,
        name: entry.name,
        about: entry.about,
        basis: entry.basis,
        channels: [...entry.channels],
        draft: draftOf(entry, { channel: firstOf(entry), form: brand.address, locale }),
        used: used.get(entry.key) ?? 0,
      })),
      blocks: freshBlocks(brand.address),
      names: [...NAME_WORDS],
    };
  });
}

function firstOf({ channels }: Entry): ChannelName {
  return channels[0] ?? 'mail';
}

/** The draft of a ready-made template. Throws `not_found` for an unknown key. */
export function draftOfEntry(
  key: string,
  of: { channel: ChannelName; form: AddressForm; locale: Locale },
): TemplateDraft {
  const entry = ENTRIES.find((one) => one.key === key);
  if (entry === undefined) throw new Failure('not_found');
  return draftOf(entry, of);
}

/** What using an entry needs. */
export type BookDeps = Pick<TemplateDeps, 'clock' | 'ids' | 'audit' | 'origin'>;

/**
 * Makes a template of an entry in the caller's transaction; with `publish` it is published at once. Answers its id and
 * version (0 = draft). Throws `not_found` for an unknown key or channel, `not_ready` when something is missing.
 */
export async function useBookTemplate(
  deps: BookDeps,
  sql: TransactionSql,
  asked: { retailerId: RetailerId; key: string; by: By } & UseTemplate,
): Promise<{ id: string; version: number }> {
  const { retailerId, key, by, channel, locale, publish } = asked;
  const entry = ENTRIES.find((one) => one.key === key);
  if (entry === undefined || !entry.channels.includes(channel)) throw new Failure('not_found');
  const { brand } = await loadBrand(sql, retailerId);
  const draft = draftOf(entry, { channel, form: brand.address, locale });
  const id = deps.ids.uuid7();
  const own = { retailerId, id, by };
  await addTemplate(deps, sql, own, { draft, playbook: key });
  return { id, version: publish ? await publishTemplate(deps, sql, own) : 0 };
}

/**
 * The template of an entry: the one that is there, else a new one, published when nothing is missing. Answers version 0 when
 * something is (an imprint, the shop's address): it stands there as a draft then, with what to do. Two askers at once may
 * make two; each is whole. Throws `not_found` for an unknown key or channel.
 */
export async function ensureBookTemplate(
  deps: BookDeps,
  sql: TransactionSql,
  asked: { retailerId: RetailerId; key: string; by: By; channel: ChannelName; locale: Locale },
): Promise<{ id: string; version: number }> {
  const { retailerId, key, channel, by } = asked;
  const rows = await queries.templates(sql, retailerId, null);
  const own = rows.filter(
    ({ playbook, archived, draft }) => playbook === key && !archived && draft.channel === channel,
  );
  const published = own.find(({ version }) => version > 0);
  if (published !== undefined) return { id: published.id, version: published.version };
  const known = own[0] ?? (await useBookTemplate(deps, sql, { ...asked, publish: false }));
  try {
    const version = await publishTemplate(deps, sql, { retailerId, id: known.id, by });
    return { id: known.id, version };
  } catch (error) {
    if (error instanceof Failure && error.code === 'not_ready') return { id: known.id, version: 0 };
    throw error;
  }
}
