import type { ShopProductPage, ShopText } from '@augenblick/contract/api/shop.ts';

/** What the pages of one category say; everything is invented. */
export interface CategoryTexts {
  /** About a product of this category, after its name. */
  about: ShopText;
  material: ShopText;
  care: ShopText;
  guide: string | null;
}

const text = (de: string, en: string): ShopText => ({ de, en });

const PAPER = text('Papier und Karton, FSC-Mix', 'Paper and card, FSC mix');
const COTTON = text('Baumwolle, gewebt', 'Woven cotton');
const METAL = text('Metall, pulverbeschichtet', 'Powder-coated metal');
const CERAMIC = text('Steingut, glasiert', 'Glazed stoneware');
const DRY = text('Mit einem trockenen Tuch abwischen', 'Wipe with a dry cloth');
const WASH = text('Maschinenwäsche bei 30 °C', 'Machine wash at 30 °C');
const HAND = text('Von Hand spülen', 'Wash by hand');

/** Texts by id of the demo's categories. */
export const CATEGORY_TEXTS: Readonly<Record<string, CategoryTexts>> = {
  christmas: {
    about: text(
      'Für die Wochen, in denen es früh dunkel wird. Kommt in einer Schachtel, die man aufheben kann.',
      'For the weeks when it gets dark early. Comes in a box worth keeping.',
    ),
    material: text('Holz, Glas und Filz', 'Wood, glass and felt'),
    care: DRY,
    guide: 'adventskranz',
  },
  easter: {
    about: text(
      'Ein kleiner Frühling für Tisch und Fensterbank.',
      'A little spring for table and window sill.',
    ),
    material: text('Filz und Papier', 'Felt and paper'),
    care: DRY,
    guide: 'geschenk-einpacken',
  },
  jewellery: {
    about: text('Leicht, fröhlich und jeden Tag tragbar.', 'Light, cheerful, made for every day.'),
    material: text('Messing, nickelfrei', 'Brass, nickel-free'),
    care: text('Trocken aufbewahren', 'Keep dry'),
    guide: null,
  },
  decoration: {
    about: text(
      'Ein Stück, das ein Regal fertig macht, ohne sich vorzudrängen.',
      'A piece that finishes a shelf without pushing forward.',
    ),
    material: text('Holz und Metall', 'Wood and metal'),
    care: DRY,
    guide: 'bilderwand',
  },
  bath: {
    about: text(
      'Wärme für kalte Abende und müde Füße.',
      'Warmth for cold evenings and tired feet.',
    ),
    material: text('Naturkautschuk und Baumwolle', 'Natural rubber and cotton'),
    care: text('Bezug bei 30 °C waschbar', 'Cover washes at 30 °C'),
    guide: 'waermflasche',
  },
  bags: {
    about: text(
      'Faltet sich klein und trägt viel: Markt, Strand, Bücherei.',
      'Folds small and carries a lot: market, beach, library.',
    ),
    material: text('Recyceltes Polyester', 'Recycled polyester'),
    care: text('Mit einem feuchten Tuch abwischen', 'Wipe with a damp cloth'),
    guide: 'geschenk-einpacken',
  },
  lights: {
    about: text(
      'Warmes Licht, wo man es braucht. Am schönsten zu mehreren.',
      'Warm light where you need it. Best in a group.',
    ),
    material: text('Glas und Metall, Sojawachs', 'Glass and metal, soy wax'),
    care: text('Wachsreste mit warmem Wasser lösen', 'Loosen wax with warm water'),
    guide: 'kerzen',
  },
  party: {
    about: text(
      'Macht aus einem Zimmer ein Fest. Lässt sich falten, lagern und wieder aufhängen.',
      'Turns a room into a party. Folds away and comes out again next year.',
    ),
    material: PAPER,
    care: text('Trocken lagern', 'Store dry'),
    guide: 'wimpelkette',
  },
  kids: {
    about: text(
      'Robust genug für jeden Tag und freundlich genug für die Nacht.',
      'Tough enough for every day and kind enough for the night.',
    ),
    material: COTTON,
    care: WASH,
    guide: null,
  },
  garden: {
    about: text(
      'Für draußen gemacht und schön genug für drinnen.',
      'Made for outdoors, good enough for indoors.',
    ),
    material: METAL,
    care: text('Im Winter ins Haus holen', 'Bring indoors for winter'),
    guide: 'kraeuter',
  },
  stationery: {
    about: text(
      'Zum Schreiben, Kleben, Einpacken und Verschicken.',
      'For writing, sticking, wrapping and sending.',
    ),
    material: PAPER,
    care: text('Trocken lagern', 'Store dry'),
    guide: 'geschenk-einpacken',
  },
  kitchen: {
    about: text(
      'Für Küchen, in denen wirklich gekocht und lange gesessen wird.',
      'For kitchens where people really cook and stay at the table.',
    ),
    material: CERAMIC,
    care: HAND,
    guide: 'backen',
  },
  home: {
    about: text('Hält Ordnung und sieht dabei gut aus.', 'Keeps order and looks good doing it.'),
    material: text('Holz und Baumwolle', 'Wood and cotton'),
    care: DRY,
    guide: 'bilderwand',
  },
};

