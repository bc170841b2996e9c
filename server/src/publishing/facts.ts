/** What the console is told of every draft; instants in milliseconds. */
export interface DraftFacts {
  id: string;
  version: number;
  /** The draft says something else than what is live. */
  changed: boolean;
  createdAt: number;
  updatedAt: number;
}

/** The same from its row. */
export function draftFacts(row: {
  id: string;
  version: number;
  draft: unknown;
  live: unknown;
  created_at: Date;
  updated_at: Date;
}): DraftFacts {
  return {
    id: row.id,
    version: row.version,
    changed: row.live !== null && JSON.stringify(row.live) !== JSON.stringify(row.draft),
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  };
}
