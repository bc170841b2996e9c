import type { Command } from '../command.ts';

/** `augenblick status`: what is there and how large it is. */
export const status: Command = {
  name: 'status',
  summary: { de: 'zeigt Datenbank, Schema und Umfang', en: 'shows database, schema and sizes' },
  usage: 'augenblick status',
  run: async (_args, context) => {
    const { database, kind, serverVersion } = await context.installation();
    const de = context.language === 'de';
    const sql = database.owner;
    const [facts] = await sql<{ size: string; version: number; jobs: number; failed: number }[]>`
      select pg_size_pretty(pg_database_size(current_database())) as size,
        (select max(version) from migration)::int as version,
        (select count(*)::int from graphile_worker._private_jobs where attempts < max_attempts) as jobs,
        (select count(*)::int from graphile_worker._private_jobs where attempts >= max_attempts) as failed`;
    const tables = await sql<{ name: string; rows: number; size: string }[]>`
      select c.relname as name, greatest(c.reltuples, 0)::bigint as rows, pg_size_pretty(pg_total_relation_size(c.oid)) as size
      from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      order by pg_total_relation_size(c.oid) desc limit 8`;
    const kinds = {
      embedded: de ? 'eingebaut, gerade nicht in Betrieb' : 'embedded, not running',
      running: de ? 'eingebaut, in Betrieb' : 'embedded, running',
      own: de ? 'eigener Server' : 'own server',
    };
    const version = `${Math.floor(serverVersion / 10_000)}.${serverVersion % 10_000}`;
    context.say(`PostgreSQL ${version} (${kinds[kind]}), ${facts?.size}`);
    context.say(`${de ? 'Schema' : 'Schema'} ${facts?.version}`);
    context.say(
      `${de ? 'Aufgaben wartend' : 'Jobs waiting'} ${facts?.jobs}, ${de ? 'gescheitert' : 'failed'} ${facts?.failed}`,
    );
    const rows = de ? 'Zeilen (geschätzt)' : 'rows (estimated)';
    for (const table of tables) {
      context.say(
        `  ${table.name.padEnd(20)} ${String(table.rows).padStart(12)} ${rows}  ${table.size}`,
      );
    }
    return 0;
  },
};
