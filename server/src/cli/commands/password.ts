import { resetPassword } from '../../access/index.ts';
import { systemClock, systemIds } from '../../runtime/index.ts';
import { type Command, CommandProblem } from '../command.ts';

/** `augenblick password <e-mail>`: a new random password for somebody who cannot get in any more. */
export const password: Command = {
  name: 'password',
  summary: {
    de: 'gibt einem Konto ein neues Passwort und meldet es überall ab',
    en: 'gives an account a new password and signs it out everywhere',
  },
  usage: 'augenblick password <e-mail>\nPrints the new password. Passkeys of the account stay.',
  run: async ([email], context) => {
    const de = context.language === 'de';
    if (!email)
      throw new CommandProblem(
        de
          ? 'Bitte eine E-Mail-Adresse nennen: augenblick password <E-Mail>'
          : 'Name an e-mail address: augenblick password <e-mail>',
      );
    const { database } = await context.installation();
    const made = await resetPassword({ database, clock: systemClock, ids: systemIds }, email);
    if (made === null)
      throw new CommandProblem(
        de ? `Ein Konto mit ${email} gibt es nicht.` : `There is no account with ${email}.`,
      );
    context.say(
      de
        ? `Neues Passwort für ${email}: ${made}\nAlle Anmeldungen sind beendet. Bitte nach dem Anmelden ändern.`
        : `New password for ${email}: ${made}\nAll sessions are over. Please change it after signing in.`,
    );
    return 0;
  },
};
