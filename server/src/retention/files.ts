import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** What an import leaves in its folder that holds people's data. */
const LEFT_BEHIND = ['upload', 'upload.csv', 'rejected.csv'];

/**
 * Deletes uploads and rejected rows below `folder` (`<retailer>/<run>/…`) that were last written before what `beforeOf` (ms)
 * says of that retailer's folder; null keeps them. Answers how many files went. A folder that is not there holds nothing.
 */
export async function deleteFilesBefore(
  folder: string,
  beforeOf: (retailer: string) => number | null,
): Promise<number> {
  let deleted = 0;
  for (const retailer of await names(folder)) {
    const before = beforeOf(retailer);
    if (before === null) continue;
    for (const run of await names(path.join(folder, retailer))) {
      for (const name of LEFT_BEHIND) {
        const file = path.join(folder, retailer, run, name);
        const written = await stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => undefined,
        );
        if (written === undefined || written >= before) continue;
        await rm(file, { force: true });
        deleted += 1;
      }
    }
  }
  return deleted;
}

async function names(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}
