import type { Language } from '@augenblick/ui';

const GERMAN: Readonly<Record<string, string>> = {
  Ctrl: 'Strg',
  Shift: 'Umschalt',
  Del: 'Entf',
  PgUp: 'Bild ↑',
  PgDn: 'Bild ↓',
  Enter: 'Eingabe',
};

/** Keys as they are printed on the keyboards of a language: "Ctrl C" is "Strg C" on a German one. */
export function keyNames(keys: string, language: Language): string {
  return language === 'de' ? keys.replaceAll(/[A-Za-z]{3,}/g, (key) => GERMAN[key] ?? key) : keys;
}
