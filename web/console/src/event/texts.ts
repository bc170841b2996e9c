import { defineTexts } from '@augenblick/ui';
import type { DropReason, EventName, IdentityKind } from '@augenblick/contract';

/** What an event of the vocabulary is called on the shop floor. The compiler asks for every name. */
const NAMES: Readonly<Record<EventName, { en: string; de: string }>> = {
  'Products Searched': { en: 'Searched', de: 'Gesucht' },
  'Product List Viewed': { en: 'Looked through a category', de: 'Kategorie angesehen' },
  'Product List Filtered': { en: 'Narrowed down a list', de: 'Auswahl eingegrenzt' },
  'Promotion Viewed': { en: 'Saw a promotion', de: 'Aktion gesehen' },
  'Promotion Clicked': { en: 'Opened a promotion', de: 'Aktion geöffnet' },
  'Product Clicked': { en: 'Picked a product', de: 'Artikel angeklickt' },
  'Product Viewed': { en: 'Looked at a product', de: 'Artikel angesehen' },
  'Product Compared': { en: 'Compared products', de: 'Artikel verglichen' },
  'Product Shared': { en: 'Shared a product', de: 'Artikel geteilt' },
  'Product Reviewed': { en: 'Reviewed a product', de: 'Artikel bewertet' },
  'Product Added': { en: 'Put into the cart', de: 'In den Warenkorb gelegt' },
  'Product Removed': { en: 'Took out of the cart', de: 'Aus dem Warenkorb genommen' },
  'Cart Viewed': { en: 'Looked into the cart', de: 'Warenkorb angesehen' },
  'Cart Shared': { en: 'Shared the cart', de: 'Warenkorb geteilt' },
  'Checkout Started': { en: 'Went to the checkout', de: 'Zur Kasse gegangen' },
  'Checkout Step Viewed': { en: 'Reached a checkout step', de: 'Kassenschritt erreicht' },
  'Checkout Step Completed': { en: 'Finished a checkout step', de: 'Kassenschritt abgeschlossen' },
  'Payment Info Entered': { en: 'Entered payment details', de: 'Zahlungsart angegeben' },
  'Coupon Entered': { en: 'Entered a voucher', de: 'Gutschein eingegeben' },
  'Coupon Applied': { en: 'Voucher accepted', de: 'Gutschein angenommen' },
  'Coupon Denied': { en: 'Voucher refused', de: 'Gutschein abgelehnt' },
  'Coupon Removed': { en: 'Removed a voucher', de: 'Gutschein entfernt' },
  'Order Completed': { en: 'Bought', de: 'Gekauft' },
  'Order Updated': { en: 'Order corrected', de: 'Bestellung berichtigt' },
  'Order Cancelled': { en: 'Order cancelled', de: 'Bestellung storniert' },
  'Order Refunded': { en: 'Money refunded', de: 'Geld erstattet' },
  'Product Added to Wishlist': { en: 'Put on the wish list', de: 'Auf den Merkzettel gesetzt' },
  'Product Removed from Wishlist': {
    en: 'Took off the wish list',
    de: 'Vom Merkzettel genommen',
  },
  'Wishlist Product Added to Cart': {
    en: 'From the wish list into the cart',
    de: 'Vom Merkzettel in den Warenkorb',
  },
  'Consent Granted': { en: 'Gave consent', de: 'Einwilligung gegeben' },
  'Consent Withdrawn': { en: 'Withdrew consent', de: 'Einwilligung widerrufen' },
  'Consent Requested': { en: 'Asked for consent', de: 'Um Einwilligung gebeten' },
  'Segment Consent Preference Updated': {
    en: 'Changed consent settings',
    de: 'Einwilligungen geändert',
  },
  Unsubscribed: { en: 'Unsubscribed', de: 'Abgemeldet' },
  'Email Sent': { en: 'Mail sent', de: 'Mail geschickt' },
  'Email Delivered': { en: 'Mail delivered', de: 'Mail zugestellt' },
  'Email Opened': { en: 'Opened a mail', de: 'Mail geöffnet' },
  'Email Link Clicked': { en: 'Followed a link in a mail', de: 'Link in einer Mail geöffnet' },
  'Email Bounced': { en: 'Mail bounced', de: 'Mail nicht zustellbar' },
  'Email Marked as Spam': { en: 'Marked a mail as spam', de: 'Mail als Spam gemeldet' },
  'Email Replied': { en: 'Answered a mail', de: 'Auf eine Mail geantwortet' },
  'Message Sent': { en: 'Message sent', de: 'Nachricht geschickt' },
  'Message Delivered': { en: 'Message delivered', de: 'Nachricht zugestellt' },
  'Message Opened': { en: 'Opened a message', de: 'Nachricht geöffnet' },
  'Message Link Clicked': {
    en: 'Followed a link in a message',
    de: 'Link in einer Nachricht geöffnet',
  },
  'Message Bounced': { en: 'Message bounced', de: 'Nachricht nicht zustellbar' },
  'Message Marked as Spam': { en: 'Marked a message as spam', de: 'Nachricht als Spam gemeldet' },
  'Message Replied': { en: 'Answered a message', de: 'Auf eine Nachricht geantwortet' },
  'Receipt Issued': { en: 'Paid at the till', de: 'An der Kasse bezahlt' },
  'Receipt Claimed': { en: 'Scanned a receipt', de: 'Kassenbon eingescannt' },
  'Pass Scanned': { en: 'Showed the customer card', de: 'Kundenkarte vorgezeigt' },
  'Zone Entered': { en: 'Entered a store area', de: 'Bereich im Laden betreten' },
  'Zone Left': { en: 'Left a store area', de: 'Bereich im Laden verlassen' },
  'Store Visited': { en: 'Visited the store', de: 'Im Laden gewesen' },
  'Kiosk Answered': { en: 'Answered at the kiosk', de: 'Am Terminal geantwortet' },
  'Staff Note Added': { en: 'Note by the team', de: 'Notiz vom Team' },
  'Feedback Submitted': { en: 'Gave feedback', de: 'Rückmeldung gegeben' },
  'Offer Shown': { en: 'Was shown an offer', de: 'Angebot gezeigt bekommen' },
  'Offer Accepted': { en: 'Took an offer', de: 'Angebot angenommen' },
  'Offer Dismissed': { en: 'Dismissed an offer', de: 'Angebot weggeklickt' },
  'Placement Shown': { en: 'Was shown a campaign', de: 'Kampagne gezeigt' },
  'Placement Clicked': { en: 'Clicked a campaign', de: 'Kampagne angeklickt' },
  'Placement Dismissed': { en: 'Shut a campaign', de: 'Kampagne weggeklickt' },
  'Points Earned': { en: 'Collected points', de: 'Punkte gesammelt' },
  'Reward Redeemed': { en: 'Redeemed a reward', de: 'Prämie eingelöst' },
  'Page Viewed': { en: 'Opened a page', de: 'Seite aufgerufen' },
  'Screen Viewed': { en: 'Opened a screen in the app', de: 'Ansicht in der App geöffnet' },
  'Shopper Identified': { en: 'Made known who they are', de: 'Sich zu erkennen gegeben' },
  'Group Joined': { en: 'Joined a group', de: 'Gruppe beigetreten' },
  'Identity Aliased': { en: 'Linked two identifiers', de: 'Zwei Kennungen verbunden' },
};

