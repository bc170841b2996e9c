/** Started by tests to be killed: runs an embedded PostgreSQL, writes a row, says so, and waits. */
import { createLog, openPool, startEmbedded } from '../src/runtime/index.ts';

const [dataDir = '', row = '0'] = process.argv.slice(2);
const log = createLog({ level: 'silent' });
const server = await startEmbedded({ dataDir, log, name: `test child ${process.pid}` });
const sql = openPool({ url: server.url, max: 1, name: 'child' });
await sql.unsafe('create table if not exists public.kept (id int primary key)');
await sql`insert into public.kept values (${Number(row)})`;
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid() })}\n`);
setInterval(() => undefined, 60_000);
