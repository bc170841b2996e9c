import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Identity, RetailerId } from '@augenblick/contract';

/** What an import leaves in its folder that holds people's data. */
const HOLDS_PEOPLE = ['upload', 'upload.csv', 'rejected.csv'];

/**
 * Deletes uploads and rejected rows of imports (`<folder>/<retailer>/<run>/…`) in which one of these identifiers stands as
 * a field of its own. The whole file goes: a file with one row taken out would say that it held nobody else. Answers how
 * many files went.
 */
export async function deleteFilesAbout(
  folder: string,
  retailerId: RetailerId,
  identities: readonly Identity[],
): Promise<number> {
  if (identities.length === 0) return 0;
  const wanted = fieldPattern(identities.map(({ value }) => value));
  const own = path.join(folder, String(retailerId));
  let deleted = 0;
  for (const run of await names(own)) {
    for (const name of await names(path.join(own, run))) {
      if (!HOLDS_PEOPLE.includes(name)) continue;
      const file = path.join(own, run, name);
      if (!(await mentions(file, wanted))) continue;
      await rm(file, { force: true });
      deleted += 1;
    }
  }
  return deleted;
}

/** A value between delimiters, quotes or blanks, so that customer 17 is not found in 1,750. */
function fieldPattern(values: readonly string[]): RegExp {
  const escaped = values.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?:^|[\\s,;"'<>:])(?:${escaped.join('|')})(?:$|[\\s,;"'<>])`, 'i');
}

/** Read as Latin-1: identifiers are ASCII, and the file may be UTF-8 or Windows-1252. */
async function mentions(file: string, wanted: RegExp): Promise<boolean> {
  const lines = createInterface({ input: createReadStream(file, 'latin1') });
  for await (const line of lines) {
    if (!wanted.test(line)) continue;
    lines.close();
    return true;
  }
  return false;
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}