/** Names outside the vocabulary that the detector of moments reads, and shops therefore send. */
const MORE: Readonly<Record<string, { en: string; de: string }>> = {
  'Store Availability Checked': {
    en: 'Asked whether a store has it',
    de: 'Verfügbarkeit im Laden geprüft',
  },
  'Store Stock Checked': { en: 'Looked whether a store has it', de: 'Bestand im Laden angesehen' },
  'Store Locator Used': { en: 'Looked for a store', de: 'Filiale gesucht' },
  'Store Searched': { en: 'Looked for a store', de: 'Filiale gesucht' },
  'Store Viewed': { en: 'Looked at a store', de: 'Filiale angesehen' },
  'Route Requested': { en: 'Asked for the way to the store', de: 'Weg zur Filiale gesucht' },
  'Certificate Opened': { en: 'Opened a certificate', de: 'Siegel angesehen' },
  'Chat Opened': { en: 'Opened the chat', de: 'Chat geöffnet' },
  'Shop Recommended': { en: 'Recommended the shop', de: 'Laden weiterempfohlen' },
  'Page Read': { en: 'Read a page', de: 'Seite gelesen' },
  'Web Vitals': { en: 'Speed of a page', de: 'Geschwindigkeit einer Seite' },
  'Page Left': { en: 'Left a page', de: 'Seite verlassen' },
};

