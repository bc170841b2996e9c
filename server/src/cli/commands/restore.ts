import { keyBeside, restore as load, restoreKey } from '../../runtime/index.ts';
import { type Command, CommandProblem } from '../command.ts';

/** `augenblick restore <file>`: a back-up into an empty installation. */
export const restore: Command = {
  name: 'restore',
  summary: {
    de: 'spielt eine Sicherung in eine leere Installation ein',
    en: 'puts a back-up into an empty installation',
  },
  usage:
    'augenblick restore <file>\nThe target (DATA_DIR or DATABASE_URL) has to be empty and not running.',
  run: async ([file], context) => {
    const de = context.language === 'de';
    if (!file)
      throw new CommandProblem(
        de
          ? 'Bitte eine Datei nennen: augenblick restore <Datei>'
          : 'Name a file: augenblick restore <file>',
      );
    const { database } = await context.installation({ migrate: false, alone: true });
    const key = await restoreKey(context.config(), file);
    const { rows, createdAt } = await load(database.url, file);
    const count = Object.values(rows).reduce((sum, n) => sum + n, 0);
    const numbers = new Intl.NumberFormat(context.language);
    context.say(
      de
        ? `Eingespielt: ${numbers.format(count)} Zeilen, Stand vom ${createdAt}.`
        : `Restored: ${numbers.format(count)} rows as of ${createdAt}.`,
    );
    if (key === 'none')
      context.say(
        de
          ? `Neben der Sicherung liegt kein ${keyBeside(file)}. Waren Kanäle eingerichtet, den Schlüssel als secret.key in DATA_DIR legen oder ihre Passwörter neu eingeben.`
          : `There is no ${keyBeside(file)} beside the back-up. If channels were set up, put the key into DATA_DIR as secret.key, or enter their passwords anew.`,
      );
    return 0;
  },
};
