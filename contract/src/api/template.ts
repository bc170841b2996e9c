/**
 * Templates of messages, the brand kit, pictures.
 *
 * GET    /api/r/:retailerId/templates?channel=&archived=   message.read  → TemplateList
 * POST   /api/r/:retailerId/templates                      message.write TemplateBody → TemplateOne
 * GET    /api/r/:retailerId/templates/:templateId          message.read  → TemplateOne
 * PUT    /api/r/:retailerId/templates/:templateId          message.write ChangeTemplate → TemplateOne
 * DELETE /api/r/:retailerId/templates/:templateId          message.write → 204; drafts that were never published only
 * POST   /api/r/:retailerId/templates/:templateId/publish|duplicate|archive|unarchive  message.write → TemplateOne
 * GET    /api/r/:retailerId/templates/:templateId/versions message.read  → TemplateVersions
 * POST   /api/r/:retailerId/templates/:templateId/restore  message.write RestoreTemplate → TemplateOne (into the draft)
 * POST   /api/r/:retailerId/templates/check                message.read  CheckTemplate → TemplateReport
 * POST   /api/r/:retailerId/templates/preview              message.read (a shopper: also shopper.read) PreviewTemplate → PreviewedTemplate
 * GET    /api/r/:retailerId/template-book                  message.read  → TemplateBook (ready-made ones, blocks to begin with, names)
 * POST   /api/r/:retailerId/template-book/:key             message.write UseTemplate → TemplateOne
 * GET    /api/r/:retailerId/brand                          message.read  → BrandAnswer
 * PUT    /api/r/:retailerId/brand                          message.write BrandBody → BrandAnswer
 * GET    /api/r/:retailerId/pictures                       message.read  → PictureList
 * POST   /api/r/:retailerId/pictures                       message.write multipart (field `file`) → PictureOne
 * PATCH  /api/r/:retailerId/pictures/:pictureId            message.write PictureChange → PictureOne
 * DELETE /api/r/:retailerId/pictures/:pictureId            message.write → 204; `conflict` while a template shows it
 * GET    /media/:pictureId.(jpg|png|gif|webp)              public, kept for a year
 */
import { z } from 'zod';
import { CHANNELS, MESSAGE_BASES } from '../channel.ts';
import {
  ADDRESS_FORMS,
  BLOCK_ALIGNS,
  BLOCK_GROUNDS,
  type Block,
  BRAND_FONTS,
  type Brand,
  CHECK_GROUPS,
  CHECK_SEVERITIES,
  type ColumnBlock,
  type FilledMessage,
  type MessageContent,
  PRODUCT_SOURCES,
  QUESTION_SCALES,
  SOCIAL_KINDS,
  type Template,
  type TemplateDraft,
  type TemplateFinding,
} from '../template.ts';
import { Words } from './phrase.ts';
import { lineSchema, localeSchema } from './session.ts';

const text = (max: number) => z.string().max(max);
const address = z.string().trim().max(1000);
const blockId = z.string().min(1).max(40);
const base = {
  id: blockId,
  ground: z.enum(BLOCK_GROUNDS),
  onlyWith: z.string().min(1).max(80).nullable(),
};
const align = z.enum(BLOCK_ALIGNS);
const columns = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const picture = {
  ...base,
  url: address,
  alt: text(300),
  link: address,
  width: z.enum(['full', 'half']),
};
const grid = {
  ...base,
  title: text(200),
  columns,
  max: z.number().int().min(1).max(12),
  price: z.boolean(),
  button: text(60),
};

const heading = z.object({
  ...base,
  kind: z.literal('heading'),
  text: text(300),
  level: z.union([z.literal(1), z.literal(2)]),
  align,
});
const textBlock = z.object({ ...base, kind: z.literal('text'), text: text(8000), align });
const pictureBlock = z.object({ ...picture, kind: z.literal('picture') });
const gif = z.object({ ...picture, kind: z.literal('gif') });
const video = z.object({ ...picture, kind: z.literal('video') });
const button = z.object({
  ...base,
  kind: z.literal('button'),
  label: text(80),
  url: address,
  look: z.enum(['filled', 'outline']),
  align,
});
const spacer = z.object({
  ...base,
  kind: z.literal('spacer'),
  height: z.number().int().min(4).max(120),
});
const divider = z.object({ ...base, kind: z.literal('divider') });

/** What may stand in a column. */
export const ColumnBlockBody = z.discriminatedUnion('kind', [
  heading,
  textBlock,
  pictureBlock,
  gif,
  video,
  button,
  spacer,
  divider,
]) satisfies z.ZodType<ColumnBlock>;

