import { systemClock } from '../../runtime/index.ts';
import { auditSegments } from '../../segment/index.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { chooseRetailers } from '../retailer.ts';

/** `augenblick segment check`: compares who is in each segment with what the tables say. */
export const segment: Command = {
  name: 'segment',
  summary: {
    de: 'prüft, ob alle Segmente genau die enthalten, die hineingehören (segment check)',
    en: 'checks that every segment holds exactly those who belong in it (segment check)',
  },
  usage:
    'augenblick segment check [--retailer <number or short name>]\nNothing is changed; the exit code is 1 when something differs.',
  run: async (args, context) => {
    const { values, positionals } = readArguments(segment.usage, {
      args,
      options: { retailer: { type: 'string' } },
      allowPositionals: true,
    });
    const { language, say } = context;
    const de = language === 'de';
    if (positionals.length !== 1 || positionals[0] !== 'check') {
      say(segment.usage);
      return 2;
    }
    const { database } = await context.installation();
    let different = 0;
    for (const { id, name } of await chooseRetailers(database, values.retailer, language)) {
      const now = systemClock.now();
      const audit = await auditSegments({ sql: database.owner, retailerId: id, now });
      different += audit.different.length;
      const figures = `${audit.segments} ${de ? 'Segmente' : 'segments'}, ${audit.shoppers} ${de ? 'Profile' : 'profiles'}`;
      const waiting =
        audit.unfinished === 0
          ? ''
          : `, ${audit.unfinished} ${de ? 'werden noch eingelesen' : 'still being filled in'}`;
      const rows = audit.different.length;
      const outcome =
        rows === 0
          ? de
            ? 'alles stimmt überein'
            : 'everything agrees'
          : `${rows} ${de ? 'weichen ab' : 'differ'}`;
      say(`${name}: ${figures}${waiting}; ${outcome}`);
      for (const { segment: which, profileId, shouldBeIn } of audit.different) {
        const belongs = de ? 'gehört hinein' : 'belongs in';
        const not = de ? 'gehört nicht hinein' : 'does not belong in';
        say(`  ${which}  ${profileId}  ${shouldBeIn ? belongs : not}`);
      }
    }
    return different > 0 ? 1 : 0;
  },
};
