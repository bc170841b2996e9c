import {
  type ChannelName,
  Failure,
  isUuid,
  type RetailerId,
  type Template,
  type TemplateDraft,
} from '@augenblick/contract';
import type {
  TemplateList,
  TemplateOne,
  TemplateReport,
  TemplateVersions,
} from '@augenblick/contract/api/template.ts';
import type { Access } from '../access/index.ts';
import { copyName } from '../offer/index.ts';
import type { Clock, Database, Ids, Sql, TransactionSql } from '../runtime/index.ts';
import { type By, loadBrand } from './brand.ts';
import { checkTemplate } from './check/index.ts';
import { compileTemplate } from './compile.ts';
import * as queries from './queries.ts';

/** What administering templates needs. */
export interface TemplateDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  audit: Access['audit'];
  /** Where this installation is reached, such as https://augenblick.example. */
  origin: () => string;
}

/** What can be done with a template as a whole. */
export const TEMPLATE_STEPS = ['publish', 'duplicate', 'archive', 'unarchive'] as const;
export type TemplateStep = (typeof TEMPLATE_STEPS)[number];

/** One template of a retailer, and who asks. */
export interface Asked {
  retailerId: RetailerId;
  id: string;
  by: By;
}

/** Templates of a retailer, last changed first, without their contents. */
export function listTemplates(
  deps: TemplateDeps,
  retailerId: RetailerId,
  { channel, archived }: { channel: ChannelName | undefined; archived: boolean },
): Promise<TemplateList> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const rows = await queries.templates(sql, retailerId, null);
    return {
      templates: rows
        .filter(
          (row) =>
            row.archived === archived && (channel ?? row.draft.channel) === row.draft.channel,
        )
        .map((row) => {
          const { contents, variants, ...rest } = viewOf(row);
          const said = (locale: 'de' | 'en'): string => {
            const content = contents[locale];
            if (content.kind === 'mail') return content.subject;
            return content.title === '' ? content.text.slice(0, 120) : content.title;
          };
          return {
            ...rest,
            subject: { de: said('de'), en: said('en') },
            variants: variants.map(({ name }) => name),
          };
        }),
    };
  });
}

/** One template with its report. Throws `not_found`. */
export function readTemplate(
  deps: TemplateDeps,
  retailerId: RetailerId,
  id: string,
): Promise<TemplateOne> {
  return deps.database.withRetailer(retailerId, (sql) => read(deps, sql, retailerId, id));
}

/** Adds a draft. Throws `bad_request` when a content does not fit the channel. */
export function createTemplate(
  deps: TemplateDeps,
  retailerId: RetailerId,
  draft: TemplateDraft,
  by: By,
): Promise<TemplateOne> {
  const id = deps.ids.uuid7();
  return deps.database.withRetailer(retailerId, async (sql) => {
    await addTemplate(deps, sql, { retailerId, id, by }, { draft, playbook: null });
    return read(deps, sql, retailerId, id);
  });
}

/** Adds a draft in the caller's transaction. */
export async function addTemplate(
  deps: Pick<TemplateDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  { draft, playbook }: { draft: TemplateDraft; playbook: string | null },
): Promise<void> {
  refuseMixed(draft);
  const { retailerId, id } = asked;
  const now = new Date(deps.clock.now());
  await queries.insertTemplate(sql, retailerId, { id, draft, playbook, now });
  await note(deps, sql, asked, 'created');
}

/** Mail has blocks, every other channel a short text. */
function refuseMixed({ channel, contents, variants }: TemplateDraft): void {
  const kind = channel === 'mail' ? 'mail' : 'short';
  const all = [contents, ...variants.map((variant) => variant.contents)];
  if (all.some(({ de, en }) => de.kind !== kind || en.kind !== kind)) {
    throw new Failure('bad_request', `contents: the channel ${channel} takes "${kind}"`);
  }
}

/** Changes what is being edited; what is published stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export function changeTemplate(
  deps: TemplateDeps,
  asked: Asked,
  change: { draft: TemplateDraft; updatedAt: number },
): Promise<TemplateOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.updated_at.getTime() !== change.updatedAt) throw new Failure('conflict');
    // Whoever sends a template by its id counts on its channel.
    if (row.version > 0 && row.draft.channel !== change.draft.channel) {
      throw new Failure('conflict', 'channel');
    }
    refuseMixed(change.draft);
    const now = later(deps, row.updated_at);
    await queries.updateDraft(sql, retailerId, id, { draft: change.draft, now });
    await note(deps, sql, asked, 'changed');
    return read(deps, sql, retailerId, id);
  });
}

/** Deletes a template that never was published. Throws `conflict` for any other: messages name its versions. */
export function deleteTemplate(deps: TemplateDeps, asked: Asked): Promise<void> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await locked(sql, retailerId, id);
    if (!(await queries.deleteDraft(sql, retailerId, id))) throw new Failure('conflict');
    await note(deps, sql, asked, 'deleted');
  });
}

/** Publishes, duplicates, puts aside or takes out again. Throws `not_ready` with the checks that failed. */
export function stepTemplate(
  deps: TemplateDeps,
  step: TemplateStep,
  asked: Asked,
): Promise<TemplateOne> {
  const { retailerId, id, by } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (step === 'publish') {
      await publishTemplate(deps, sql, asked);
      return read(deps, sql, retailerId, id);
    }
    const row = await locked(sql, retailerId, id);
    if (step === 'duplicate') {
      const copy = deps.ids.uuid7();
      const draft = { ...row.draft, name: copyName(row.draft.name) };
      const { playbook } = row;
      await addTemplate(deps, sql, { retailerId, id: copy, by }, { draft, playbook });
      return read(deps, sql, retailerId, copy);
    }
    const archived = step === 'archive';
    if (row.archived === archived) throw new Failure('conflict');
    const now = later(deps, row.updated_at);
    await queries.setArchived(sql, retailerId, id, { archived, now });
    await note(deps, sql, asked, step === 'archive' ? 'archived' : 'unarchived');
    return read(deps, sql, retailerId, id);
  });
}

