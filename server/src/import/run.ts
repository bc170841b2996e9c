import type { RetailerId, Source } from '@augenblick/contract';
import type { ImportProgress, ImportSummary } from '@augenblick/contract/api/import.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Clock, Database } from '../runtime/index.ts';
import { customerOfRow } from './customer.ts';
import { type Item, whoOf } from './item.ts';
import { LIMITS } from './limits.ts';
import { orderOfLines, orderOfRow, type ReadOrder } from './order.ts';
import type { Problem } from './problem.ts';
import { productOfRow, productsOfLines } from './product.ts';
import { readRecords, type ReadCounter, sizeOf } from './records.ts';
import { type RejectedFile, rejectedFile } from './rejected.ts';
import { type Plan, readRow, type RowValues } from './row.ts';
import { soldProducts } from './sold.ts';
import { openStage, type Stage, type StagedGroup, type StagedRow } from './stage.ts';
import { createSubmitter, type Outcome, type Submit, type Submitter } from './submit.ts';
import { type SummaryCounter, summaryCounter } from './summary.ts';

/** What a run needs of the house. */
export interface RunDeps {
  database: Database;
  catalogue: Catalogue;
  submit: Submit;
  clock: Clock;
  pause: (ms: number) => Promise<void>;
}

/** One file to take over. */
export interface RunJob {
  retailerId: RetailerId;
  source: Source;
  /** The text file (of a workbook: what its sheet was turned into). */
  path: string;
  plan: Plan;
  rejectedPath: string;
  /** Reads, checks and counts everything and stores nothing. */
  dryRun: boolean;
  /** Called at most every LIMITS.progressMs; throws to stop the run. */
  note: (progress: ImportProgress) => Promise<void>;
}

/** Figures before anything was read. */
export function noProgress(bytesTotal: number): ImportProgress {
  return {
    phase: 'waiting',
    bytesRead: 0,
    bytesTotal,
    rows: 0,
    itemsTotal: null,
    stored: 0,
    duplicate: 0,
    corrected: 0,
    rejected: 0,
    reasons: {},
    products: 0,
    rate: 0,
  };
}

/**
 * Takes a file over: read and check every row, sort, submit thing by thing. Memory does not grow with the file. May be
 * killed and started again at any point: what was submitted before is recognised. Throws what `note` throws.
 */
export async function runImport(
  job: RunJob,
  deps: RunDeps,
): Promise<{ progress: ImportProgress; summary: ImportSummary }> {
  const stage = await openStage(deps.database, job.retailerId);
  const rejected = rejectedFile(job.rejectedPath, job.plan.columns);
  const run = new Run(job, deps, stage, rejected, noProgress(await sizeOf(job.path)));
  try {
    return await run.all();
  } finally {
    await run.settle();
    await rejected.close();
    await stage.close();
  }
}

class Run {
  private readonly job: RunJob;
  private readonly deps: RunDeps;
  private readonly stage: Stage;
  private readonly rejected: RejectedFile;
  private readonly progress: ImportProgress;
  private readonly summary: SummaryCounter;
  private readonly submitter: Submitter;
  private readonly sold = soldProducts();
  private notedAt: number;
  private notedWork = 0;
  private work = 0;

  constructor(
    job: RunJob,
    deps: RunDeps,
    stage: Stage,
    rejected: RejectedFile,
    progress: ImportProgress,
  ) {
    this.job = job;
    this.deps = deps;
    this.stage = stage;
    this.rejected = rejected;
    this.progress = progress;
    this.summary = summaryCounter(job.plan.settings.zone);
    this.notedAt = deps.clock.now();
    const { retailerId, source } = job;
    this.submitter = createSubmitter({ ...deps, retailerId, source });
  }

  async all(): Promise<{ progress: ImportProgress; summary: ImportSummary }> {
    await this.enter('reading');
    await this.stage.fill(this.readRows());
    this.progress.bytesRead = this.progress.bytesTotal;
    await this.enter('sorting');
    this.progress.itemsTotal = await this.stage.sort();
    await this.enter('storing');
    if (this.job.plan.kind === 'products') await this.storeProducts();
    else {
      for await (const group of this.stage.groups()) {
        await this.storeGroup(group);
        await this.tick(group.rows.length);
      }
      await this.submitter.finish();
    }
    if (this.job.plan.kind === 'order-lines') await this.addSoldProducts();
    await this.enter('finished');
    return { progress: this.progress, summary: this.summary.result() };
  }

  settle(): Promise<void> {
    return this.submitter.settle();
  }

  private async *readRows(): AsyncGenerator<StagedRow, void> {
    const { plan, path } = this.job;
    const counter: ReadCounter = { bytes: () => 0 };
    let header = plan.settings.header;
    for await (const record of readRecords(path, plan.settings, counter)) {
      if (header) {
        header = false;
        continue;
      }
      this.progress.rows++;
      this.progress.bytesRead = counter.bytes();
      const read = readRow(plan, record.cells);
      const key = read.ok ? keyOf(plan, read.values) : null;
      if (!read.ok) await this.reject(record.row, record.cells, read.problem);
      else if (key === null)
        await this.reject(record.row, record.cells, { code: 'identity_missing' });
      else
        yield {
          row: record.row,
          key,
          values: read.values,
          extras: read.extras,
          raw: record.cells,
        };
      await this.tick(1);
    }
  }

