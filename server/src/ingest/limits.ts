/** Bounds of what ingest takes in, each with its reason. Sizes in bytes of UTF-8 JSON unless said otherwise. */
export const LIMITS = {
  /** Segment's own limit for one call; larger items are dead letters, a larger single call is refused. */
  eventBytesMax: 32 * 1024,
  /** An import is one event an order, and a wholesaler's order has hundreds of lines; nobody sends these over HTTP. */
  importedEventBytesMax: 1024 * 1024,
  /** Segment's own limit for a batch, after decompression; more is refused with 400 so that the client splits. */
  batchBytesMax: 500 * 1024,
  /** A batch's own context times its events: it is stored with each, and 500 KB must not become gigabytes. */
  spreadContextBytesMax: 8 * 1024 * 1024,
  /** A gzip body may not grow beyond this while it is unpacked: a bomb costs at most this much memory. */
  inflatedBytesMax: 600 * 1024,
  /** Deeper nesting says a mistake or an attack; PostgreSQL and JSON.stringify recurse. */
  depthMax: 16,
  /** An identifier is an index key; PostgreSQL allows about 2,700 bytes. */
  identityLengthMax: 200,
  nameLengthMax: 200,
  messageIdLengthMax: 400,
  /** Items of one batch. 500 KB of the smallest events are fewer than this. */
  batchItemsMax: 5000,
  /** Rows that one transaction takes. Larger batches raise the wait of those behind (storage.md, section 4). */
  transactionEventsMax: 200,
  /** How long the first event of an idle queue waits for company. */
  gatherMs: 2,
  /** Transactions of one process at a time. Two keep both cores busy; more only wait for each other's locks. */
  transactionsInFlight: 2,
  /** More than this is a batch, whoever waits for it. */
  urgentEventsMax: 50,
  /** Events waiting in memory; beyond it clients are told 429 and keep their own copy. About two seconds of work. */
  queueEventsMax: 40_000,
  /** Seconds told in Retry-After when the queue is full. */
  retryAfterS: 1,
  /** Bytes of a dead letter's body that are kept. */
  deadLetterBytesMax: 32 * 1024,
  /** Events from the future by more than this are taken as "now": a clock is wrong. */
  futureMsMax: 60_000,
} as const;
