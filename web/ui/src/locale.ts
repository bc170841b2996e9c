/** Languages a person can choose. Both are written, not translated. */
export const LANGUAGES = ['de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Locale used for numbers and dates of a language: the home market's conventions. */
export const LOCALES: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };
