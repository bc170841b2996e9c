/** Bounds of what an import takes, each with its reason. */
export const LIMITS = {
  /** Uploaded file. Disk is the only thing it costs: text files are read as a stream. */
  fileBytesMax: 4 * 1024 ** 3,
  /** A workbook is unpacked and read in memory as a whole; larger ones go as CSV. */
  workbookBytesMax: 40 * 1024 ** 2,
  /** All parts of a workbook unpacked. A zip bomb is stopped here, before the workbook is read. */
  workbookInflatedBytesMax: 400 * 1024 ** 2,
  /** Memory of the thread that reads a workbook, in MB; beyond it the thread dies and the server does not. */
  workbookThreadMb: 1536,
  /** Rows of a sheet: what the XLSX format allows. */
  workbookRowsMax: 1_048_576,
  /** Columns of a file; more is a wrong delimiter or a broken file. */
  columnsMax: 500,
  /** Characters of one row. An unclosed quote would otherwise swallow the rest of the file. */
  recordCharactersMax: 1_000_000,
  /** Characters of one value that are kept; PostgreSQL's index keys and people's screens are finite. */
  textMax: 2_000,
  /** Ids are index keys. The same bound as at ingest. */
  idMax: 200,
  /** Lines of one order: what the fold of an order takes. The largest real one seen had 1,114. */
  orderLinesMax: 2_000,
  /** Bytes of a file that detection and preview look at, after unpacking. */
  sampleBytes: 4 * 1024 ** 2,
  /** Rows that detection looks at. */
  sampleRows: 20_000,
  /** Rows that the preview shows. */
  previewRows: 20,
  /** Items handed to ingest at a time, and lines in them: bounds memory and the length of a transaction. */
  batchItems: 200,
  batchLines: 3_000,
  /** Batches under way at a time: while one commits the next one is read. */
  batchesInFlight: 3,
  /** Staged rows read at a time. */
  stagedRowsRead: 5_000,
  /** Products remembered from order lines; whoever sells more has a product file. About 100 MB at most. */
  soldProductsMax: 200_000,
  /** Spellings of one product's name that are counted. */
  soldNamesMax: 20,
  /** Products written at a time. */
  productBatch: 1_000,
  /** Distinct values that the summary counts exactly in memory (customers), as 53-bit digests: about 100 MB. */
  summaryCustomersMax: 2_000_000,
  /** Milliseconds between two notes of progress; the request to cancel is looked at as often. */
  progressMs: 500,
  /** A running run silent for this long is taken as dead. */
  silentMs: 60_000,
  /** Runs that the list shows. */
  listMax: 100,
  /** Instants before this are typing errors: history of a shop may be old, but not older than shop software. */
  earliest: Date.UTC(1990, 0, 1),
  /** An order may lie this far in the future (time zones, clocks); more is a typing error. */
  futureMs: 2 * 24 * 3600 * 1000,
} as const;
