import path from 'node:path';
import { createAccess, SYSTEM } from '../../access/index.ts';
import { createSuppressions, eraseShopper } from '../../erasure/index.ts';
import { createDefinitions } from '../../profile/index.ts';
import { openRetailer } from '../../retailer/index.ts';
import { systemClock, systemIds } from '../../runtime/index.ts';
import { loadWatching } from '../../watching.ts';
import { readArguments } from '../arguments.ts';
import { type Command, CommandProblem } from '../command.ts';
import { chooseRetailer } from '../retailer.ts';
import { findShopper } from '../shopper.ts';

/** `augenblick erase <shopper> --yes`: forgets one shopper for good (GDPR article 17). */
export const erase: Command = {
  name: 'erase',
  summary: {
    de: 'löscht eine Person endgültig, mit Protokoll',
    en: 'erases one shopper for good, with a record',
  },
  usage:
    'augenblick erase <profile id or kind:value> --yes [--retailer <number or short name>]\nWithout --yes it only says who would be erased.',
  run: async (args, context) => {
    const { values, positionals } = readArguments(erase.usage, {
      args,
      allowPositionals: true,
      options: { retailer: { type: 'string' }, yes: { type: 'boolean', default: false } },
    });
    const { language } = context;
    const de = language === 'de';
    const [text] = positionals;
    if (text === undefined) throw new CommandProblem(erase.usage);
    const { database } = await context.installation();
    const { id: retailerId, name } = await chooseRetailer(database, values.retailer, language);
    const profileId = await findShopper(database, retailerId, text, language);
    if (!values.yes) {
      context.say(
        de
          ? `${name}: Profil ${profileId}. Mit --yes wird es endgültig gelöscht.`
          : `${name}: profile ${profileId}. With --yes it is erased for good.`,
      );
      return 1;
    }
    const clock = systemClock;
    const ids = systemIds;
    const { audit } = createAccess({ database, clock, ids, publicUrl: undefined, openRetailer });
    const suppressions = createSuppressions({ sql: database.owner, clock });
    const record = await eraseShopper(
      {
        database,
        clock,
        ids,
        audit,
        suppressions,
        definitions: createDefinitions({ sql: database.owner, load: loadWatching }),
        forget: () => undefined,
        importsFolder: path.join(path.resolve(context.config().dataDir), 'imports'),
      },
      {
        retailerId,
        profileId,
        actor: SYSTEM,
        order: { reason: 'shopper_request', confirm: profileId },
      },
    );
    context.say(`${de ? 'Gelöscht' : 'Erased'}: ${JSON.stringify(record.removed)}`);
    context.say(
      `${de ? 'Ohne Person behalten' : 'Kept without a person'}: ${JSON.stringify(record.anonymised)}`,
    );
    context.say(
      `${de ? 'Nachweise' : 'Proofs'}: ${record.consentProofs}, ${de ? 'gesperrte Kennungen' : 'suppressed identifiers'}: ${record.suppressed}`,
    );
    const left = Object.keys(record.remaining);
    context.say(
      left.length === 0
        ? de
          ? 'Die Suche über alle Textspalten findet nichts mehr.'
          : 'The search over all text columns finds nothing any more.'
        : `${de ? 'Noch erwähnt in' : 'Still mentioned in'}: ${left.join(', ')}`,
    );
    return left.length === 0 ? 0 : 1;
  },
};
