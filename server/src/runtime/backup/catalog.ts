import { SCHEMA, type Sql, type TransactionSql } from '../database.ts';

/** A table as it is saved: generated columns are left out, the server works them out again. */
export interface SavedTable {
  name: string;
  columns: string[];
}

/** Tables that are not saved: the list of migrations is in the head, unlogged ones are forgotten by every crash, too. */
const NOT_SAVED = ['migration'];

/** All tables with rows of their own, those first that others point to. */
export async function savedTables(sql: Sql | TransactionSql): Promise<SavedTable[]> {
  const rows = await sql<{ name: string; columns: string[]; needs: string[] }[]>`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid) as needs
    from pg_class c where c.relnamespace = ${SCHEMA}::regnamespace and c.relkind = 'r' and c.relpersistence = 'p'
      and not c.relname::text = any(${NOT_SAVED}::text[])
    order by c.relname collate "C"`;
  const sorted: SavedTable[] = [];
  const left = new Map(rows.map((row) => [row.name, row]));
  while (left.size > 0) {
    const ready = [...left.values()].filter((row) => !row.needs.some((need) => left.has(need)));
    if (ready.length === 0)
      throw new Error(`tables point to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const { name, columns } of ready) {
      sorted.push({ name, columns });
      left.delete(name);
    }
  }
  return sorted;
}

/** Every sequence of the schema with its position. */
export async function sequences(
  sql: Sql | TransactionSql,
): Promise<{ name: string; last: string; called: boolean }[]> {
  const names = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = ${SCHEMA}::regnamespace and relkind = 'S'
    order by relname collate "C"`;
  const found = [];
  for (const { name } of names) {
    const [row] = await sql<{ last: string; called: boolean }[]>`
      select last_value::text as last, is_called as called from ${sql(SCHEMA)}.${sql(name)}`;
    if (row) found.push({ name, last: row.last, called: row.called });
  }
  return found;
}

/** Jobs that still have to run, as a query; the queue's own tables differ between its versions. */
export const WAITING_JOBS = `
  select t.identifier as name, j.payload::text as payload, q.queue_name as queue, j.run_at, j.key, j.max_attempts, j.priority
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
  where j.attempts < j.max_attempts order by j.id`;

/** Name under which the jobs stand in the file. */
export const JOBS = '(jobs)';
