import { runCommandLine } from './main.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  say: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
  isTerminal: process.stdout.isTTY,
});
// Pools and servers are closed by now; whatever still lingers (a keep-alive socket) shall not hold the terminal.
setTimeout(() => process.exit(), 1_000).unref();