/** One block of a mail. */
export const BlockBody = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('header'), align }),
  heading,
  textBlock,
  pictureBlock,
  gif,
  video,
  button,
  z.object({
    ...grid,
    kind: z.literal('products'),
    source: z.enum(PRODUCT_SOURCES),
    productIds: z.array(z.string().min(1).max(200)).max(12),
  }),
  z.object({ ...grid, kind: z.literal('recommendations') }),
  z.object({ ...base, kind: z.literal('voucher'), title: text(200), text: text(1000) }),
  z.object({ ...base, kind: z.literal('points'), text: text(1000) }),
  z.object({
    ...base,
    kind: z.literal('question'),
    question: text(300),
    scale: z.enum(QUESTION_SCALES),
    options: z.array(text(80)).max(6),
    ends: z.object({ low: text(60), high: text(60) }),
    url: address,
  }),
  z.object({
    ...base,
    kind: z.literal('columns'),
    ratio: z.enum(['1-1', '1-2', '2-1', '1-1-1']),
    columns: z.array(z.array(ColumnBlockBody).max(12)).min(2).max(3),
  }),
  divider,
  spacer,
  z.object({ ...base, kind: z.literal('social') }),
  z.object({ ...base, kind: z.literal('footer'), text: text(2000) }),
]) satisfies z.ZodType<Block>;

/** What a message says, of either kind. */
export const MessageContentBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('mail'),
    subject: text(300),
    preheader: text(300),
    blocks: z.array(BlockBody).max(100),
  }),
  z.object({
    kind: z.literal('short'),
    title: text(200),
    text: text(4000),
    url: address,
    picture: address,
  }),
]) satisfies z.ZodType<MessageContent>;

const contents = z.object({ de: MessageContentBody, en: MessageContentBody });

/** A draft may still lack what publishing needs; the report says what. */
export const TemplateBody = z.object({
  name: lineSchema,
  channel: z.enum(CHANNELS),
  basis: z.enum(MESSAGE_BASES),
  contents,
  variants: z
    .array(
      z.object({
        id: z.string().regex(/^[b-e]$/),
        name: lineSchema,
        contents,
      }),
    )
    .max(4),
}) satisfies z.ZodType<TemplateDraft>;
export type TemplateBody = z.infer<typeof TemplateBody>;

export const TemplateView = TemplateBody.extend({
  id: z.string(),
  version: z.number().int(),
  changed: z.boolean(),
  archived: z.boolean(),
  playbook: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  publishedAt: z.number().nullable(),
}) satisfies z.ZodType<Template>;

export const TemplateFindingView = z.object({
  check: z.string(),
  severity: z.enum(CHECK_SEVERITIES),
  field: z.string(),
  words: Words,
}) satisfies z.ZodType<TemplateFinding>;

/** The check before sending: every point with its result, failed ones first. */
export const TemplateReport = z.object({
  checks: z.array(
    z.object({
      key: z.string(),
      group: z.enum(CHECK_GROUPS),
      severity: z.enum(CHECK_SEVERITIES),
      /** What is looked at. */
      title: Words,
      state: z.enum(['passed', 'failed', 'not_applicable']),
      findings: z.array(TemplateFindingView),
    }),
  ),
  /** True when no `must` failed. */
  ready: z.boolean(),
  /** Bytes of the HTML with sample facts, the larger language; null for other channels than mail. Gmail cuts at 102 kB. */
  htmlBytes: z.number().int().nullable(),
});
export type TemplateReport = z.infer<typeof TemplateReport>;

export const TemplateOne = z.object({ template: TemplateView, report: TemplateReport });
export type TemplateOne = z.infer<typeof TemplateOne>;

/** One line of the list; contents come with the one. */
export const TemplateRow = TemplateView.omit({ contents: true, variants: true }).extend({
  /** Subject or title in both languages, Liquid as written. */
  subject: Words,
  variants: z.array(z.string()),
});
export type TemplateRow = z.infer<typeof TemplateRow>;
export const TemplateList = z.object({ templates: z.array(TemplateRow) });
export type TemplateList = z.infer<typeof TemplateList>;
export const TemplateQuery = z.object({
  channel: z.enum(CHANNELS).optional(),
  archived: z.enum(['true', 'false']).optional(),
});

/** `updatedAt` of the template that was edited: when somebody else saved since, the answer is `conflict`. */
export const ChangeTemplate = z.object({ draft: TemplateBody, updatedAt: z.number() });
export type ChangeTemplate = z.infer<typeof ChangeTemplate>;
export const CheckTemplate = z.object({ draft: TemplateBody });
export type CheckTemplate = z.infer<typeof CheckTemplate>;
export const TemplateVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      at: z.number(),
      /** Who published it. */
      by: z.string(),
      draft: TemplateBody,
    }),
  ),
});
export type TemplateVersions = z.infer<typeof TemplateVersions>;
export const RestoreTemplate = z.object({ version: z.number().int().min(1) });
export type RestoreTemplate = z.infer<typeof RestoreTemplate>;

/** Shows a draft as a shopper would get it; without `profileId` with sample facts. */
export const PreviewTemplate = z.object({
  draft: TemplateBody,
  locale: localeSchema,
  /** `a` or one of the draft's variants. */
  variant: z.string().max(1),
  profileId: z.uuid().nullable(),
  /** As a mail program in dark mode draws it. */
  dark: z.boolean(),
});
export type PreviewTemplate = z.infer<typeof PreviewTemplate>;

