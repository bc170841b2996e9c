import { z } from 'zod';

/** What a file holds: one row is one customer, one order, one line of an order, or one product. */
export const IMPORT_KINDS = ['customers', 'orders', 'order-lines', 'products'] as const;
export const importKind = z.enum(IMPORT_KINDS);
export type ImportKind = z.infer<typeof importKind>;

/**
 * uploaded: waits for a person to check the preview. queued: waits for a worker. interrupted: the process died while it
 * ran; starting it again is harmless. failed: stopped by an error that `failure` names.
 */
export const IMPORT_STATES = [
  'uploaded',
  'queued',
  'running',
  'done',
  'cancelled',
  'failed',
  'interrupted',
] as const;
export const importState = z.enum(IMPORT_STATES);
export type ImportState = z.infer<typeof importState>;

/** The fields a column can be mapped to, by kind, in the order in which a person should see them. */
export const IMPORT_FIELDS = {
  customers: [
    'customer_id',
    'email',
    'phone',
    'card_number',
    'first_name',
    'last_name',
    'name',
    'company',
    'gender',
    'birthday',
    'street',
    'postal_code',
    'city',
    'country',
    'language',
    'created_at',
    'updated_at',
    'newsletter',
    'newsletter_at',
  ],
  orders: [
    'order_id',
    'ordered_at',
    'ordered_time',
    'customer_id',
    'email',
    'phone',
    'card_number',
    'total',
    'shipping',
    'tax',
    'discount',
    'coupon',
    'currency',
    'document',
    'status',
    'channel',
    'store_id',
    'country',
  ],
  'order-lines': [
    'order_id',
    'ordered_at',
    'ordered_time',
    'customer_id',
    'email',
    'phone',
    'card_number',
    'product_id',
    'product_name',
    'quantity',
    'unit_price',
    'line_total',
    'category',
    'brand',
    'variant',
    'shipping',
    'tax',
    'discount',
    'coupon',
    'currency',
    'document',
    'channel',
    'store_id',
    'country',
  ],
  products: [
    'product_id',
    'name',
    'category',
    'brand',
    'price',
    'currency',
    'image',
    'url',
    'gtin',
    'description',
  ],
} as const satisfies Record<ImportKind, readonly string[]>;
export type ImportField = (typeof IMPORT_FIELDS)[ImportKind][number];

/** Fields without which a kind cannot be imported. Inner lists: one of them is enough. */
export const IMPORT_NEEDS: Readonly<Record<ImportKind, readonly (readonly ImportField[])[]>> = {
  customers: [['customer_id', 'email', 'phone', 'card_number']],
  orders: [['order_id'], ['ordered_at'], ['total']],
  'order-lines': [
    ['order_id'],
    ['ordered_at'],
    ['product_id', 'product_name'],
    ['unit_price', 'line_total'],
  ],
  products: [['product_id']],
};

export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export const importEncoding = z.enum(IMPORT_ENCODINGS);
export type ImportEncoding = z.infer<typeof importEncoding>;

export const IMPORT_DELIMITERS = [',', ';', '\t', '|'] as const;
export const importDelimiter = z.enum(IMPORT_DELIMITERS);
export type ImportDelimiter = z.infer<typeof importDelimiter>;

/** How a column writes numbers: sign of the fraction and of the thousands ('' when there is none). */
export const numberFormat = z.object({
  decimal: z.enum(['.', ',']),
  group: z.enum(['', '.', ',', "'", ' ']),
});
export type NumberFormat = z.infer<typeof numberFormat>;

/** iso 2024-05-31, dmy 31.05.2024, mdy 5/31/2024, serial 45443.5 (Excel), epoch seconds, epoch milliseconds. */
export const DATE_FORMATS = ['iso', 'dmy', 'mdy', 'serial', 'unix_s', 'unix_ms'] as const;
export const dateFormat = z.enum(DATE_FORMATS);
export type DateFormat = z.infer<typeof dateFormat>;

