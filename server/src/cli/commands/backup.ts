import { stat } from 'node:fs/promises';
import {
  backup as save,
  keyBeside,
  type KeyFate,
  saveKey,
  systemClock,
} from '../../runtime/index.ts';
import { type Command, CommandProblem } from '../command.ts';

/** `augenblick backup <file>`: the whole installation in one file, while it runs. */
export const backup: Command = {
  name: 'backup',
  summary: {
    de: 'sichert die ganze Installation in eine Datei',
    en: 'saves the whole installation into one file',
  },
  usage:
    'augenblick backup <file>\nRuns beside a running installation; the file is complete or not there.',
  run: async ([file], context) => {
    const de = context.language === 'de';
    if (!file)
      throw new CommandProblem(
        de
          ? 'Bitte eine Datei nennen: augenblick backup <Datei>'
          : 'Name a file: augenblick backup <file>',
      );
    const { database } = await context.installation();
    const { rows } = await save(database.owner, file, systemClock);
    const count = Object.values(rows).reduce((sum, n) => sum + n, 0);
    const key = await saveKey(context.config(), file);
    const { size } = await stat(file);
    const numbers = new Intl.NumberFormat(context.language);
    const megabytes = numbers.format(Math.max(0.1, Math.round(size / 100_000) / 10));
    context.say(
      de
        ? `Gesichert: ${numbers.format(count)} Zeilen aus ${Object.keys(rows).length} Tabellen, ${megabytes} MB in ${file}`
        : `Saved: ${numbers.format(count)} rows of ${Object.keys(rows).length} tables, ${megabytes} MB in ${file}`,
    );
    const about = keySentence(key, file)[context.language];
    if (about !== '') context.say(about);
    return 0;
  },
};

/** What to know about the key that opens the passwords of channels. */
function keySentence(key: KeyFate, file: string): { de: string; en: string } {
  if (key === 'given')
    return {
      de: 'Der Schlüssel der Kanal-Passwörter steht in SECRET_KEY: bitte gesondert aufbewahren.',
      en: 'The key to the passwords of channels stands in SECRET_KEY: keep it apart.',
    };
  if (key === 'none') return { de: '', en: '' };
  return {
    de: `Der Schlüssel der Kanal-Passwörter liegt in ${keyBeside(file)}: bitte gesondert aufbewahren.`,
    en: `The key to the passwords of channels is in ${keyBeside(file)}: keep it apart.`,
  };
}
