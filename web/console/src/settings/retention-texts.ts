import { defineTexts } from '@augenblick/ui';

/** Texts of the page about how long data is kept. */
export const retentionTexts = defineTexts('retention', {
  en: {
    title: 'Data kept',
    headlineUsual: 'Data is kept as long as is usual here; you can set periods of your own.',
    headlineOwn:
      '{count, plural, one {# period is your own} other {# periods are your own}}; the rest is as usual here.',
    note: 'What is older goes by itself, every night. Sums and results stay; consents and their proof stay, too.',
    periods: 'Periods',
    strangersMonths: 'Visitors nobody knows, in months since their last visit',
    strangersMonthsNote:
      'Who never said who they are, bought nothing and never spoke about consent is forgotten whole.',
    decisionsDays: 'Log of decisions, in days',
    decisionsDaysNote: 'What was shown to whom and why. Counts and results stay.',
    messagesDays: 'What messages said, in days',
    messagesDaysNote:
      'That they were sent, when, and what came of it stays. Links in older messages then lead nowhere; unsubscribing works for ever.',
    deadLettersDays: 'Events that could not be stored, in days',
    deadLettersDaysNote: 'They wait to be mended and sent again.',
    importFilesDays: 'Rejected rows and abandoned uploads of imports, in days',
    importFilesDaysNote: 'What was imported is not touched.',
    strangersMonthsShort: 'Visitors nobody knows',
    decisionsDaysShort: 'Log of decisions',
    messagesDaysShort: 'What messages said',
    deadLettersDaysShort: 'Events that could not be stored',
    importFilesDaysShort: 'Rejected rows and abandoned uploads',
    bounds: '{min} to {max}. Empty: as usual here, {usual}.',
    usualMonths: '{count, plural, one {# month} other {# months}}',
    usualDays: '{count, plural, one {# day} other {# days}}',
    forEver: 'for ever',
    save: 'Save',
    saved: 'Saved. It holds from the coming night.',
    onlyOwners: 'Only owners of the shop can change this.',
    shorterTitle: 'Keep less from now on?',
    shorterText: 'What is older than that goes in the coming night and cannot be brought back.',
    shorterConfirm: 'Keep less',
  },
  de: {
    title: 'Aufbewahrung',
    headlineUsual:
      'Daten bleiben so lange, wie es hier üblich ist; Sie können eigene Fristen setzen.',
    headlineOwn:
      '{count, plural, one {# Frist ist Ihre eigene} other {# Fristen sind Ihre eigenen}}; der Rest ist wie hier üblich.',
    note: 'Was älter ist, verschwindet von selbst, jede Nacht. Summen und Ergebnisse bleiben, ebenso Einwilligungen und ihr Nachweis.',
    periods: 'Fristen',
    strangersMonths: 'Unbekannte Besucher, in Monaten nach dem letzten Besuch',
    strangersMonthsNote:
      'Wer nie gesagt hat, wer er ist, nichts gekauft und sich nie zu einer Einwilligung geäußert hat, wird ganz vergessen.',
    decisionsDays: 'Protokoll der Entscheidungen, in Tagen',
    decisionsDaysNote: 'Wem was warum gezeigt wurde. Zähler und Ergebnisse bleiben.',
    messagesDays: 'Inhalt gesendeter Nachrichten, in Tagen',
    messagesDaysNote:
      'Dass und wann sie gesendet wurden und was daraus wurde, bleibt. Links in älteren Nachrichten führen dann ins Leere; das Abmelden geht immer.',
    deadLettersDays: 'Ereignisse, die nicht gespeichert werden konnten, in Tagen',
    deadLettersDaysNote: 'Sie warten darauf, berichtigt und noch einmal gesendet zu werden.',
    importFilesDays: 'Abgelehnte Zeilen und liegen gebliebene Dateien von Importen, in Tagen',
    importFilesDaysNote: 'Was importiert wurde, bleibt unberührt.',
    strangersMonthsShort: 'Unbekannte Besucher',
    decisionsDaysShort: 'Protokoll der Entscheidungen',
    messagesDaysShort: 'Inhalt gesendeter Nachrichten',
    deadLettersDaysShort: 'Nicht gespeicherte Ereignisse',
    importFilesDaysShort: 'Abgelehnte Zeilen und liegen gebliebene Dateien',
    bounds: '{min} bis {max}. Leer: wie hier üblich, {usual}.',
    usualMonths: '{count, plural, one {# Monat} other {# Monate}}',
    usualDays: '{count, plural, one {# Tag} other {# Tage}}',
    forEver: 'für immer',
    save: 'Speichern',
    saved: 'Gespeichert. Es gilt ab der kommenden Nacht.',
    onlyOwners: 'Das können nur Inhaber des Geschäfts ändern.',
    shorterTitle: 'Künftig weniger aufbewahren?',
    shorterText:
      'Was älter ist, verschwindet in der kommenden Nacht und lässt sich nicht zurückholen.',
    shorterConfirm: 'Weniger aufbewahren',
  },
});
