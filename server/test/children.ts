/** Processes of our own that a test starts to kill them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The processes of one test file. */
export interface Children {
  /** Resolves when the process has said that it is ready, which is all that it may write. */
  start(...given: readonly (string | number)[]): Promise<ChildProcess>;
  /** Resolves when the process is gone. */
  kill(child: ChildProcess): Promise<void>;
  killAll(): Promise<void>;
}

/** Processes that run `file`, a name in this folder. */
export function childrenOf(file: string): Children {
  const running = new Set<ChildProcess>();
  const kill = async (child: ChildProcess): Promise<void> => {
    running.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  };
  return {
    start: (...given) => {
      const parameters = [
        '--import',
        'tsx',
        `${import.meta.dirname}/${file}`,
        ...given.map(String),
      ];
      const child = spawn(process.execPath, parameters, {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running.add(child);
      return new Promise((resolve, reject) => {
        child.stdout.once('data', () => resolve(child));
        child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
      });
    },
    kill,
    killAll: async () => {
      await Promise.all([...running].map(kill));
    },
  };
}
