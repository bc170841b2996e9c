import { follow as followEvent } from '../../shopper/index.ts';
import { readArguments } from '../arguments.ts';
import { type Command, CommandProblem } from '../command.ts';
import { chooseRetailers } from '../retailer.ts';

const STEPS: Readonly<Record<string, { de: string; en: string }>> = {
  received: { de: 'Eingang', en: 'received' },
  stored: { de: 'Speicher', en: 'stored' },
  dropped: { de: 'verworfen', en: 'dropped' },
  identity: { de: 'Kennung', en: 'identity' },
  link: { de: 'Verbindung', en: 'link' },
  profile: { de: 'Profil', en: 'profile' },
  order: { de: 'Bestellung', en: 'order' },
  consent: { de: 'Einwilligung', en: 'consent' },
  moment: { de: 'Augenblick', en: 'moment' },
  decision: { de: 'Entscheidung', en: 'decision' },
};

/** `augenblick follow <event>`: one event's path through the house, in sentences. */
export const follow: Command = {
  name: 'follow',
  summary: {
    de: 'zeigt den Weg eines Ereignisses: gespeichert oder verworfen, wessen es ist, was es geändert hat',
    en: 'shows the path of an event: stored or dropped, whose it is, what it changed',
  },
  usage:
    'augenblick follow <event id or message id> [--retailer <number or short name>] [--json]\nWithout --retailer all are searched.',
  run: async (args, context) => {
    const { values, positionals } = readArguments(follow.usage, {
      args,
      allowPositionals: true,
      options: { retailer: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const [reference] = positionals;
    const de = context.language === 'de';
    if (reference === undefined)
      throw new CommandProblem(
        de
          ? 'Bitte ein Ereignis nennen: augenblick follow <Ereignis- oder Nachrichtennummer>'
          : 'Name an event: augenblick follow <event id or message id>',
      );
    const { database } = await context.installation();
    let found = 0;
    for (const retailer of await chooseRetailers(database, values.retailer, context.language)) {
      const view = await database.withRetailer(retailer.id, (sql) =>
        followEvent(sql, retailer.id, reference),
      );
      if (view === undefined) continue;
      found += 1;
      if (values.json) {
        context.say(JSON.stringify(view, null, 2));
        continue;
      }
      context.say(retailer.name);
      for (const { step, words } of view.story) {
        const title = STEPS[step]?.[context.language] ?? step;
        context.say(`  ${title.padEnd(13)} ${words[context.language]}`);
      }
    }
    if (found > 0) return 0;
    throw new CommandProblem(
      de
        ? `Von ${reference} ist nichts bekannt: weder gespeichert noch verworfen.`
        : `Nothing is known of ${reference}: neither stored nor dropped.`,
    );
  },
};