/** A mail has `html`, every other message `title`. */
export const FilledMessageView = z.union([
  z.object({
    subject: z.string(),
    preheader: z.string(),
    html: z.string(),
    text: z.string(),
    links: z.array(z.string()),
  }),
  z.object({
    title: z.string(),
    text: z.string(),
    url: z.string().nullable(),
    picture: z.string().nullable(),
    links: z.array(z.string()),
  }),
]) satisfies z.ZodType<FilledMessage>;

export const PreviewedTemplate = z.object({
  /** Null when a text cannot be read; `problems` says which and why. */
  rendered: FilledMessageView.nullable(),
  problems: z.array(TemplateFindingView),
  /** The names used and what stood for them; null = the word for "not known" or nothing. */
  facts: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
  /** Bytes of the HTML; 0 for other channels. */
  htmlBytes: z.number().int(),
  /** For SMS: how many parts it takes and how many characters there are. */
  sms: z
    .object({ parts: z.number().int(), characters: z.number().int(), unicode: z.boolean() })
    .nullable(),
});
export type PreviewedTemplate = z.infer<typeof PreviewedTemplate>;

export const BookEntry = z.object({
  key: z.string(),
  name: Words,
  /** What it is for and when it is sent. */
  about: Words,
  basis: z.enum(MESSAGE_BASES),
  /** Channels it is written for; a template is made for one of them. */
  channels: z.array(z.enum(CHANNELS)),
  /** The template as it would be made, of the first channel: to show before using it. */
  draft: TemplateBody,
  /** Templates made from it that are not archived. */
  used: z.number().int(),
});
export type BookEntry = z.infer<typeof BookEntry>;
export const TemplateBook = z.object({
  entries: z.array(BookEntry),
  /** Every kind of block as it looks when it is new, in the order of the shelf, in the reader's two languages. */
  blocks: z.array(z.object({ de: BlockBody, en: BlockBody })),
  /** Names texts may use and what they stand for. */
  names: z.array(z.object({ name: z.string(), words: Words, example: Words })),
});
export type TemplateBook = z.infer<typeof TemplateBook>;
/** Makes a template of an entry; `publish` puts it to use at once, when nothing is missing. */
export const UseTemplate = z.object({
  locale: localeSchema,
  channel: z.enum(CHANNELS),
  publish: z.boolean(),
});
export type UseTemplate = z.infer<typeof UseTemplate>;

const colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/);
const short = z.string().trim().max(200);
/** The brand kit as it is edited. */
export const BrandBody = z.object({
  name: short,
  address: z.enum(ADDRESS_FORMS),
  colours: z.object({ accent: colour, ink: colour, paper: colour, ground: colour }),
  font: z.enum(BRAND_FONTS),
  radius: z.number().int().min(0).max(24),
  logo: z.object({ url: address, alt: short, width: z.number().int().min(24).max(400) }).nullable(),
  shopUrl: address,
  imprint: z.object({
    company: short,
    street: short,
    city: short,
    country: short,
    represented: short,
    register: short,
    vatId: short,
    email: short,
    phone: short,
  }),
  pages: z.object({ imprint: address, privacy: address, terms: address }),
  social: z.array(z.object({ kind: z.enum(SOCIAL_KINDS), url: address })).max(8),
  sender: z.object({ name: short, email: short, replyTo: short }),
}) satisfies z.ZodType<Brand>;
export type BrandBody = z.infer<typeof BrandBody>;
export const BrandAnswer = z.object({
  brand: BrandBody,
  /** Counts changes; 0 = nobody has said anything yet, everything is a guess from the retailer's settings. */
  version: z.number().int(),
  updatedAt: z.number().nullable(),
  /** What is missing or hard to read, with what to do. */
  findings: z.array(TemplateFindingView),
});
export type BrandAnswer = z.infer<typeof BrandAnswer>;

export const PictureView = z.object({
  id: z.string(),
  /** `/media/<id>.<ending>`; goes into blocks as it is. */
  url: z.string(),
  name: z.string(),
  /** Suggested description for blocks that show it. */
  alt: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
  /** True for a GIF that moves. */
  animated: z.boolean(),
  createdAt: z.number(),
});
export type PictureView = z.infer<typeof PictureView>;
export const PictureOne = z.object({ picture: PictureView });
export type PictureOne = z.infer<typeof PictureOne>;
export const PictureList = z.object({
  pictures: z.array(PictureView),
  /** Bytes in use and most there may be. */
  bytes: z.number().int(),
  bytesMax: z.number().int(),
});
export type PictureList = z.infer<typeof PictureList>;
export const PictureChange = z.object({ name: short, alt: z.string().trim().max(300) });
export type PictureChange = z.infer<typeof PictureChange>;
