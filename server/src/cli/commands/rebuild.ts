import { createDefinitions, rebuild as rebuildProfiles } from '../../profile/index.ts';
import { systemClock } from '../../runtime/index.ts';
import { loadWatching } from '../../watching.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { chooseRetailers } from '../retailer.ts';

/** `augenblick rebuild`: folds every shopper anew from the events; with --check it only compares. */
export const rebuild: Command = {
  name: 'rebuild',
  summary: {
    de: 'rechnet alle Profile aus den Ereignissen neu, oder vergleicht nur (--check)',
    en: 'works all profiles out anew from the events, or only compares (--check)',
  },
  usage:
    'augenblick rebuild [--check] [--retailer <number or short name>]\nWith --check nothing is changed; the exit code is 1 when something differs.',
  run: async (args, context) => {
    const { values } = readArguments(rebuild.usage, {
      args,
      options: { check: { type: 'boolean', default: false }, retailer: { type: 'string' } },
    });
    const { database } = await context.installation();
    const de = context.language === 'de';
    const definitions = createDefinitions({ sql: database.owner, load: loadWatching });
    let different = 0;
    for (const { id, name } of await chooseRetailers(database, values.retailer, context.language)) {
      const report = await rebuildProfiles({
        sql: database.owner,
        retailerId: id,
        definitions,
        clock: systemClock,
        check: values.check,
      });
      different += report.different.length;
      const figures = `${report.profiles} ${de ? 'Profile' : 'profiles'}, ${report.events} ${de ? 'Ereignisse' : 'events'}, ${report.orders} ${de ? 'Bestellungen' : 'orders'}`;
      const same = de ? 'alles stimmt überein' : 'everything agrees';
      const rows = report.different.length;
      const changed = values.check
        ? `${rows} ${de ? 'weichen ab' : 'differ'}`
        : `${rows} ${de ? 'berichtigt' : 'corrected'}`;
      context.say(`${name}: ${figures}; ${rows === 0 ? same : changed}`);
      for (const { profileId, what } of report.different) context.say(`  ${profileId}  ${what}`);
    }
    return values.check && different > 0 ? 1 : 0;
  },
};
