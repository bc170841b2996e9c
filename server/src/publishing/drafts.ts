import { Failure, isUuid, type RetailerId } from '@augenblick/contract';
import type { Access, By } from '../access/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import { copyName } from './names.ts';
import * as queries from './queries.ts';

/** What administering drafts needs. */
export interface DraftDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  audit: Access['audit'];
}

/** One thing of a retailer, and who asks. */
export interface Asked {
  retailerId: RetailerId;
  id: string;
  by: By;
}

/** What every row with a draft has. */
export interface DraftRow<Draft> {
  draft: Draft;
  updated_at: Date;
}

/** What a draft is written with: itself, and columns that only its kind has. */
export interface NewDraft<Draft> {
  draft: Draft;
  columns: queries.Columns;
}

/** A kind of thing that has drafts. */
export interface Kind<Deps, Draft, Row, One> {
  /** As the audit log names it. */
  noun: 'broadcast' | 'campaign' | 'journey' | 'offer' | 'template';
  table: string;
  /** Where its versions stand; null for a kind that keeps none here. */
  versions: queries.VersionTable | null;
  /** False when the draft can no longer be edited. */
  editable: (row: Row) => boolean;
  /** False when others may count on it. */
  deletable: (row: Row) => boolean;
  /** What a copy is begun with; its name is given by `duplicate`. */
  copied: (row: Row) => NewDraft<Draft>;
  /** Throws when a draft may not be written; `row` is what it replaces, null for a new one. */
  refuse?: (draft: Draft, row: Row | null) => void;
  /** As the console sees it. Throws `not_found`. */
  read: (deps: Deps, sql: TransactionSql, retailerId: RetailerId, id: string) => Promise<One>;
}

/** What can be done with the drafts of a kind, whatever it is. */
export class Drafts<
  Deps extends DraftDeps,
  Draft extends { name: string },
  Row extends DraftRow<Draft>,
  One,
