/** Started by the crash test to be killed: the journeys of one process, on a database that exists. */
import { createBooks, createRunner } from '../src/journey/index.ts';
import { createCodeKeys } from '../src/offer/index.ts';
import {
  createLog,
  createMetrics,
  openDatabase,
  systemClock,
  systemIds,
  systemRandom,
} from '../src/runtime/index.ts';
import { SOURCES } from './write-path.ts';

const [url = '', slot = '0'] = process.argv.slice(2);
const database = openDatabase({ url });
const sql = database.owner;
createRunner({
  sql,
  clock: systemClock,
  ids: systemIds,
  log: createLog({ level: 'fatal' }),
  metrics: createMetrics({ process: false }),
  books: createBooks(),
  codeKeys: createCodeKeys({ sql, random: systemRandom }),
  slot: Number(slot),
  submit: () => Promise.resolve([]),
  source: () => Promise.resolve(SOURCES.till),
  decide: () => Promise.resolve(null),
  catalogue: { byIds: () => Promise.resolve(new Map()) },
}).start();
process.stdout.write('ready\n');
