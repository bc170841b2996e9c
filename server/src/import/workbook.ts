import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { installationRoot } from '../runtime/index.ts';
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
export async function asTextFile(
  file: string,
  sheet: string | null,
  inflatedBytesMax: number = LIMITS.workbookInflatedBytesMax,
): Promise<TextFile> {
  if (!(await isZip(file))) return { path: file, sheets: [], sheet: null };
  if ((await sizeOf(file)) > LIMITS.workbookBytesMax) throw new ImportFault('file_too_large');
  const out = `${file}.csv`;
  const answer = await inThread(file, out, sheet, inflatedBytesMax);
  if (!answer.ok) {
    await rm(out, { force: true });
    throw new ImportFault(answer.code, answer.detail);
  }
  return { path: out, sheets: answer.sheets, sheet: answer.sheet };
}

/** Beside this file in the sources; the bundle has no neighbour, but the sources are always there. */
const THREAD = ['server', 'src', 'import', 'workbook-thread.mjs'];

function inThread(
  file: string,
  out: string,
  sheet: string | null,
  inflatedBytesMax: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    const thread = new Worker(path.join(installationRoot(), ...THREAD), {
      workerData: {
        path: file,
        out,
        sheet,
        limits: {
          inflatedBytesMax,
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
