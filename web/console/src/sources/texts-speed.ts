import { defineTexts } from '@augenblick/ui';

/** Texts of page speed on a web source's page. */
export const speedTexts = defineTexts('speed', {
  en: {
    title: 'How fast your shop is',
    note: 'Measured by the tag in shoppers’ browsers, all web sources, last 7 days. Three of four page loads were at least this fast.',
    phone: 'On a phone',
    tablet: 'On a tablet',
    desktop: 'On a computer',
    seconds: '{value} s',
    unknown: 'not measured',
    good: 'good',
    fair: 'could be better',
    slow: 'slow',
    figures:
      '{verdict}; reacts in {inp}, first answer after {ttfb}, layout shift {cls}; {loads, plural, one {one page load} other {# page loads}}',
    missing:
      'On phones, {slow} shoppers had to wait more than 2.5 seconds. They wanted to buy less often than the {fast} who did not: {missing, plural, =0 {no moment} one {about one moment} other {about # moments}} “buy” fewer. This compares two groups; it is no proof.',
    pages: 'By kind of page',
    page: '{type}: {lcp} ({loads, plural, one {one load} other {# loads}})',
  },
  de: {
    title: 'So schnell ist Ihr Shop',
    note: 'Vom Tag in den Browsern Ihrer Kundschaft gemessen, alle Web-Quellen, letzte 7 Tage. Drei von vier Seitenaufrufen waren mindestens so schnell.',
    phone: 'Am Handy',
    tablet: 'Am Tablet',
    desktop: 'Am Computer',
    seconds: '{value} s',
    unknown: 'nicht gemessen',
    good: 'gut',
    fair: 'könnte besser sein',
    slow: 'langsam',
    figures:
      '{verdict}; reagiert in {inp}, erste Antwort nach {ttfb}, Verschiebung {cls}; {loads, plural, one {ein Aufruf} other {# Aufrufe}}',
    missing:
      'Am Handy mussten {slow} Personen länger als 2,5 Sekunden warten. Sie wollten seltener kaufen als die {fast}, die nicht warten mussten: {missing, plural, =0 {kein Moment} one {etwa ein Moment} other {etwa # Momente}} „Kaufen“ weniger. Das vergleicht zwei Gruppen und beweist nichts.',
    pages: 'Nach Art der Seite',
    page: '{type}: {lcp} ({loads, plural, one {ein Aufruf} other {# Aufrufe}})',
  },
});
