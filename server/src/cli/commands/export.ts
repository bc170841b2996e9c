import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAccess, SYSTEM } from '../../access/index.ts';
import { openRetailer } from '../../retailer/index.ts';
import { systemClock, systemIds } from '../../runtime/index.ts';
import { exportShopper } from '../../shopper/index.ts';
import { readArguments } from '../arguments.ts';
import { type Command, CommandProblem } from '../command.ts';
import { chooseRetailer } from '../retailer.ts';
import { findShopper } from '../shopper.ts';

/** `augenblick export <shopper>`: everything that is kept about one shopper, as a ZIP (GDPR articles 15 and 20). */
export const exportCommand: Command = {
  name: 'export',
  summary: {
    de: 'schreibt alles, was über eine Person gespeichert ist, in eine ZIP-Datei',
    en: 'writes everything that is kept about one shopper into a ZIP file',
  },
  usage:
    'augenblick export <profile id or kind:value> [--retailer <number or short name>] [--out <file>]\nExample: augenblick export email:anna@example.com --out anna.zip',
  run: async (args, context) => {
    const { values, positionals } = readArguments(exportCommand.usage, {
      args,
      allowPositionals: true,
      options: { retailer: { type: 'string' }, out: { type: 'string' } },
    });
    const { language } = context;
    const [text] = positionals;
    if (text === undefined) throw new CommandProblem(exportCommand.usage);
    const { database } = await context.installation();
    const clock = systemClock;
    const { id: retailerId } = await chooseRetailer(database, values.retailer, language);
    const profileId = await findShopper(database, retailerId, text, language);
    const { audit } = createAccess({
      database,
      clock,
      ids: systemIds,
      publicUrl: undefined,
      openRetailer,
    });
    const zip = await database.withRetailer(retailerId, async (sql) => {
      const target = `shopper:${profileId}`;
      await audit(sql, { retailerId, actor: SYSTEM, action: 'shopper.exported', target });
      return exportShopper(sql, { retailerId, profileId, language, now: clock.now() });
    });
    if (zip === undefined) throw new CommandProblem(profileId);
    const file = path.resolve(values.out ?? `shopper-${profileId}.zip`);
    // Personal data: only for the person who asked for it.
    await writeFile(file, zip, { mode: 0o600 });
    context.say(file);
    return 0;
  },
};