> {
  readonly #kind: Kind<Deps, Draft, Row, One>;

  constructor(kind: Kind<Deps, Draft, Row, One>) {
    this.#kind = kind;
  }

  /** One, as the console sees it. Throws `not_found`. */
  read(deps: Deps, retailerId: RetailerId, id: string): Promise<One> {
    return deps.database.withRetailer(retailerId, (sql) =>
      this.#kind.read(deps, sql, retailerId, id),
    );
  }

  /** Adds a draft under a new id. */
  create(
    deps: Deps,
    { retailerId, by }: Omit<Asked, 'id'>,
    content: NewDraft<Draft>,
  ): Promise<One> {
    const id = deps.ids.uuid7();
    return deps.database.withRetailer(retailerId, async (sql) => {
      await this.add(deps, sql, { retailerId, id, by }, content);
      return this.#kind.read(deps, sql, retailerId, id);
    });
  }

  /** Adds a draft in the caller's transaction. */
  async add(
    deps: Pick<DraftDeps, 'clock' | 'audit'>,
    sql: TransactionSql,
    asked: Asked,
    { draft, columns }: NewDraft<Draft>,
  ): Promise<void> {
    this.#kind.refuse?.(draft, null);
    const now = new Date(deps.clock.now());
    const row = { draft: json(sql, draft), created_at: now, updated_at: now, ...columns };
    await queries.insertRow(sql, this.#kind.table, asked, row);
    await this.note(deps, sql, asked, 'created');
  }

  /** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
  change(deps: Deps, asked: Asked, change: { draft: Draft; updatedAt: number }): Promise<One> {
    return this.#inside(deps, asked, async (sql, row) => {
      if (!this.#kind.editable(row) || row.updated_at.getTime() !== change.updatedAt) {
        throw new Failure('conflict');
      }
      this.#kind.refuse?.(change.draft, row);
      await this.set(deps, sql, asked, row, { draft: json(sql, change.draft) });
      await this.note(deps, sql, asked, 'changed');
    });
  }

  /** Deletes what never was live. Throws `conflict` for anything else. */
  remove(deps: Deps, asked: Asked): Promise<void> {
    return deps.database.withRetailer(asked.retailerId, async (sql) => {
      const row = await this.locked(sql, asked);
      if (!this.#kind.deletable(row)) throw new Failure('conflict');
      await queries.deleteRow(sql, this.#kind.table, asked);
      await this.note(deps, sql, asked, 'deleted');
    });
  }

  /** Begins a new draft with what is being edited. */
  async duplicate(deps: Deps, sql: TransactionSql, { retailerId, id, by }: Asked): Promise<One> {
    const { draft, columns } = this.#kind.copied(await this.locked(sql, { retailerId, id }));
    const copy = { retailerId, id: deps.ids.uuid7(), by };
    const named = { ...draft, name: copyName(draft.name) };
    await this.add(deps, sql, copy, { draft: named, columns });
    return this.#kind.read(deps, sql, retailerId, copy.id);
  }

  /** Makes the draft the next version of a row that the caller has locked and found ready. */
  async publish(
    deps: Pick<DraftDeps, 'clock' | 'audit'>,
    sql: TransactionSql,
    asked: Asked,
    row: Row & { version: number },
    own: { row: queries.Columns; version: queries.Columns },
  ): Promise<{ version: number; now: Date }> {
    const now = later(deps.clock, row.updated_at);
    const version = row.version + 1;
    await queries.insertVersion(sql, this.#versions(), asked, {
      version,
      definition: json(sql, row.draft),
      at: now,
      by_name: asked.by.name,
      ...own.version,
    });
    const columns = { version, published_at: now, updated_at: now, ...own.row };
    await queries.updateRow(sql, this.#kind.table, asked, columns);
    await this.note(deps, sql, asked, 'published');
    return { version, now };
  }

  /** Versions that were live, newest first. Throws `not_found`. */
  versions(
    deps: Deps,
    asked: queries.RowKey,
  ): Promise<{ versions: { version: number; at: number; by: string; draft: Draft }[] }> {
    return deps.database.withRetailer(asked.retailerId, async (sql) => {
      if (!isUuid(asked.id)) throw new Failure('not_found');
      const rows = await queries.versions<Draft>(sql, this.#versions(), asked);
      // What is there without versions is a draft; what is not there is told so.
      if (rows.length === 0) await this.locked(sql, asked);
      return {
        versions: rows.map(({ version, at, by_name, definition }) => ({
          version,
          at: at.getTime(),
          by: by_name,
          draft: definition,
        })),
      };
    });
  }

  /** Takes an earlier version back into the draft; what is live stays. Throws `not_found`, `conflict`. */
  restore(deps: Deps, asked: Asked, version: number): Promise<One> {
    return this.#inside(deps, asked, async (sql, row) => {
      if (!this.#kind.editable(row)) throw new Failure('conflict');
      const draft = await queries.version<Draft>(sql, this.#versions(), asked, version);
      if (draft === undefined) throw new Failure('not_found');
      await this.set(deps, sql, asked, row, { draft: json(sql, draft) });
      await this.note(deps, sql, asked, 'restored');
    });
  }

  /** The stored row, locked until the end of the transaction. Throws `not_found`. */
  async locked(sql: TransactionSql, asked: queries.RowKey): Promise<Row> {
    const row = isUuid(asked.id)
      ? await queries.lockRow<Row>(sql, this.#kind.table, asked)
      : undefined;
    if (row === undefined) throw new Failure('not_found');
    return row;
  }

  /** Changes columns of a row that the caller has locked; answers the instant of the change. */
  async set(
    deps: Pick<DraftDeps, 'clock'>,
    sql: TransactionSql,
    asked: queries.RowKey,
    row: Pick<Row, 'updated_at'>,
    columns: queries.Columns,
  ): Promise<Date> {
    const now = later(deps.clock, row.updated_at);
    await queries.updateRow(sql, this.#kind.table, asked, { ...columns, updated_at: now });
    return now;
  }

  /** Writes into the audit log what was done. */
  note(
    deps: Pick<DraftDeps, 'audit'>,
    sql: TransactionSql,
    { retailerId, id, by }: Asked,
    what: string,
  ): Promise<void> {
    const { noun } = this.#kind;
    return deps.audit(sql, {
      retailerId,
      actor: by,
      action: `${noun}.changed`,
      target: `${noun}:${id}`,
      detail: { what },
    });
  }

  #versions(): queries.VersionTable {
    const { versions, noun } = this.#kind;
    if (versions === null) throw new TypeError(`${noun} keeps no versions`);
    return versions;
  }

  #inside(
    deps: Deps,
    asked: Asked,
    work: (sql: TransactionSql, row: Row) => Promise<void>,
  ): Promise<One> {
    return deps.database.withRetailer(asked.retailerId, async (sql) => {
      await work(sql, await this.locked(sql, asked));
      return this.#kind.read(deps, sql, asked.retailerId, asked.id);
    });
  }
}

/** Now, but after the last change: `updatedAt` tells two versions of a draft apart. */
export function later(clock: Clock, before: Date): Date {
  return new Date(Math.max(clock.now(), before.getTime() + 1));
}

function json(sql: TransactionSql, draft: unknown) {
  return sql.json(draft as never);
}
