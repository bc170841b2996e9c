/** A text in both languages. */
export interface Words {
  de: string;
  en: string;
}
/** The languages contents are written in. */
export type Locale = 'de' | 'en';
