import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this installation (the one with `server`, `web` …), found upwards from the running file: a source file
 * as well as the bundle made of it. Throws when the installation is not complete.
 */
export function installationRoot(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'server', 'migrations'))) return folder;
    if (folder === path.dirname(folder)) {
      throw new Error('The folder server/migrations is missing from this installation.');
    }
  }
}