const DROPS: Readonly<Record<DropReason, { en: string; de: string }>> = {
  not_an_object: { en: 'not an object', de: 'kein Objekt' },
  type_unknown: { en: 'unknown type of call', de: 'unbekannte Art des Aufrufs' },
  event_name_missing: { en: 'event without a name', de: 'Ereignis ohne Namen' },
  identity_missing: { en: 'no identifier', de: 'ohne Kennung' },
  event_too_large: { en: 'too large', de: 'zu groß' },
  too_deep: { en: 'nested too deeply', de: 'zu tief verschachtelt' },
  user_id_blocked: { en: 'blocked customer number', de: 'gesperrte Kundennummer' },
  text_invalid: { en: 'unreadable text', de: 'unlesbarer Text' },
  time_invalid: { en: 'impossible time', de: 'unmögliche Zeitangabe' },
  order_invalid: { en: 'incomplete order', de: 'unvollständige Bestellung' },
  previous_id_missing: { en: 'alias without previous id', de: 'Alias ohne bisherige Kennung' },
  erased_shopper: { en: 'erased shopper', de: 'gelöschte Person' },
};

const IDENTITIES: Readonly<Record<IdentityKind | 'signup', { en: string; de: string }>> = {
  user_id: { en: 'Customer number', de: 'Kundennummer' },
  card: { en: 'Customer card', de: 'Kundenkarte' },
  email: { en: 'E-mail', de: 'E-Mail' },
  phone: { en: 'Phone', de: 'Telefon' },
  external_id: { en: 'External id', de: 'Fremde Kennung' },
  anonymous_id: { en: 'Browser', de: 'Browser' },
  device: { en: 'Device', de: 'Gerät' },
  signup: { en: 'Sign-up form', de: 'Anmeldeformular' },
};

type Pair = { en: string; de: string };
/** One language of a record of pairs. */
function of<K extends string>(pairs: Readonly<Record<K, Pair>>, language: keyof Pair) {
  const entries = Object.entries<Pair>(pairs).map(([key, pair]) => [key, pair[language]]);
  return Object.fromEntries(entries) as Record<K, string>;
}

/** Names of events, in words. Read through `useEventWords`, which knows what to do with other names. */
export const eventNameTexts = defineTexts('eventName', {
  en: of({ ...MORE, ...NAMES }, 'en'),
  de: of({ ...MORE, ...NAMES }, 'de'),
});

/** Why something was not stored, in a few words. */
export const dropTexts = defineTexts('drop', { en: of(DROPS, 'en'), de: of(DROPS, 'de') });

/** Kinds of identifier. */
export const identityTexts = defineTexts('identity', {
  en: of(IDENTITIES, 'en'),
  de: of(IDENTITIES, 'de'),
});

/** What kind of thing somebody does, for marks and the filter. */
export const activityTexts = defineTexts('activity', {
  en: {
    look: 'Looking and searching',
    cart: 'Cart and purchase',
    store: 'In the store',
    person: 'About the person',
    contact: 'Contact and offers',
    own: 'Your own events',
  },
  de: {
    look: 'Ansehen und Suchen',
    cart: 'Warenkorb und Kauf',
    store: 'Im Laden',
    person: 'Angaben zur Person',
    contact: 'Kontakt und Angebote',
    own: 'Eigene Ereignisse',
  },
});

