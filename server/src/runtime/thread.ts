import { Worker } from 'node:worker_threads';

/** Work that runs in a thread of its own while there is any. */
export interface Thread<Question, Answer> {
  /** Asks the thread, which is started when none runs. Rejects with what it threw, or when it died. */
  ask(question: Question): Promise<Answer>;
  /** Ends the thread; what was not answered is rejected. The next question starts another. */
  end(): Promise<void>;
}

/** What runs in the thread, and for how long it may stay. */
export interface ThreadOptions {
  /**
   * Text of a CommonJS function body that returns `question => answer`, which may be asynchronous. `data` and `require` are
   * given to it. Text, because the server is one file when it is built and many when it is tested.
   */
  code: string;
  /** What the code needs to know, such as the place of a library. */
  data: unknown;
  /** Without a question for so long the thread ends, ms. */
  idleMs: number;
}

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

type Said<Answer> = { id: number; answer: Answer } | { id: number; problem: string };

const HOST = `
const { parentPort, workerData } = require('node:worker_threads');
const answer = new Function('require', 'data', workerData.code)(require, workerData.data);
parentPort.on('message', async ({ id, question }) => {
  try {
    parentPort.postMessage({ id, answer: await answer(question) });
  } catch (error) {
    parentPort.postMessage({ id, problem: String(error?.message ?? error) });
  }
});`;

/**
 * A thread for a library that is large and rarely needed: what it takes of memory is given back when the thread ends, while
 * a module once imported stays for ever. A thread that waits for questions keeps no process alive.
 */
export function createThread<Question, Answer>(options: ThreadOptions): Thread<Question, Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  const rest = (): void => {
    if (waiting.size > 0) return;
    worker?.unref();
    idle = setTimeout(() => void end(), options.idleMs).unref();
  };
  const died = (of: Worker, why: Error): void => {
    if (worker !== of) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(why);
    waiting.clear();
  };
  const start = (): Worker => {
    const { code, data } = options;
    // Little room for short-lived objects: nobody waits for this thread in a hurry, and it shall stay small.
    const resourceLimits = { maxYoungGenerationSizeMb: 8 };
    const workerData = { code, data };
    const started = new Worker(HOST, { eval: true, execArgv: [], resourceLimits, workerData });
    started.on('message', (said: Said<Answer>) => {
      const asker = waiting.get(said.id);
      waiting.delete(said.id);
      if ('problem' in said) asker?.reject(new Error(said.problem));
      else asker?.resolve(said.answer);
      rest();
    });
    started.on('error', (error) => died(started, error as Error));
    started.on('exit', () => died(started, new Error('the thread ended')));
    return started;
  };
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    if (ending === undefined) return;
    died(ending, new Error('the thread ended'));
    await ending.terminate();
  };
  return {
    ask: (question) => {
      clearTimeout(idle);
      worker ??= start();
      worker.ref();
      const id = ++last;
      const asked = new Promise<Answer>((resolve, reject) => waiting.set(id, { resolve, reject }));
      worker.postMessage({ id, question }, []);
      return asked;
    },
    end,
  };
}