/** Certificates of an invented world: no seal of anybody's is shown. */
export const CERTIFICATES: readonly ShopProductPage['certificates'][number][] = [
  {
    name: text('Muster-Siegel „Gutes Material“', 'Sample seal “Good material”'),
    text: text(
      'Erfundenes Siegel der Vorführung: Stoffe und Farben geprüft, Bericht Nr. M-2041.',
      'Invented seal of this demo: fabrics and dyes tested, report no. M-2041.',
    ),
  },
  {
    name: text('Muster-Nachweis „Fair gefertigt“', 'Sample proof “Fairly made”'),
    text: text(
      'Erfundener Nachweis der Vorführung: zwei Besuche im Betrieb im letzten Jahr.',
      'Invented proof of this demo: two visits to the workshop last year.',
    ),
  },
  {
    name: text('Muster-Rechnung „Klima“', 'Sample “Climate” statement'),
    text: text(
      'Erfundene Rechnung der Vorführung: 0,8 kg CO₂ von der Werkstatt bis ins Regal.',
      'Invented statement of this demo: 0.8 kg CO₂ from workshop to shelf.',
    ),
  },
];

/** People who never existed. */
export const REVIEWERS = [
  'Mira',
  'Jonas',
  'Elif',
  'Theo',
  'Hanna',
  'Ruben',
  'Clara',
  'Ole',
  'Nour',
];

/** Reviews by stars: best last. */
export const REVIEW_TEXTS: Readonly<Record<number, readonly ShopText[]>> = {
  2: [
    text(
      'Schön, aber kleiner, als ich dachte. Die Maße stehen da – ich hätte lesen sollen.',
      'Pretty, but smaller than I thought. The size is on the page – I should have read it.',
    ),
  ],
  3: [
    text(
      'Tut, was es soll. Die Farbe ist etwas kräftiger als im Bild.',
      'Does its job. The colour is a little stronger than in the picture.',
    ),
    text('In Ordnung. Die Verpackung war mir zu viel.', 'All right. Too much packaging for me.'),
  ],
  4: [
    text(
      'Gefällt mir sehr. Ein Punkt Abzug, weil die Lieferung drei Tage brauchte.',
      'I like it a lot. One star off because delivery took three days.',
    ),
    text('Liegt gut in der Hand und wirkt stabil.', 'Feels good in the hand and looks sturdy.'),
    text('Als Geschenk gekauft, kam gut an.', 'Bought as a present; it went down well.'),
  ],
  5: [
    text(
      'Genau richtig. Steht jetzt auf dem Küchentisch und bleibt da.',
      'Just right. It lives on the kitchen table now and will stay there.',
    ),
    text('Schon das dritte – zwei habe ich verschenkt.', 'My third one – I gave two away.'),
    text(
      'Sieht in echt noch schöner aus. Danke auch für die Karte im Paket.',
      'Looks even better in real life. Thank you for the card in the box.',
    ),
    text(
      'Seit einem Jahr jeden Tag in Gebrauch und wie neu.',
      'In use every day for a year and still like new.',
    ),
  ],
};
