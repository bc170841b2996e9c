/** Started by the crash test to be killed: senders and newsletters of one process, on a database that exists. */
import { createLog, openDatabase, systemClock } from '../src/runtime/index.ts';
import { newsletterRunner } from './newsletter.ts';
import './sender-child.ts';

const [url = ''] = process.argv.slice(2);
const log = createLog({ level: 'error' });
newsletterRunner(openDatabase({ url }), systemClock, { log }).start();
