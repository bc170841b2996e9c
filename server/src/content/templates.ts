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
import type { By } from '../access/index.ts';
import { type Asked, draftFacts, type DraftDeps, Drafts } from '../publishing/index.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { loadBrand } from './brand.ts';
import { checkTemplate } from './check/index.ts';
import { compileTemplate } from './compile.ts';
import * as queries from './queries.ts';

/** What administering templates needs. */
export interface TemplateDeps extends DraftDeps {
  /** Where this installation is reached, such as https://augenblick.example. */
  origin: () => string;
}

/** What can be done with a template as a whole. */
export const TEMPLATE_STEPS = ['publish', 'duplicate', 'archive', 'unarchive'] as const;
export type TemplateStep = (typeof TEMPLATE_STEPS)[number];

const drafts = new Drafts<TemplateDeps, TemplateDraft, queries.LockedTemplate, TemplateOne>({
  noun: 'template',
  table: 'message_template',
  versions: { table: 'message_template_version', owner: 'template_id' },
  // An archived template may be edited; publishing it brings it back.
  editable: () => true,
  deletable: ({ version }) => version === 0,
  copied: ({ draft, playbook }) => ({ draft, columns: { playbook } }),
  refuse: (draft, row) => {
    // Whoever sends a template by its id counts on its channel.
    if (row !== null && row.version > 0 && row.draft.channel !== draft.channel) {
      throw new Failure('conflict', 'channel');
    }
    refuseMixed(draft);
  },
  read,
});

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
  return drafts.read(deps, retailerId, id);
}

/** Adds a draft. Throws `bad_request` when a content does not fit the channel. */
export function createTemplate(
  deps: TemplateDeps,
  retailerId: RetailerId,
  draft: TemplateDraft,
  by: By,
): Promise<TemplateOne> {
  return drafts.create(deps, { retailerId, by }, { draft, columns: { playbook: null } });
}

/** Adds a draft in the caller's transaction. */
export function addTemplate(
  deps: Pick<TemplateDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  { draft, playbook }: { draft: TemplateDraft; playbook: string | null },
): Promise<void> {
  return drafts.add(deps, sql, asked, { draft, columns: { playbook } });
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
  return drafts.change(deps, asked, change);
}

/** Deletes a template that never was published. Throws `conflict` for any other: messages name its versions. */
export function deleteTemplate(deps: TemplateDeps, asked: Asked): Promise<void> {
  return drafts.remove(deps, asked);
}

/** Publishes, duplicates, puts aside or takes out again. Throws `not_ready` with the checks that failed. */
export function stepTemplate(
  deps: TemplateDeps,
  step: TemplateStep,
  asked: Asked,
): Promise<TemplateOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (step === 'duplicate') return drafts.duplicate(deps, sql, asked);
    if (step === 'publish') {
      await publishTemplate(deps, sql, asked);
    } else {
      const row = await drafts.locked(sql, asked);
      const archived = step === 'archive';
      if (row.archived === archived) throw new Failure('conflict');
      await drafts.set(deps, sql, asked, row, { archived });
      await drafts.note(deps, sql, asked, archived ? 'archived' : 'unarchived');
    }
    return read(deps, sql, retailerId, id);
  });
}

/** Makes the draft the next version, in the caller's transaction; answers its number. Throws `not_ready`. */
export async function publishTemplate(
  deps: Pick<TemplateDeps, 'clock' | 'audit' | 'origin'>,
  sql: TransactionSql,
  asked: Asked,
): Promise<number> {
  const row = await drafts.locked(sql, asked);
  const report = await reportOn(deps, sql, asked.retailerId, row.draft);
  if (!report.ready) {
    const open = report.checks.filter(
      ({ state, severity }) => state === 'failed' && severity === 'must',
    );
    throw new Failure('not_ready', open.map(({ key }) => key).join(', '));
  }
  const own = { row: { archived: false }, version: {} };
  const { version } = await drafts.publish(deps, sql, asked, row, own);
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
  return drafts.versions(deps, { retailerId, id });
}

/** Takes an earlier version back into the draft; what is published stays. */
export function restoreTemplate(
  deps: TemplateDeps,
  asked: Asked,
  version: number,
): Promise<TemplateOne> {
  return drafts.restore(deps, asked, version);
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
  const [row] = isUuid(id) ? await queries.templates(sql, retailerId, id) : [];
  if (row === undefined) throw new Failure('not_found');
  const template = viewOf(row);
  return { template, report: await reportOn(deps, sql, retailerId, draftOf(template)) };
}

function draftOf({ name, channel, basis, contents, variants }: Template): TemplateDraft {
  return { name, channel, basis, contents, variants };
}

function viewOf(row: queries.TemplateRow): Template {
  return {
    ...row.draft,
    ...draftFacts(row),
    archived: row.archived,
    playbook: row.playbook,
    publishedAt: row.published_at?.getTime() ?? null,
  };
}