/** Makes the draft the next version, in the caller's transaction; answers its number. Throws `not_ready`. */
export async function publishTemplate(
  deps: Pick<TemplateDeps, 'clock' | 'audit' | 'origin'>,
  sql: TransactionSql,
  asked: Asked,
): Promise<number> {
  const { retailerId, id, by } = asked;
  const row = await locked(sql, retailerId, id);
  const { draft } = row;
  const report = await reportOn(deps, sql, retailerId, draft);
  if (!report.ready) {
    const open = report.checks.filter(
      ({ state, severity }) => state === 'failed' && severity === 'must',
    );
    throw new Failure('not_ready', open.map(({ key }) => key).join(', '));
  }
  const version = row.version + 1;
  const now = later(deps, row.updated_at);
  await queries.publishVersion(sql, retailerId, id, { version, draft, by: by.name, now });
  await note(deps, sql, asked, 'published');
  return version;
}

/** What the check before sending says of a draft that need not be saved. */
export function reportTemplate(
  deps: TemplateDeps,
  retailerId: RetailerId,
  draft: TemplateDraft,
): Promise<TemplateReport> {
  return deps.database.withRetailer(retailerId, (sql) => reportOn(deps, sql, retailerId, draft));
}

async function reportOn(
  { origin }: Pick<TemplateDeps, 'origin'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  draft: TemplateDraft,
): Promise<TemplateReport> {
  const { brand } = await loadBrand(sql, retailerId);
  const retailer = await queries.retailer(sql, retailerId);
  if (retailer === undefined) throw new Failure('not_found');
  const compiling = await compileTemplate(draft, brand, { origin: origin() });
  const { name, zone, currency } = retailer;
  return checkTemplate({
    draft,
    brand,
    compiling,
    origin: origin(),
    shop: { name, zone },
    currency,
  });
}

/** Versions that were published, newest first. Throws `not_found`. */
export function templateVersions(
  deps: TemplateDeps,
  retailerId: RetailerId,
  id: string,
): Promise<TemplateVersions> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    await exists(sql, retailerId, id);
    const rows = await queries.versions(sql, retailerId, id);
    return {
      versions: rows.map((row) => ({
        version: row.version,
        at: row.at.getTime(),
        by: row.by_name,
        draft: row.definition,
      })),
    };
  });
}

/** Takes an earlier version back into the draft; what is published stays. */
export function restoreTemplate(
  deps: TemplateDeps,
  asked: Asked,
  version: number,
): Promise<TemplateOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    const draft = await queries.version(sql, retailerId, id, version);
    if (draft === undefined) throw new Failure('not_found');
    await queries.updateDraft(sql, retailerId, id, { draft, now: later(deps, row.updated_at) });
    await note(deps, sql, asked, 'restored');
    return read(deps, sql, retailerId, id);
  });
}

/** A published template as others refer to it. */
export interface PublishedTemplate {
  id: string;
  version: number;
  archived: boolean;
  name: string;
  channel: ChannelName;
  basis: TemplateDraft['basis'];
  /** `a` and the ids of its variants. */
  variants: string[];
}

/** What is published under these ids; templates that never were, or do not exist, are left out. */
export async function publishedTemplates(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<PublishedTemplate[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  const rows = await queries.published(sql, retailerId, known);
  return rows.map(({ id, version, archived, definition }) => ({
    id,
    version,
    archived,
    name: definition.name,
    channel: definition.channel,
    basis: definition.basis,
    variants: ['a', ...definition.variants.map((variant) => variant.id)],
  }));
}

/** One template in the caller's transaction. Throws `not_found`. */
export async function read(
  deps: Pick<TemplateDeps, 'origin'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<TemplateOne> {
  const template = viewOf(await exists(sql, retailerId, id));
  return { template, report: await reportOn(deps, sql, retailerId, draftOf(template)) };
}

function draftOf({ name, channel, basis, contents, variants }: Template): TemplateDraft {
  return { name, channel, basis, contents, variants };
}

function viewOf(row: queries.TemplateRow): Template {
  return {
    ...row.draft,
    id: row.id,
    version: row.version,
    changed: row.live !== null && JSON.stringify(row.live) !== JSON.stringify(row.draft),
    archived: row.archived,
    playbook: row.playbook,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    publishedAt: row.published_at?.getTime() ?? null,
  };
}

async function exists(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = isUuid(id) ? await queries.templates(sql, retailerId, id) : [];
  if (row === undefined) throw new Failure('not_found');
  return row;
}

async function locked(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const row = isUuid(id) ? await queries.lockTemplate(sql, retailerId, id) : undefined;
  if (row === undefined) throw new Failure('not_found');
  return row;
}

/** Now, but after the last change: `updatedAt` tells two versions of a draft apart. */
function later(deps: Pick<TemplateDeps, 'clock'>, before: Date): Date {
  return new Date(Math.max(deps.clock.now(), before.getTime() + 1));
}

function note(
  deps: Pick<TemplateDeps, 'audit'>,
  sql: TransactionSql,
  { retailerId, id, by }: Asked,
  what: string,
): Promise<void> {
  const target = `template:${id}`;
  const detail = { what };
  return deps.audit(sql, { retailerId, actor: by, action: 'template.changed', target, detail });
}
