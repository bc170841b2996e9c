import { language } from './state.ts';

/** All words of the shop. */
const TEXTS = {
  demo: [
    'Vorführladen – Waren, Menschen und Siegel sind erfunden. Es wird nichts verkauft.',
    'Demo shop – goods, people and seals are invented. Nothing is sold.',
  ],
  tagline: ['Schönes für zu Hause', 'Good things for home'],
  search: ['Suchen', 'Search'],
  searchFor: ['Wonach suchen Sie?', 'What are you looking for?'],
  results: ['{n} Artikel für „{q}“', '{n} items for “{q}”'],
  nothing: ['Nichts gefunden für „{q}“', 'Nothing found for “{q}”'],
  nothingHint: [
    'Ein anderes Wort hilft oft. Oder sehen Sie in den Kategorien nach:',
    'Another word often helps. Or look in the categories:',
  ],
  categories: ['Sortiment', 'Range'],
  favourites: ['Beliebt in diesen Wochen', 'Popular these weeks'],
  guides: ['So geht’s', 'How-to'],
  stores: ['Filialen', 'Stores'],
  help: ['Hilfe', 'Help'],
  cart: ['Warenkorb', 'Cart'],
  wishes: ['Merkzettel', 'Wish list'],
  compare: ['Vergleich', 'Compare'],
  heroTitle: [
    'Ein ruhiger Morgen beginnt mit schönen Dingen.',
    'A quiet morning begins with good things.',
  ],
  heroText: [
    'Tassen, Lichter, Wimpel und allerlei zum Verschenken – zweitausend Kleinigkeiten aus einem Laden, den es nicht gibt.',
    'Mugs, lights, bunting and plenty to give away – two thousand little things from a shop that does not exist.',
  ],
  toRange: ['Zum Sortiment', 'See the range'],
  allItems: ['Alle ansehen', 'See all'],
  sort: ['Sortieren', 'Sort'],
  popular: ['Beliebteste zuerst', 'Most popular'],
  price_up: ['Preis aufsteigend', 'Price, low to high'],
  price_down: ['Preis absteigend', 'Price, high to low'],
  more: ['Weitere zeigen', 'Show more'],
  items: ['{n} Artikel', '{n} items'],
  addToCart: ['In den Warenkorb', 'Add to cart'],
  added: ['{name} liegt im Warenkorb.', '{name} is in your cart.'],
  wish: ['Merken', 'Save'],
  wished: ['Gemerkt', 'Saved'],
  toCompare: ['Vergleichen', 'Compare'],
  inCompare: ['Im Vergleich', 'In comparison'],
  inclTax: ['inkl. MwSt., zzgl. Versand', 'incl. VAT, plus delivery'],
  facts: ['Einzelheiten', 'Details'],
  proofs: ['Nachweise', 'Certificates'],
  proofsNote: ['Erfundene Muster, keine echten Siegel.', 'Invented samples, not real seals.'],
  reviews: ['Bewertungen', 'Reviews'],
  reviewsCount: ['{stars} von 5 · {n} Bewertungen', '{stars} of 5 · {n} reviews'],
  reviewsNote: ['Erfundene Stimmen dieses Vorführladens.', 'Invented voices of this demo shop.'],
  readReviews: ['Bewertungen lesen', 'Read reviews'],
  daysAgo: ['vor {n} Tagen', '{n} days ago'],
  related: ['Passt dazu', 'Goes with it'],
  inStores: ['In den Filialen', 'In the stores'],
  inStock: ['{n} vorrätig', '{n} in stock'],
  outOfStock: ['zurzeit nicht da', 'not there at present'],
  fitsGuide: ['Anleitung dazu lesen', 'Read the how-to'],
  emptyCompare: [
    'Noch nichts zum Vergleichen. Auf einer Artikelseite „Vergleichen“ wählen.',
    'Nothing to compare yet. Choose “Compare” on a product page.',
  ],
  remove: ['Entfernen', 'Remove'],
  price: ['Preis', 'Price'],
  rating: ['Bewertung', 'Rating'],
  minutes: ['{n} Minuten', '{n} minutes'],
  guidesLead: [
    'Kurze Anleitungen, von uns geschrieben. Damit gelingt, wofür Sie gekommen sind.',
    'Short guides, written by us. So that it works out.',
  ],
  youNeed: ['Das brauchen Sie', 'What you need'],
  place: ['Ihr Ort', 'Your town'],
  nearest: ['Nächste finden', 'Find nearest'],
  placeHint: ['zum Beispiel Nürnberg, Hamburg, Wien', 'for example London, Hamburg, Vienna'],
  placeUnknown: [
    '„{q}“ kennt dieser Vorführladen nicht. Versuchen Sie eine größere Stadt.',
    'This demo does not know “{q}”. Try a larger town.',
  ],
  openNow: ['Jetzt geöffnet', 'Open now'],
  closedNow: ['Geschlossen', 'Closed'],
  closesIn: ['schließt in {t}', 'closes in {t}'],
  opensIn: ['öffnet in {t}', 'opens in {t}'],
  closed: ['geschlossen', 'closed'],
  hours: ['Öffnungszeiten', 'Opening hours'],
  route: ['Weg dorthin', 'Directions'],
  routeNote: [
    'In einem echten Laden öffnet sich hier Ihre Karten-App.',
    'In a real shop your maps app opens here.',
  ],
  km: ['{n} km entfernt', '{n} km away'],
  emptyCart: ['Ihr Warenkorb ist leer.', 'Your cart is empty.'],
  emptyWishes: ['Ihr Merkzettel ist leer.', 'Your wish list is empty.'],
  browse: ['Weiterstöbern', 'Keep browsing'],
  quantity: ['Menge', 'Quantity'],
  less: ['Weniger', 'Less'],
  oneMore: ['Mehr', 'More'],
  subtotal: ['Zwischensumme', 'Subtotal'],
  delivery: ['Versand', 'Delivery'],
  free: ['kostenlos', 'free'],
  total: ['Summe', 'Total'],
  missing: ['Noch {m} bis zum kostenlosen Versand.', '{m} more for free delivery.'],
  reached: ['Versand ist kostenlos.', 'Delivery is free.'],
  toCheckout: ['Zur Kasse', 'Go to checkout'],
  checkout: ['Kasse', 'Checkout'],
  contact: ['Kontakt', 'Contact'],
  payment: ['Zahlung', 'Payment'],
  step: ['Schritt {n} von 3', 'Step {n} of 3'],
  name: ['Name', 'Name'],
  email: ['E-Mail', 'E-mail'],
  emailNote: ['Nur zur Vorführung: erfinden Sie eine Adresse.', 'Demo only: make up an address.'],
  street: ['Straße und Hausnummer', 'Street and number'],
  city: ['PLZ und Ort', 'Postcode and town'],
  standard: ['Standardversand, 2–3 Tage', 'Standard delivery, 2–3 days'],
  pickup: ['Abholen in der Filiale', 'Collect in a store'],
  invoice: ['Rechnung', 'Invoice'],
  card: ['Karte', 'Card'],
  wallet: ['Handy-Bezahlen', 'Mobile wallet'],
  fake: [
    'Vorführung: es wird nichts gebucht und nichts geliefert.',
    'Demo: nothing is charged, nothing is delivered.',
  ],
  next: ['Weiter', 'Continue'],
  back: ['Zurück', 'Back'],
  buyNow: ['Zahlungspflichtig bestellen (Vorführung)', 'Place order (demo)'],
  coupon: ['Gutscheincode', 'Voucher code'],
  couponApply: ['Einlösen', 'Apply'],
  couponNo: ['Diesen Code gibt es in der Vorführung nicht.', 'There is no such code in this demo.'],
  thanks: ['Danke, {name}', 'Thank you, {name}'],
  thanksText: [
    'Ihre Bestellung {id} ist angekommen – jedenfalls in dieser Vorführung.',
    'Your order {id} has arrived – in this demo, at least.',
  ],
  howWas: ['Wie war es?', 'How was it?'],
  review: ['Bewertung schreiben', 'Write a review'],
  reviewText: ['Was sollten andere wissen?', 'What should others know?'],
  send: ['Absenden', 'Send'],
  reviewThanks: [
    'Danke für Ihre Bewertung. Sie bleibt in dieser Vorführung.',
    'Thank you for your review. It stays in this demo.',
  ],
  recommend: ['Weiterempfehlen', 'Recommend'],
  recommendText: [
    'Kennen Sie jemanden, dem das auch gefällt?',
    'Do you know somebody who would like this, too?',
  ],
  recommended: [
    'Danke. In einem echten Laden ginge jetzt ein Link hinaus.',
    'Thank you. In a real shop a link would go out now.',
  ],
  noShop: ['Der Laden ist gerade nicht zu erreichen.', 'The shop cannot be reached at the moment.'],
  noShopText: [
    'Was Sie schon geladen haben, geht weiter. Versuchen Sie es gleich noch einmal.',
    'What is loaded already keeps working. Try again in a moment.',
  ],
  noDemo: ['Hier gibt es keinen Vorführladen.', 'There is no demo shop here.'],
  again: ['Noch einmal versuchen', 'Try again'],
  notFound: ['Diese Seite gibt es nicht.', 'This page does not exist.'],
  home: ['Startseite', 'Home'],
  languageLabel: ['EN – Switch to English', 'DE – Auf Deutsch umschalten'],
  dark: ['Dunkle Ansicht', 'Dark view'],
  light: ['Helle Ansicht', 'Light view'],
  skip: ['Zum Inhalt', 'Skip to content'],
  menu: ['Bereiche', 'Sections'],
  consentTitle: ['Dürfen wir mitlesen?', 'May we read along?'],
  consentText: [
    'Mit Ihrem Ja wertet Augenblick diesen Besuch aus und sucht Inhalte danach aus. Ohne Ihr Ja wird nichts gespeichert und nichts gesendet – der Laden geht genauso.',
    'With your yes, Augenblick evaluates this visit and chooses contents by it. Without it nothing is stored and nothing is sent – the shop works all the same.',
  ],
  yes: ['Ja, gern', 'Yes, please'],
  no: ['Nein, danke', 'No, thanks'],
  why: ['Warum das?', 'Why this?'],
  whyTitle: ['Warum Sie das sehen', 'Why you see this'],
  close: ['Schließen', 'Close'],
  whyNoConsent: [
    'Sie haben nicht zugestimmt. Also ist nichts gespeichert, nichts gesendet, und alle sehen dasselbe.',
    'You have not agreed. So nothing is stored, nothing is sent, and everybody sees the same.',
  ],
  whyWaiting: [
    'Noch nichts geschehen. Sehen Sie sich um.',
    'Nothing has happened yet. Have a look around.',
  ],
  whyNone: [
    'Ein klarer Moment ist noch nicht zu erkennen. Das sagt Augenblick auch so.',
    'No clear moment can be seen yet. Augenblick says so, too.',
  ],
  whySilent: [
    'Augenblick antwortet gerade nicht. Der Laden geht weiter.',
    'Augenblick does not answer right now. The shop goes on.',
  ],
  answered: ['Letzte Antwort in {n} ms', 'Last answer in {n} ms'],
  sure: ['{n} % sicher', '{n} % sure'],
  about: ['Es geht um {name}', 'It is about {name}'],
  evidence: ['Woran das zu erkennen ist', 'What tells'],
  signals: ['Was auffällt', 'What stands out'],
  decided: ['Was auf dieser Seite gezeigt wird', 'What this page shows'],
  nothingDecided: [
    'Auf dieser Seite war noch nichts zu entscheiden.',
    'Nothing was to be decided on this page yet.',
  ],
  fallback: ['Eigener Inhalt des Platzes', 'The placement’s own content'],
  keeps: ['Bleibt, wie die Seite ist', 'Stays as the page is'],
  won: ['gewinnt', 'wins'],
  options: ['Möglichkeiten: {n}', 'Options: {n}'],
  chance: ['gezogen mit {n} %', 'drawn with {n} %'],
  ownTouch: ['Lieber in die Hand nehmen?', 'Rather hold it in your hand?'],
  ownTouchLink: ['Filialen und Öffnungszeiten', 'Stores and opening hours'],
  ownGuide: ['Nicht sicher, was passt?', 'Not sure what fits?'],
  ownGuideLink: ['Anleitungen lesen', 'Read the guides'],
  ownHelp: ['Eine Frage dazu?', 'A question?'],
  ownHelpLink: ['Fragen und Antworten', 'Questions and answers'],
  ownMore: ['Noch etwas vergessen?', 'Forgotten something?'],
  aboutShop: ['Es geht um den Laden als Ganzes', 'It is about the shop as a whole'],
  startOver: ['Als jemand Neues beginnen', 'Begin as somebody new'],
  startOverNote: [
    'Eine von zwanzig Personen gehört zur Vergleichsgruppe und sieht keine Kampagne.',
    'One person in twenty belongs to the comparison group and sees no campaign.',
  ],
  play: ['Die vier Momente spielen', 'Play the four moments'],
  playKnow: [
    'Artikel ansehen, Bewertungen und Nachweise lesen',
    'Look at items, read reviews and certificates',
  ],
  playGo: [
    'Filiale suchen, Öffnungszeiten und Weg ansehen',
    'Find a store, look at hours and directions',
  ],
  playDo: ['Eine Anleitung öffnen und lesen', 'Open a how-to and read it'],
  playBuy: ['In den Warenkorb legen und zur Kasse gehen', 'Add to the cart and go to checkout'],
  'kind.know': ['Ich will etwas wissen', 'I want to know'],
  'kind.go': ['Ich will hingehen', 'I want to go'],
  'kind.do': ['Ich will etwas tun', 'I want to do'],
  'kind.buy': ['Ich will kaufen', 'I want to buy'],
  'stage.research': ['Umschauen', 'Research'],
  'stage.compare': ['Vergleichen', 'Compare'],
  'stage.purchase': ['Kaufen', 'Purchase'],
  'stage.post_purchase': ['Danach', 'Afterwards'],
  'stage.recommend': ['Empfehlen', 'Recommend'],
  'place.bar-top': ['Leiste oben', 'Bar at the top'],
  'place.home-hero': ['Startseite, großes Bild', 'Home page, main picture'],
  'place.category-top': ['Über der Produktliste', 'Above the product list'],
  'place.product-advice': ['Beratung am Produkt', 'Advice beside the product'],
  'place.product-more': ['Unter der Beschreibung', 'Below the description'],
  'place.search-empty': ['Suche ohne Treffer', 'Search without a result'],
  'place.cart-top': ['Über dem Warenkorb', 'Above the cart'],
  'place.checkout-help': ['Hilfe an der Kasse', 'Help at the checkout'],
  'place.guide-end': ['Ende eines Ratgebers', 'End of a guide'],
  'place.order-thanks': ['Dankeseite', 'Thank-you page'],
  'signal.stalled_checkout': ['An der Kasse ins Stocken geraten', 'Stuck at the checkout'],
  'signal.abandoned_cart': ['Warenkorb stehen gelassen', 'Left the cart standing'],
  'signal.viewed_not_bought': ['Angesehen, nicht gekauft', 'Viewed, not bought'],
  'signal.comparison_ping_pong': [
    'Springt zwischen Artikeln hin und her',
    'Goes back and forth between items',
  ],
  'signal.price_watching': ['Achtet auf den Preis', 'Watches the price'],
  'signal.search_without_result': ['Gesucht und nichts gefunden', 'Searched and found nothing'],
  'signal.returning_after_absence': ['Nach längerer Zeit wieder da', 'Back after a while'],
  'signal.first_purchase': ['Erster Einkauf', 'First purchase'],
  'signal.in_store_visit': ['War in einer Filiale', 'Was in a store'],
  'signal.replenishment_due': ['Bald wieder nötig', 'Due again soon'],
  helpTitle: ['Fragen und Antworten', 'Questions and answers'],
  imprintTitle: ['Impressum', 'Imprint'],
  imprintWho: [
    'Morgenrot ist ein Vorführladen: Es gibt ihn nicht, niemand verkauft hier etwas. Anschrift und Namen in seinen Mails sind erfunden.',
    'Morgenrot is a demo shop: it does not exist, nobody sells anything here. Address and names in its mails are invented.',
  ],
  privacyTitle: ['Datenschutz', 'Privacy'],
  privacyVisit: [
    'Ohne Ihr Ja wird nichts gespeichert und nichts gesendet. Mit Ihrem Ja bleibt, was Sie hier tun, auf dem Rechner, auf dem dieser Laden läuft.',
    'Without your yes nothing is stored and nothing is sent. With your yes, what you do here stays on the machine this shop runs on.',
  ],
  privacyMail: [
    'Was Sie von uns hören möchten, stellen Sie über den Link „Einstellungen“ in jeder Mail ein; dort verlangen Sie auch Auskunft oder Löschung.',
    'What you want to hear from us you set by the link “Preferences” in every mail; there you also ask for your data or for erasure.',
  ],
  imprint: [
    'Daten: Online Retail (Chen, 2015), CC BY 4.0, verändert. Zeichnungen und Texte: Augenblick.',
    'Data: Online Retail (Chen, 2015), CC BY 4.0, changed. Drawings and texts: Augenblick.',
  ],
  postTitle: ['Post aus dem Laden', 'Mail from the shop'],
  postNone: [
    'Zurzeit läuft kein Anmeldeformular. In der Konsole unter „Einwilligungen“ lässt sich eines live schalten.',
    'No sign-up form is live. The console puts one live under “Consent”.',
  ],
  postWhat: [
    'Melden Sie sich mit einer erfundenen Adresse an, und sehen Sie, wie dieser Laden Ihnen schreibt.',
    'Sign up with an address you make up, and see how this shop writes to you.',
  ],
  postThen: ['So geht es weiter', 'What happens then'],
  postConfirm: [
    'Keine Mail verlässt diesen Rechner. Bestätigen Sie die Anmeldung im Postfach der Konsole, im selben Browser:',
    'No mail leaves this machine. Confirm the sign-up in the console’s mailbox, in the same browser:',
  ],
  postCaught: ['Nachrichten, Aufgefangen', 'Messages, Caught'],
  postCart: [
    'Legen Sie etwas in den Warenkorb und gehen Sie. Nach einer halben Stunde Stille kommt die Erinnerung. Schneller geht es mit „Durchspielen“ in der Strecke „Liegengebliebener Warenkorb“.',
    'Put something into the cart and leave. After half an hour of silence the reminder comes. “Test run” in the journey “Abandoned cart” is quicker.',
  ],
  postTill: [
    'Wer inzwischen kauft, hier oder an der Kasse, bekommt keine zweite. Warum, steht in der Konsole bei der Person.',
    'Whoever buys meanwhile, here or at the till, gets no second one. The console says why on the shopper’s page.',
  ],
  toConsole: ['Konsole öffnen', 'Open the console'],
} as const satisfies Record<string, readonly [de: string, en: string]>;

export type TextKey = keyof typeof TEXTS;

/** A text in the present language, its gaps filled: t('items', { n: 3 }). */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  const text: string = TEXTS[key][language.value === 'de' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** True when there is a text of that name. */
export function isText(key: string): key is TextKey {
  return Object.hasOwn(TEXTS, key);
}

/** The present language's side of a text that came with data. */
export function words(text: { de: string; en: string }): string {
  return text[language.value];
}

/** "2 Std. 5 Min." */
export function span(minutes: number): string {
  const [days, hours, rest] = [
    Math.floor(minutes / 1440),
    Math.floor((minutes % 1440) / 60),
    minutes % 60,
  ];
  const de = language.value === 'de';
  if (days > 0)
    return de
      ? `${days} ${days === 1 ? 'Tag' : 'Tagen'}`
      : `${days} ${days === 1 ? 'day' : 'days'}`;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} ${de ? 'Std.' : 'h'}` : `${hours} ${de ? 'Std.' : 'h'} ${rest} min`;
}