/** An order number that starts with `prefix` followed by a digit is such a document. */
export const documentPrefix = z.object({
  prefix: z.string().min(1).max(8),
  document: z.enum(['sale', 'return', 'adjustment']),
});
export type DocumentPrefix = z.infer<typeof documentPrefix>;

/** How a file is read. Detected from the file; a person may change every part before the start. */
export const importSettings = z.object({
  encoding: importEncoding,
  delimiter: importDelimiter,
  /** False when the first row holds data; columns are then called "1", "2" … */
  header: z.boolean(),
  /** Sheet of a workbook; null for a text file. */
  sheet: z.string().max(200).nullable(),
  /** By column name. Columns that are not named are read as plain numbers with a point. */
  numbers: z.record(z.string(), numberFormat),
  /** By column name. */
  dates: z.record(z.string(), dateFormat),
  /** IANA time zone of dates that name none. */
  zone: z.string().max(64),
  /** ISO 4217 code for amounts without a currency column. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Channel of orders without a channel column. */
  channel: z.string().max(64).nullable(),
  documents: z.object({
    prefixes: z.array(documentPrefix).max(20),
    /** Orders whose every quantity (or whose total) is negative are returns. */
    negativeIsReturn: z.boolean(),
    /** Orders worth nothing that name no customer are book-keeping, not sales. */
    worthlessIsAdjustment: z.boolean(),
  }),
  /** Order lines: products the catalogue does not know yet are added to it. */
  addProducts: z.boolean(),
  /** Columns kept as further traits (customers) or attributes (products). */
  extras: z.array(z.string().max(200)).max(100),
  /** Customers: what those who get the newsletter agreed to. Without its wording no consent is taken over. */
  consent: z
    .object({
      wording: z.string().trim().max(4000),
      /** Day of rows that name none (ms since 1970); null leaves those rows' consent out. */
      at: z.number().int().nullable(),
    })
    .optional(),
});
export type ImportSettings = z.infer<typeof importSettings>;

/** field → column name. */
export const importMapping = z.record(z.string(), z.string().max(200));
export type ImportMapping = Partial<Record<ImportField, string>>;

/** Why a row was not taken over. Closed list; each has a sentence in both languages. */
export const ROW_PROBLEMS = [
  'field_missing',
  'number_invalid',
  'number_too_large',
  'date_invalid',
  'date_out_of_range',
  'currency_invalid',
  'email_invalid',
  'identity_missing',
  'text_too_long',
  'columns_missing',
  'columns_surplus',
  'order_mixed_customers',
  'order_mixed_currencies',
  'order_too_many_lines',
  'superseded',
  'refused_by_ingest',
] as const;
export type RowProblem = (typeof ROW_PROBLEMS)[number];

/** A hint on how the file was understood: a stable code, values, and the sentence in both languages. */
export const importNote = z.object({
  code: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  de: z.string(),
  en: z.string(),
});
export type ImportNote = z.infer<typeof importNote>;

export const importColumn = z.object({
  name: z.string(),
  /** The field suggested for it, if any. */
  field: z.string().nullable(),
  /** What its values look like. */
  looks: z.enum(['empty', 'text', 'number', 'date']),
  /** Share of empty values in the sample, 0–1. */
  emptyShare: z.number(),
  samples: z.array(z.string()).max(5),
});
export type ImportColumn = z.infer<typeof importColumn>;

export const previewRow = z.object({
  /** Row number in the file, the header being row 1. */
  row: z.number().int(),
  /** The values as they stand in the file, by column position. */
  raw: z.array(z.string()),
  /** field → value as it would be stored (times as ISO in UTC, amounts as decimal text). */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  problem: z.object({ code: z.enum(ROW_PROBLEMS), de: z.string(), en: z.string() }).nullable(),
});
export type PreviewRow = z.infer<typeof previewRow>;

export const importPreview = z.object({
  kind: importKind,
  /** False when a required field has no column or the file cannot be read: it cannot be started like this. */
  ready: z.boolean(),
  columns: z.array(importColumn),
  mapping: importMapping,
  settings: importSettings,
  sheets: z.array(z.string()),
  rows: z.array(previewRow),
  /** How the file was understood and what is odd about it. */
  notes: z.array(importNote),
  /** Rows looked at for the detection. */
  sampled: z.number().int(),
});
export type ImportPreview = z.infer<typeof importPreview>;

