import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { dumpSchema, installationRoot } from '../../runtime/index.ts';
import type { Command } from '../command.ts';

/** `augenblick migrate`: brings the schema up to date without starting anything else. */
export const migrate: Command = {
  name: 'migrate',
  summary: {
    de: 'bringt das Datenbankschema auf den Stand dieses Programms',
    en: 'brings the database schema up to date',
  },
  usage:
    'augenblick migrate\nRuns by itself with every start; for deployments that want it as a step of its own.',
  run: async (args, context) => {
    const { migrated, kind, database } = await context.installation({ alone: true });
    const de = context.language === 'de';
    if (migrated.length === 0)
      context.say(de ? 'Das Schema ist auf dem Stand.' : 'The schema is up to date.');
    for (const name of migrated) context.say(`${name} ✓`);
    if (args.includes('--dump')) {
      const file = path.join(installationRoot(), 'server', 'migrations', 'schema.sql');
      writeFileSync(file, await dumpSchema(database.owner));
      context.say(file);
    }
    context.log().debug({ kind }, 'migrated');
    return 0;
  },
};