  /** Orders and customers. */
  private async storeGroup(group: StagedGroup): Promise<void> {
    const { plan } = this.job;
    if (plan.kind === 'order-lines') {
      if (group.part) return this.rejectAll(group.rows, { code: 'order_too_many_lines' });
      const rows = group.rows.map((row) => row.values);
      const result = orderOfLines(rows, plan.settings);
      if (!result.ok) return this.rejectAll(group.rows, this.named(result.problem));
      this.sold.see(result.order, rows);
      return this.submit(result.order.item, group.rows, result.order);
    }
    const row = await this.lastOf(group);
    if (!row) return;
    if (plan.kind === 'orders') {
      const result = orderOfRow(row.values, plan.settings);
      if (!result.ok) return this.rejectAll([row], this.named(result.problem));
      return this.submit(result.order.item, [row], result.order);
    }
    const result = customerOfRow(row.values, row.extras, plan.settings);
    if (!result.ok) return this.rejectAll([row], result.problem);
    return this.submit(result.item, [row], undefined);
  }

  /** Where one row is one thing, the last row about it counts; the others are reported. */
  private async lastOf(group: StagedGroup): Promise<StagedRow | undefined> {
    const last = group.last ? group.rows.at(-1) : undefined;
    const before = last ? group.rows.slice(0, -1) : group.rows;
    await this.rejectAll(before, { code: 'superseded', value: group.key });
    return last;
  }

  private async submit(
    item: Item,
    rows: readonly StagedRow[],
    order: ReadOrder | undefined,
  ): Promise<void> {
    const done = async (outcome: Outcome): Promise<void> => {
      if (outcome.state === 'dropped')
        return this.rejectAll(rows, { code: 'refused_by_ingest', value: outcome.reason });
      if (outcome.state === 'duplicate') this.progress.duplicate++;
      else this.progress.stored++;
      if (outcome.state === 'corrected') this.progress.corrected++;
      if (order) this.summary.order(order);
      else this.summary.customer(item.also?.word ?? null);
    };
    if (this.job.dryRun) return done({ state: 'stored' });
    const cancelled = order?.cancelled ?? false;
    return this.submitter.add({ item, cancelled, rows: rows.length, done });
  }

  private async storeProducts(): Promise<void> {
    const { plan } = this.job;
    let batch: ReturnType<typeof productOfRow>[] = [];
    const write = async (): Promise<void> => {
      const sent = batch;
      batch = [];
      const written = this.job.dryRun ? sent.length : await this.upsert(sent, 'import');
      this.progress.stored += written;
      this.progress.duplicate += sent.length - written;
      this.progress.products += written;
      this.summary.product(sent.length);
    };
    for await (const group of this.stage.groups()) {
      const row = await this.lastOf(group);
      if (row) batch.push(productOfRow(row.values, row.extras, plan.settings.currency));
      if (batch.length >= LIMITS.productBatch) await write();
      await this.tick(group.rows.length);
    }
    await write();
  }

  private async addSoldProducts(): Promise<void> {
    const { plan, dryRun } = this.job;
    const reports = productsOfLines(this.sold.all());
    this.summary.product(reports.length);
    if (!plan.settings.addProducts || dryRun) return;
    for (let from = 0; from < reports.length; from += LIMITS.productBatch) {
      const batch = reports.slice(from, from + LIMITS.productBatch);
      this.progress.products += await this.upsert(batch, 'order-lines');
    }
  }

  private upsert(
    reports: Parameters<Catalogue['upsert']>[2],
    origin: 'import' | 'order-lines',
  ): Promise<number> {
    const { retailerId } = this.job;
    return this.deps.database.withRetailer(retailerId, (sql) =>
      this.deps.catalogue.upsert(sql, retailerId, reports, origin),
    );
  }

  private async rejectAll(rows: readonly StagedRow[], problem: Problem): Promise<void> {
    for (const row of rows) await this.reject(row.row, row.raw, problem);
  }

  private async reject(row: number, cells: readonly string[], problem: Problem): Promise<void> {
    this.progress.rejected++;
    this.progress.reasons[problem.code] = (this.progress.reasons[problem.code] ?? 0) + 1;
    await this.rejected.add(row, cells, problem);
  }

  /** A problem that names a field names its column instead. */
  private named(problem: Problem): Problem {
    const planned = this.job.plan.fields.find(({ field }) => field === problem.column);
    return planned ? { ...problem, column: planned.column } : problem;
  }

  private async enter(phase: ImportProgress['phase']): Promise<void> {
    this.progress.phase = phase;
    this.progress.rate = 0;
    this.work = 0;
    this.notedWork = 0;
    this.notedAt = this.deps.clock.now();
    await this.job.note({ ...this.progress });
  }

  /** Counts work; tells about it now and then. Looking at the clock for every row would be felt. */
  private async tick(rows: number): Promise<void> {
    const before = this.work;
    this.work += rows;
    if (Math.floor(before / 256) === Math.floor(this.work / 256)) return;
    const now = this.deps.clock.now();
    const passed = now - this.notedAt;
    if (passed < LIMITS.progressMs) return;
    this.progress.rate = Math.round(((this.work - this.notedWork) * 1000) / passed);
    this.notedAt = now;
    this.notedWork = this.work;
    await this.job.note({ ...this.progress, reasons: { ...this.progress.reasons } });
  }
}

/** What a row speaks of; null when it names nobody. */
function keyOf(plan: Plan, values: RowValues): string | null {
  if (plan.kind === 'customers') return whoOf(values).key;
  return String(plan.kind === 'products' ? values.product_id : values.order_id);
}
