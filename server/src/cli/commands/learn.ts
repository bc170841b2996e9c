import { createMomentLearning, reportWords } from '../../moment/index.ts';
import { systemClock } from '../../runtime/index.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { chooseRetailers } from '../retailer.ts';

/** `augenblick learn`: learns the weights of moments from the retailer's own outcomes now, and says what came of it. */
export const learn: Command = {
  name: 'learn',
  summary: {
    de: 'lernt die Momente jetzt aus dem, was Besucher danach getan haben',
    en: 'learns moments now from what visitors did afterwards',
  },
  usage:
    'augenblick learn [--retailer <number or short name>]\nA new model is put in force only when it is better on visitors held out.',
  run: async (args, context) => {
    const { values } = readArguments(learn.usage, {
      args,
      options: { retailer: { type: 'string' } },
    });
    const { database } = await context.installation();
    const jobs = { define: () => undefined, add: () => Promise.resolve() };
    const learning = createMomentLearning({
      database,
      clock: systemClock,
      log: context.log(),
      // Only the run itself is wanted here: the night belongs to the server.
      jobs,
    });
    for (const { id, name } of await chooseRetailers(database, values.retailer, context.language)) {
      const { version, report } = await learning.run(id);
      context.say(`${name}:`);
      for (const words of reportWords(report)) context.say(`  ${words[context.language]}`);
      if (version !== null)
        context.say(
          context.language === 'de'
            ? `  Modell ${version} gilt ab sofort.`
            : `  Model ${version} is in force from now on.`,
        );
    }
    return 0;
  },
};
