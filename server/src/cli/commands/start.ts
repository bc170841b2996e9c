import { createApp, type Welcome } from '../../main.ts';
import { databaseIsAway, type Log } from '../../runtime/index.ts';
import { type Command, CommandProblem, type Context } from '../command.ts';

/** `augenblick start`: runs the installation until it is told to stop (Ctrl-C or SIGTERM). */
export const start: Command = {
  name: 'start',
  summary: { de: 'startet die Installation', en: 'starts the installation' },
  usage:
    'augenblick start [--role web|worker|all]\nSettings are environment variables: docs/operating/settings.md',
  run: async (args, context) => {
    const config = { ...context.config(), ...roleOf(args, context) };
    const log = context.log();
    surviveLostConnections(process, log);
    const signal = stopSignal(log);
    const app = await createApp({ config, log }).catch((error: unknown) => {
      throw portTaken(error, config.port, context.language) ?? error;
    });
    context.say(banner(app.url, app.welcome, context.language));
    await signal;
    const late = setTimeout(() => {
      log.error('Stopping took more than 30 s; giving up.');
      process.exit(1);
    }, 30_000);
    await app.stop();
    clearTimeout(late);
    return 0;
  },
};

function roleOf(args: string[], context: Context): { role?: 'web' | 'worker' | 'all' } {
  const at = args.findIndex((arg) => arg === '--role' || arg.startsWith('--role='));
  if (at < 0) return {};
  const role = args[at]?.includes('=') ? args[at]?.slice('--role='.length) : args[at + 1];
  if (role === 'web' || role === 'worker' || role === 'all') return { role };
  throw new CommandProblem(
    context.language === 'de'
      ? '--role kann web, worker oder all sein.'
      : '--role can be web, worker or all.',
  );
}

/** Resolves with the first signal to stop; a second one ends at once. */
function stopSignal(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.on(name, () => {
        if (asked) process.exit(1);
        asked = true;
        log.info({ signal: name }, 'Stopping.');
        resolve();
      });
    }
  });
}

/**
 * A library may leave a failed query unhandled when the database dies; that must not end the process, which waits for the
 * database to come back. Everything else that nobody handles ends it, as Node does by itself.
 */
export function surviveLostConnections(host: NodeJS.EventEmitter, log: Log): void {
  host.on('unhandledRejection', (reason: unknown) => {
    if (!databaseIsAway(reason)) throw reason;
    log.error({ err: reason }, 'A query was lost with its connection, and nobody waited for it.');
  });
}

function portTaken(
  error: unknown,
  port: number,
  language: 'de' | 'en',
): CommandProblem | undefined {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return undefined;
  return new CommandProblem(
    language === 'de'
      ? `Der Anschluss ${port} ist schon belegt. Läuft Augenblick bereits? Sonst einen anderen wählen: PORT=4500 npm start`
      : `Port ${port} is taken. Is Augenblick running already? Otherwise choose another: PORT=4500 npm start`,
  );
}

/** The greeting: where it is, how to get in, how to stop it. */
export function banner(
  url: string | undefined,
  welcome: readonly Welcome[],
  language: 'de' | 'en',
): string {
  const words = {
    de: { ready: 'Augenblick ist bereit.', open: 'Konsole', stop: 'Beenden mit Strg-C.' },
    en: { ready: 'Augenblick is ready.', open: 'Console', stop: 'Stop with Ctrl-C.' },
  }[language];
  const rows = [
    ...(url === undefined ? [] : [[words.open, url]]),
    ...welcome.map((line) => [line[language], line.value]),
  ];
  const width = Math.max(0, ...rows.map(([label]) => label?.length ?? 0));
  const lines = rows.map(([label, value]) => `    ${(label ?? '').padEnd(width)}   ${value}`);
  return ['', `  ${words.ready}`, '', ...lines, '', `  ${words.stop}`, ''].join('\n');
}
