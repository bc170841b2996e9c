import { Failure, FAILURES } from '@augenblick/contract';
import {
  BackupProblem,
  type Config,
  ConfigError,
  createLog,
  DatabaseProblem,
  type Installation,
  loadConfig,
  type Log,
  openInstallation,
  PostgresProblem,
} from '../runtime/index.ts';
import { type Command, CommandProblem, type Context } from './command.ts';
import { COMMANDS } from './registry.ts';

/** Where a run of the command line takes its surroundings from. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  say(text: string): void;
  complain(text: string): void;
  /** True at a terminal: logs are then for people. */
  isTerminal: boolean;
}

/** Runs `augenblick <args>`; returns the exit code: 0 done, 1 trouble, 2 called wrongly. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  const language = languageOf(terminal.env);
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) {
    const asked = name === undefined || ['help', '--help', '-h'].includes(name);
    (asked ? terminal.say : terminal.complain)(overview(language));
    return asked ? 0 : 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.say(`${command.summary[language]}\n\n  ${command.usage.replaceAll('\n', '\n  ')}`);
    return 0;
  }
  const { context, close } = createContext(terminal, command.name, language);
  try {
    return await command.run(rest, context);
  } catch (error) {
    const sentence = expected(error, language);
    if (sentence === undefined) throw error;
    terminal.complain(sentence);
    return 1;
  } finally {
    await close();
  }
}

function expected(error: unknown, language: 'de' | 'en'): string | undefined {
  if (error instanceof Failure) {
    const sentence = FAILURES[error.code][language];
    return error.detail ? `${sentence}\n${error.detail}` : sentence;
  }
  const known = [BackupProblem, CommandProblem, ConfigError, DatabaseProblem, PostgresProblem];
  if (known.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // Files that are not there, ports that are taken: the system's own sentence says enough.
  return code !== undefined && syscall !== undefined ? message : undefined;
}

function createContext(terminal: Terminal, command: string, language: 'de' | 'en') {
  let config: Config | undefined;
  let log: Log | undefined;
  let opened: Installation | undefined;
  const context: Context = {
    config: () => (config ??= loadConfig(terminal.env)),
    log: () => (log ??= openLog(context.config(), terminal)),
    installation: async ({ migrate = true, alone = false } = {}) => {
      opened ??= await openInstallation({
        config: context.config(),
        log: context.log(),
        name: `augenblick ${command}`,
        beside: !alone,
        migrate,
      });
      return opened;
    },
    say: terminal.say,
    complain: terminal.complain,
    language,
  };
  return { context, close: async () => opened?.close() };
}

function openLog(config: Config, terminal: Terminal): Log {
  const auto = terminal.isTerminal ? 'text' : 'json';
  const format = config.logFormat === 'auto' ? auto : config.logFormat;
  return createLog({ level: config.logLevel, format });
}

function languageOf(env: Terminal['env']): 'de' | 'en' {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en';
}

function overview(language: 'de' | 'en'): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  const lines = COMMANDS.map(
    (command: Command) => `  ${command.name.padEnd(width)}  ${command.summary[language]}`,
  );
  const head =
    language === 'de'
      ? 'Augenblick – Befehle einer Installation'
      : 'Augenblick – commands of an installation';
  const foot =
    language === 'de' ? 'Mehr: augenblick <Befehl> --help' : 'More: augenblick <command> --help';
  return [head, '', ...lines, '', foot].join('\n');
}
