/** Started by the crash test to be killed: the senders of one process with the real mail channel, on a database that exists. */
import { createLog, openDatabase } from '../src/runtime/index.ts';
import { mailSender } from './mail-sender.ts';

const [url = '', port = '', timeoutMs = '1500', leaseMs = '3000'] = process.argv.slice(2);
const { sender } = mailSender(openDatabase({ url }), {
  port: Number(port),
  timeoutMs: Number(timeoutMs),
  leaseMs: Number(leaseMs),
  log: createLog({ level: 'error' }),
});
sender.start();
process.stdout.write('ready\n');
