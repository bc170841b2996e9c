/** Words visitors type into the search field and where they find what they look for (by shelf id). */
export const SEARCHES: readonly (readonly [string, string])[] = [
  ['teelicht', 'lights'],
  ['windlicht', 'lights'],
  ['lichterkette', 'lights'],
  ['duftkerze', 'lights'],
  ['lunchbox', 'kitchen'],
  ['tasse', 'kitchen'],
  ['etagere', 'kitchen'],
  ['keksausstecher', 'kitchen'],
  ['tasche rot', 'bags'],
  ['einkaufstasche', 'bags'],
  ['girlande', 'party'],
  ['servietten', 'party'],
  ['geburtstag', 'party'],
  ['adventskalender', 'christmas'],
  ['christbaumschmuck', 'christmas'],
  ['weihnachtskarte', 'christmas'],
  ['garten deko', 'garden'],
  ['picknickkorb', 'garden'],
  ['geschenkpapier', 'stationery'],
  ['notizbuch', 'stationery'],
  ['bilderrahmen', 'home'],
  ['wecker', 'home'],
  ['fußmatte', 'home'],
  ['kette', 'jewellery'],
  ['ohrringe', 'jewellery'],
  ['blechschild', 'decoration'],
  ['herz', 'decoration'],
  ['wärmflasche', 'bath'],
  ['spielzeug', 'kids'],
  ['nachtlicht', 'kids'],
  ['osterhase', 'easter'],
];

/** Searches this shop has no answer to. */
export const SEARCHES_IN_VAIN = [
  'bettwäsche',
  'staubsauger',
  'hundekorb',
  'teelihct',
  'kerzenstnder',
  'grillzange',
  'gutschein einlösen',
  'led panel',
] as const;

export const HOW_TO_PAGES = [
  ['versand', 'Versand und Lieferzeit'],
  ['rueckgabe', 'Rückgabe'],
  ['groessen', 'Maße und Material'],
  ['zahlung', 'Zahlungsarten'],
  ['geschenkservice', 'Als Geschenk verpacken'],
] as const;

/** What can be made of what the shop sells: instructions, step by step. */
export const PROJECT_PAGES = [
  ['tischdeko-in-zehn-minuten', 'Anleitung: Tischdeko in zehn Minuten'],
  ['lichterkette-im-glas', 'So geht es: eine Lichterkette im Glas'],
  ['emaille-pflegen', 'Emaille richtig pflegen, Schritt für Schritt'],
  ['geschenkpapier-bedrucken', 'Anleitung: Geschenkpapier selbst bedrucken'],
  ['etagere-aufbauen', 'So wird die Etagere aufgebaut'],
] as const;

/** Where things come from, and what others say of them. */
export const PROOF_PAGES = [
  ['nachhaltigkeit/fsc-papier', 'FSC-zertifiziertes Papier'],
  ['nachhaltigkeit/bio-baumwolle', 'Bio-Baumwolle: Herkunft und Siegel'],
  ['bewertungen', 'Was andere sagen'],
] as const;

export const KIOSK_QUESTIONS = [
  ['Wofür suchen Sie etwas?', ['Geburtstag', 'Einzug', 'Für mich selbst', 'Hochzeit']],
  ['Für wen ist das Geschenk?', ['Freundin', 'Eltern', 'Kind', 'Kollegium']],
  ['Wie viel darf es kosten?', ['bis 10 €', 'bis 25 €', 'bis 50 €']],
] as const;

export const STAFF_NOTES = [
  'Sucht ein Geschenk zum Einzug, mag Retro-Punkte.',
  'Fragt nach der Etagere in Grün, will wiederkommen.',
  'Richtet ein kleines Café ein und braucht zwölf Teetassen.',
  'Möchte benachrichtigt werden, wenn die Lichterketten wieder da sind.',
  'Kauft gern für die Enkel, freut sich über Hinweise auf Neues.',
] as const;

/** Where visits come from: what the browser reports as referrer, and campaign parameters, if any. */
export const ORIGINS = [
  { referrer: '', campaign: null },
  { referrer: '', campaign: null },
  { referrer: 'https://suche.example/', campaign: null },
  {
    referrer: 'https://suche.example/',
    campaign: { source: 'suche', medium: 'cpc', name: 'geschenke' },
  },
  {
    referrer: 'https://bilder.example/',
    campaign: { source: 'bilder', medium: 'social', name: 'herbst' },
  },
  { referrer: '', campaign: { source: 'newsletter', medium: 'email', name: 'neuheiten' } },
] as const;

export const USER_AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:139.0) Gecko/20100101 Firefox/139.0',
] as const;