/** Changes of the profile that the console words itself. */
export const changeTexts = defineTexts('eventChange', {
  en: {
    counted: '{name}, {count, plural, =1 {for the first time} other {# times so far}}',
    firstOrderAt: 'First order: {time}',
    lastOrderAt: 'Latest order: {time}',
  },
  de: {
    counted: '{count, plural, =1 {Zum ersten Mal} other {Zum #. Mal}}: {name}',
    firstOrderAt: 'Erste Bestellung: {time}',
    lastOrderAt: 'Letzte Bestellung: {time}',
  },
});

/** The event's drawer. */
export const eventTexts = defineTexts('event', {
  en: {
    nobody: 'Nobody known by name',
    unknown: 'Unknown {id}',
    simulated: 'Simulated',
    simulatedHint: 'Made by the visitor simulation of the demo shop, not by a real person.',
    story: 'What happened with it',
    arrived: 'Arrived from {source} at {time}',
    arrivedLate: 'Arrived from {source} at {time}, {delay} after it happened',
    storedAs: 'Stored; the same message sent again would be recognised',
    belongs: 'Belongs to a known profile',
    belongsNobody: 'Belongs to nobody who could be named',
    changedCount:
      '{count, plural, =0 {Counted along, changed nothing else in the profile} one {Changed # fact in the profile} other {Changed # facts in the profile}}',
    identities: 'Recognised by',
    noIdentity: 'It carried no identifier, so it belongs to no shopper.',
    shared: 'shared by several people',
    changes: 'What changed in the profile',
    moments: 'The moment it led to',
    decisions: 'What was decided after it',
    orders: 'Orders',
    consents: 'Consents',
    links: 'Joined and separated',
    openShopper: 'Open the shopper',
    dropped: 'Not stored',
    developers: 'For developers',
    eventId: 'Event',
    messageId: 'Message',
    occurred: 'Happened',
    received: 'Arrived',
    source: 'Source',
    notFound:
      'This event is no longer here. It may have been erased with its shopper or removed with the demo shop.',
  },
  de: {
    nobody: 'Niemand namentlich bekannt',
    unknown: 'Unbekannt {id}',
    simulated: 'Simuliert',
    simulatedHint:
      'Von der Besuchersimulation des Demo-Geschäfts erzeugt, nicht von einem Menschen.',
    story: 'Was damit geschah',
    arrived: 'Angekommen aus {source} um {time}',
    arrivedLate: 'Angekommen aus {source} um {time}, {delay} nach dem Geschehen',
    storedAs: 'Gespeichert; dieselbe Nachricht noch einmal würde erkannt',
    belongs: 'Gehört zu einem bekannten Profil',
    belongsNobody: 'Gehört zu niemandem, der sich benennen ließe',
    changedCount:
      '{count, plural, =0 {Mitgezählt, sonst hat sich am Profil nichts geändert} one {Eine Angabe im Profil hat sich geändert} other {# Angaben im Profil haben sich geändert}}',
    identities: 'Erkannt an',
    noIdentity: 'Es trug keine Kennung und gehört deshalb zu niemandem.',
    shared: 'von mehreren benutzt',
    changes: 'Was sich im Profil geändert hat',
    moments: 'Welcher Augenblick daraus wurde',
    decisions: 'Was daraufhin entschieden wurde',
    orders: 'Bestellungen',
    consents: 'Einwilligungen',
    links: 'Verbunden und getrennt',
    openShopper: 'Zur Person',
    dropped: 'Nicht gespeichert',
    developers: 'Für Entwickler',
    eventId: 'Ereignis',
    messageId: 'Nachricht',
    occurred: 'Geschehen',
    received: 'Angekommen',
    source: 'Quelle',
    notFound:
      'Dieses Ereignis gibt es nicht mehr. Vielleicht wurde es mit der Person gelöscht oder mit dem Demo-Geschäft entfernt.',
  },
});
