/** What the shopper agreed to, as it stood on the form: the proof of the consent holds it word for word. */
export const NEWSLETTER_WORDING: Readonly<Record<'de' | 'en' | 'fr', string>> = {
  de: 'Ja, ich möchte den Newsletter mit Neuheiten und Angeboten per E-Mail erhalten. Abmelden kann ich mich jederzeit.',
  en: 'Yes, please send me the newsletter with news and offers by e-mail. I can unsubscribe at any time.',
  fr: 'Oui, je souhaite recevoir la lettre d’information par e-mail. Je peux me désinscrire à tout moment.',
};

/** The same for being measured; asked for beside the newsletter, and given by some. */
export const MEASURING_WORDING: Readonly<Record<'de' | 'en' | 'fr', string>> = {
  de: 'Ja, der Laden darf messen, welche Mails ich öffne, damit er mir schickt, was mich interessiert.',
  en: 'Yes, the shop may measure which mails I open, so that it sends what interests me.',
  fr: 'Oui, la boutique peut mesurer quels e-mails j’ouvre, afin de m’envoyer ce qui m’intéresse.',
};

/** Must be shown wherever the demo data is (CC BY 4.0, section 3a: source, licence, changes). */
export const ATTRIBUTION = {
  de: 'Demodaten: Chen, D. (2015), Online Retail, UCI Machine Learning Repository, CC BY 4.0. Auswahl; Zeitpunkte verschoben, Produktnamen geglättet und teils übersetzt, Sortimente abgeleitet, Beträge eins zu eins in Euro statt Pfund. Namen und Adressen der Kundinnen und Kunden sind erfunden.',
  en: 'Demo data: Chen, D. (2015), Online Retail, UCI Machine Learning Repository, CC BY 4.0. A selection; dates moved, product names tidied and partly translated, categories derived, amounts one to one in euro instead of pounds. Names and addresses of shoppers are invented.',
  url: 'https://doi.org/10.24432/C5BW33',
} as const;
