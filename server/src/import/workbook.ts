import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ImportFault } from './fault.ts';
import { LIMITS } from './limits.ts';
import { isZip, sizeOf } from './records.ts';
import type { TextFile } from './preview.ts';

type Answer =
  | { ok: true; sheets: string[]; sheet: string }
  | { ok: false; code: 'file_too_large' | 'workbook_unreadable'; detail: string };

/**
 * The file as text: a text file as it is; of a workbook the chosen (or first filled) sheet, written as CSV to `<path>.csv`.
 * Everything after this knows text files only. Throws ImportFault.
 */
export async function asTextFile(path: string, sheet: string | null): Promise<TextFile> {
  if (!(await isZip(path))) return { path, sheets: [], sheet: null };
  if ((await sizeOf(path)) > LIMITS.workbookBytesMax) throw new ImportFault('file_too_large');
  const out = `${path}.csv`;
  const answer = await inThread(path, out, sheet);
  if (!answer.ok) {
    await rm(out, { force: true });
    throw new ImportFault(answer.code, answer.detail);
  }
  return { path: out, sheets: answer.sheets, sheet: answer.sheet };
}

function inThread(path: string, out: string, sheet: string | null): Promise<Answer> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./workbook-thread.mjs', import.meta.url), {
      workerData: {
        path,
        out,
        sheet,
        limits: {
          inflatedBytesMax: LIMITS.workbookInflatedBytesMax,
          rowsMax: LIMITS.workbookRowsMax,
        },
      },
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.workbookThreadMb },
      execArgv: [],
    });
    thread.once('message', (answer: Answer) => {
      resolve(answer);
      void thread.terminate();
    });
    // Out of memory ends the thread with an error and without a message.
    thread.once('error', (error) =>
      resolve({ ok: false, code: 'workbook_unreadable', detail: error.message }),
    );
    thread.once('exit', () =>
      resolve({ ok: false, code: 'workbook_unreadable', detail: 'the thread ended' }),
    );
  });
}