/** Running figures. `rows` = data rows read; stored, duplicate and dropped count what the rows became (orders …). */
export const importProgress = z.object({
  phase: z.enum(['waiting', 'reading', 'sorting', 'storing', 'finished']),
  /** Bytes of the file read so far and its size (compressed size for .gz): share of the reading phase. */
  bytesRead: z.number(),
  bytesTotal: z.number(),
  rows: z.number().int(),
  /** Items to store in all; null until known. */
  itemsTotal: z.number().int().nullable(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  /** Items replaced because the file says something else than the last import. Part of `stored`. */
  corrected: z.number().int(),
  /** Rows in the rejected file. */
  rejected: z.number().int(),
  /** Reason → rows. */
  reasons: z.record(z.string(), z.number().int()),
  products: z.number().int(),
  /** Rows a second in this phase, lately. */
  rate: z.number(),
});
export type ImportProgress = z.infer<typeof importProgress>;

/** What was in the file, counted while it ran. Amounts in minor units by currency. */
export const importSummary = z.object({
  orders: z.number().int(),
  lines: z.number().int(),
  sales: z.number().int(),
  returns: z.number().int(),
  adjustments: z.number().int(),
  customers: z.number().int(),
  withoutCustomer: z.number().int(),
  products: z.number().int(),
  /** Consents to the newsletter taken over, and people noted as signed off; missing in imports of before. */
  consents: z.number().int().optional(),
  signedOff: z.number().int().optional(),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  /** Month in the file's zone (YYYY-MM) × currency. `revenue` = totals of all documents, returns being negative. */
  months: z.array(
    z.object({
      month: z.string(),
      currency: z.string(),
      orders: z.number().int(),
      sales: z.number().int(),
      returns: z.number().int(),
      revenueMinor: z.number().int(),
    }),
  ),
});
export type ImportSummary = z.infer<typeof importSummary>;

export const importRun = z.object({
  id: z.uuid(),
  kind: importKind,
  state: importState,
  fileName: z.string(),
  fileBytes: z.number(),
  /** Who started it, for display. */
  createdBy: z.string(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  mapping: importMapping,
  settings: importSettings,
  progress: importProgress,
  summary: importSummary.nullable(),
  failure: z.object({ code: z.string(), de: z.string(), en: z.string() }).nullable(),
});
export type ImportRun = z.infer<typeof importRun>;

/** Message of live topic `import`: one run as it stands now (or only its id when the message was too large). */
export interface ImportLive {
  id: string;
  run?: ImportRun;
  deleted?: true;
}

// POST /api/r/:retailerId/imports  (multipart: file; optional fields kind, zone, currency before the file)
export const importUploaded = z.object({ run: importRun, preview: importPreview });
export type ImportUploaded = z.infer<typeof importUploaded>;

// POST /api/r/:retailerId/imports/:id/preview – look again with other choices; nothing is stored but the choices.
// POST /api/r/:retailerId/imports/:id/start – also for interrupted, failed and cancelled runs.
export const importChoices = z.object({
  kind: importKind.optional(),
  /** Missing: as detected. */
  mapping: importMapping.optional(),
  settings: importSettings.partial().optional(),
});
export type ImportChoices = z.infer<typeof importChoices>;

export const importPreviewed = importUploaded;
export const importStarted = z.object({ run: importRun });

// GET /api/r/:retailerId/imports
export const importList = z.object({ runs: z.array(importRun) });
export type ImportList = z.infer<typeof importList>;

// GET /api/r/:retailerId/imports/:id · POST …/:id/cancel
export const importOne = z.object({ run: importRun });
// GET …/:id/rejected answers text/csv; DELETE …/:id answers 204.

export const importParams = z.object({
  retailerId: z.coerce.number().int().positive(),
  id: z.uuid(),
});
