import type { ImportNote } from '@augenblick/contract/api/import.ts';

/** How the file was understood, in words; {name} is replaced. */
const NOTES = {
  encoding_doubtful: {
    level: 'warning',
    de: 'Die Zeichencodierung ist nicht eindeutig ({encoding} angenommen). Bitte sehen Sie sich die Umlaute in der Vorschau an.',
    en: 'The character encoding is not certain ({encoding} assumed). Look at accented letters in the preview.',
  },
  delimiter_missing: {
    level: 'warning',
    de: 'Es wurde kein Trennzeichen gefunden: Die Datei hat nur eine Spalte.',
    en: 'No delimiter was found: the file has one column only.',
  },
  kind_unknown: {
    level: 'error',
    de: 'Aus den Spaltennamen geht nicht hervor, was die Datei enthält. Bitte wählen Sie die Art der Daten und ordnen Sie die Spalten zu.',
    en: 'The column names do not tell what the file holds. Choose the kind of data and map the columns.',
  },
  field_unmapped: {
    level: 'error',
    de: 'Es fehlt eine Spalte für {fields}.',
    en: 'There is no column for {fields}.',
  },
  number_ambiguous: {
    level: 'warning',
    de: '„{column}“: Aus den Werten geht nicht hervor, ob das Zeichen Tausender oder Nachkommastellen trennt. Bitte prüfen Sie die Vorschau.',
    en: '"{column}": the values do not tell whether the sign separates thousands or decimals. Check the preview.',
  },
  date_ambiguous: {
    level: 'warning',
    de: '„{column}“: Tag und Monat sind in keiner Zeile eindeutig ({order} angenommen). Bitte prüfen Sie die Vorschau.',
    en: '"{column}": day and month can be told apart in no row ({order} assumed). Check the preview.',
  },
  currency_from_name: {
    level: 'info',
    de: 'Währung {currency}: steht im Spaltennamen „{column}“.',
    en: 'Currency {currency}: stands in the column name "{column}".',
  },
  currency_from_values: {
    level: 'info',
    de: 'Währung {currency}: steht in den Werten von „{column}“.',
    en: 'Currency {currency}: stands in the values of "{column}".',
  },
  currency_assumed: {
    level: 'info',
    de: 'Währung {currency}: Die Datei nennt keine, daher die des Händlers.',
    en: "Currency {currency}: the file names none, hence the retailer's.",
  },
  zone_from_currency: {
    level: 'info',
    de: 'Zeitzone {zone} für Zeiten ohne Zone: passend zur Währung {currency}.',
    en: 'Time zone {zone} for times without one: goes with the currency {currency}.',
  },
  zone_assumed: {
    level: 'info',
    de: 'Zeitzone {zone} für Zeiten ohne Zone: die des Händlers.',
    en: "Time zone {zone} for times without one: the retailer's.",
  },
  documents_by_prefix: {
    level: 'info',
    de: 'Buchstaben vor der Bestellnummer: Rückgabe oder Storno bei {returns}, Buchungskorrektur bei {adjustments}. Bestellungen mit nur negativen Mengen gelten als Rückgabe, solche ohne Wert und ohne Kundennummer als Korrektur.',
    en: 'Letters in front of the order number: return or cancellation with {returns}, book-keeping adjustment with {adjustments}. Orders with negative quantities only are returns, those worth nothing and without a customer are adjustments.',
  },
  documents_by_figures: {
    level: 'info',
    de: 'Bestellungen mit nur negativen Mengen gelten als Rückgabe, solche ohne Wert und ohne Kundennummer als Buchungskorrektur.',
    en: 'Orders with negative quantities only are returns, those worth nothing and without a customer are book-keeping adjustments.',
  },
  consents_found: {
    level: 'info',
    de: 'Newsletter: {yes} von {sampled} geprüften Zeilen bringen eine Einwilligung mit, {left} eine Abmeldung. Alle anderen bleiben ohne Einwilligung.',
    en: 'Newsletter: {yes} of {sampled} rows looked at bring a consent, {left} a sign-off. All others stay without consent.',
  },
  consent_unproven: {
    level: 'warning',
    de: '{count} Einwilligungen in den Newsletter werden noch nicht übernommen: Es fehlt der Wortlaut, dem zugestimmt wurde, oder der Tag. Beides tragen Sie unten ein.',
    en: '{count} consents to the newsletter are not taken over yet: the wording that people agreed to is missing, or its day. Enter both below.',
  },
  rows_rejected: {
    level: 'warning',
    de: '{count} von {sampled} geprüften Zeilen lassen sich so nicht übernehmen; am häufigsten: {reason}.',
    en: '{count} of {sampled} rows looked at cannot be taken over like this; most often: {reason}.',
  },
} as const satisfies Record<string, { level: ImportNote['level']; de: string; en: string }>;
export type NoteCode = keyof typeof NOTES;

/** A note with its values filled in. `de` and `en` may be given separately where the value itself is worded. */
export function note(
  code: NoteCode,
  values: Readonly<Record<string, string | { de: string; en: string }>>,
): ImportNote {
  const { level, de, en } = NOTES[code];
  const fill = (sentence: string, language: 'de' | 'en'): string =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === 'string' ? value : value[language];
    });
  return { code, level, de: fill(de, 'de'), en: fill(en, 'en') };
}
