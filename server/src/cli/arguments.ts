import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandProblem } from './command.ts';

/** Reads a command's arguments; an unknown one is answered with how the command is called. Throws `CommandProblem`. */
export function readArguments<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new CommandProblem(`${error instanceof Error ? error.message : ''}\n\n${usage}`);
  }
}
