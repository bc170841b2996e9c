/** How long what is personal is kept: the kinds that have a period of their own. */

/** Smallest and largest period of each kind; the database holds the same. For ever is not offered (GDPR article 5 (1)(e)). */
export const RETENTION_BOUNDS = {
  /** Months since the last visit of whoever never said who they are, bought nothing and never spoke about consent. */
  strangersMonths: { min: 1, max: 60 },
  /** Days since a decision: what was shown to whom, and why. */
  decisionsDays: { min: 7, max: 1100 },
  /** Days since a message was filled in: what it said. That it was sent, when and what came of it stays. */
  messagesDays: { min: 30, max: 1100 },
  /** Days since an event came in that could not be stored. */
  deadLettersDays: { min: 1, max: 400 },
  /** Days since rejected rows and abandoned uploads of imports were written. */
  importFilesDays: { min: 1, max: 100 },
} as const;
/** What has a period of its own. */
export type RetentionKind = keyof typeof RETENTION_BOUNDS;
/** Every kind, in the order in which the console shows them. */
export const RETENTION_KINDS = Object.keys(RETENTION_BOUNDS) as RetentionKind[];
