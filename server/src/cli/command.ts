import type { Config, Installation, Log } from '../runtime/index.ts';

/** What a command can use. */
export interface Context {
  /** Settings from the environment; throws `ConfigError`. */
  config(): Config;
  log(): Log;
  /** The installation's database: the running one when it runs, else started for the time of the command. */
  installation(options?: { migrate?: boolean; alone?: boolean }): Promise<Installation>;
  /** Writes a line for the person at the terminal. */
  say(text: string): void;
  /** Writes a line of trouble. */
  complain(text: string): void;
  /** The person's language, from the terminal's settings. */
  language: 'de' | 'en';
}

/** One command of `augenblick`: a file in `commands/` and a line in `registry.ts`. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: { de: string; en: string };
  /** How it is called, such as "augenblick backup <file>". */
  usage: string;
  /** Does it; returns the exit code. Expected trouble is thrown as `CommandProblem`. */
  run(args: string[], context: Context): Promise<number>;
}

/** Trouble the person at the terminal can do something about: shown without a stack. */
export class CommandProblem extends Error {}
