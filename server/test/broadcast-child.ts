/** Started by the crash test to be killed: senders and newsletters of one process, on a database that exists. */
import { Calendar } from '../src/decision/index.ts';
import { createBroadcastRunner } from '../src/broadcast/runner.ts';
import { createLog, openDatabase, systemClock } from '../src/runtime/index.ts';
import './sender-child.ts';

const [url = ''] = process.argv.slice(2);
const runner = createBroadcastRunner({
  sql: openDatabase({ url }).owner,
  clock: systemClock,
  log: createLog({ level: 'error' }),
  calendar: new Calendar(),
  asked: () => undefined,
  told: () => undefined,
});
runner.start();
