/** Why a whole file could not be imported. Closed list; the words are shown as they stand. */
export const IMPORT_FAULTS = {
  file_unreadable: {
    de: 'Die Datei lässt sich nicht lesen: Sie ist beschädigt, oder ein Anführungszeichen wird nie geschlossen. Bitte exportieren Sie sie erneut.',
    en: 'The file cannot be read: it is damaged, or a quotation mark is never closed. Export it again.',
  },
  file_missing: {
    de: 'Die hochgeladene Datei ist nicht mehr da. Bitte laden Sie sie erneut hoch.',
    en: 'The uploaded file is gone. Upload it again.',
  },
  file_empty: {
    de: 'Die Datei enthält keine Zeilen.',
    en: 'The file holds no rows.',
  },
  file_too_large: {
    de: 'Die Datei ist zu groß. Eine Arbeitsmappe darf 40 MB haben (ausgepackt 400 MB), eine CSV-Datei 4 GB.',
    en: 'The file is too large. A workbook may have 40 MB (400 MB unpacked), a CSV file 4 GB.',
  },
  workbook_unreadable: {
    de: 'Die Arbeitsmappe lässt sich nicht lesen. Bitte speichern Sie sie als XLSX oder CSV.',
    en: 'The workbook cannot be read. Save it as XLSX or CSV.',
  },
  kind_unknown: {
    de: 'Aus den Spaltennamen geht nicht hervor, was die Datei enthält. Bitte wählen Sie die Art der Daten und ordnen Sie die Spalten zu.',
    en: 'The column names do not tell what the file holds. Choose the kind of data and map the columns.',
  },
  mapping_incomplete: {
    de: 'Ein nötiges Feld hat keine Spalte. Bitte ordnen Sie es zu.',
    en: 'A needed field has no column. Map it.',
  },
  settings_invalid: {
    de: 'Die Einstellungen passen nicht zur Datei: Eine Spalte oder die Zeitzone gibt es nicht, oder der Tag der Einwilligung liegt in der Zukunft.',
    en: 'The settings do not fit the file: a column or the time zone does not exist, or the day of consent lies in the future.',
  },
  already_running: {
    de: 'Ein anderer Import dieses Händlers läuft gerade. Bitte warten Sie, bis er fertig ist.',
    en: 'Another import of this retailer is running. Wait until it has finished.',
  },
  stopped: {
    de: 'Der Import brach durch einen Fehler auf unserer Seite ab. Er steht im Protokoll; ein neuer Start schadet nicht.',
    en: 'The import stopped because of an error on our side. It has been logged; starting again does no harm.',
  },
} as const;
export type ImportFaultCode = keyof typeof IMPORT_FAULTS;

/** A file that cannot be imported as a whole. `detail` is for the log and the command line. */
export class ImportFault extends Error {
  readonly code: ImportFaultCode;
  readonly detail: string | undefined;
  constructor(code: ImportFaultCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** The words of a stored fault code. */
export function faultWords(code: string): { code: string; de: string; en: string } {
  const known = Object.hasOwn(IMPORT_FAULTS, code) ? (code as ImportFaultCode) : 'stopped';
  return { code: known, ...IMPORT_FAULTS[known] };
}
