import type { AddressForm } from '@augenblick/contract';
import type { PageLanguage } from './look.ts';

/** Everything the pages for shoppers say: Sie, du, English. `{name}` is filled in. */
const TEXTS = {
  // Sign-up
  email: ['E-Mail-Adresse', 'E-Mail-Adresse', 'E-mail address'],
  firstName: ['Vorname (freiwillig)', 'Vorname (freiwillig)', 'First name (optional)'],
  topicsAsk: ['Was interessiert Sie?', 'Was interessiert dich?', 'What are you interested in?'],
  trap: ['Bitte leer lassen', 'Bitte leer lassen', 'Please leave empty'],
  privacy: ['Datenschutz', 'Datenschutz', 'Privacy'],
  imprint: ['Impressum', 'Impressum', 'Legal notice'],
  close: ['Schließen', 'Schließen', 'Close'],
  emailWrong: [
    'Diese Adresse sieht nicht vollständig aus. Bitte prüfen Sie sie, zum Beispiel name@anbieter.de.',
    'Diese Adresse sieht nicht vollständig aus. Bitte prüf sie noch einmal, zum Beispiel name@anbieter.de.',
    'This address does not look complete. Please check it, for example name@provider.com.',
  ],
  tooMany: [
    'Von Ihrem Anschluss kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    'Von deinem Anschluss kamen gerade sehr viele Anmeldungen. Bitte versuch es in einigen Minuten noch einmal.',
    'Very many sign-ups came from your connection just now. Please try again in a few minutes.',
  ],
  failed: [
    'Das hat gerade nicht geklappt. Bitte versuchen Sie es gleich noch einmal.',
    'Das hat gerade nicht geklappt. Bitte versuch es gleich noch einmal.',
    'That did not work just now. Please try again in a moment.',
  ],
  lookTitle: ['Noch ein Schritt', 'Noch ein Schritt', 'One more step'],
  formGone: [
    'Dieses Formular gibt es nicht mehr.',
    'Dieses Formular gibt es nicht mehr.',
    'This form does not exist any more.',
  ],
  // Confirmation
  confirmTitle: ['Anmeldung bestätigen', 'Anmeldung bestätigen', 'Confirm your sign-up'],
  confirmText: [
    'Für {email} wurde am {at} der Newsletter von {name} bestellt. Bitte bestätigen Sie, dass Sie das waren. Ohne Ihre Bestätigung schicken wir nichts.',
    'Für {email} wurde am {at} der Newsletter von {name} bestellt. Bitte bestätige, dass du das warst. Ohne deine Bestätigung schicken wir nichts.',
    'On {at} somebody ordered the newsletter of {name} for {email}. Please confirm that it was you. Without your confirmation we send nothing.',
  ],
  confirmAgreed: ['Sie stimmen zu:', 'Du stimmst zu:', 'You agree to this:'],
  confirmButton: ['Ja, anmelden', 'Ja, anmelden', 'Yes, sign me up'],
  confirmNot: [
    'Das waren Sie nicht? Dann schließen Sie diese Seite einfach.',
    'Das warst du nicht? Dann schließ diese Seite einfach.',
    'It was not you? Then simply close this page.',
  ],
  confirmedTitle: ['Vielen Dank', 'Vielen Dank', 'Thank you'],
  confirmedText: [
    'Ihre Anmeldung ist bestätigt. Abmelden können Sie sich jederzeit, ein Link dazu steht in jeder Nachricht.',
    'Deine Anmeldung ist bestätigt. Abmelden kannst du dich jederzeit, ein Link dazu steht in jeder Nachricht.',
    'Your sign-up is confirmed. You can unsubscribe at any time, every message has a link for it.',
  ],
  expiredTitle: [
    'Dieser Link gilt nicht mehr',
    'Dieser Link gilt nicht mehr',
    'This link has expired',
  ],
  expiredText: [
    'Der Link zum Bestätigen galt sieben Tage. Melden Sie sich bitte noch einmal an, dann kommt ein neuer.',
    'Der Link zum Bestätigen galt sieben Tage. Melde dich bitte noch einmal an, dann kommt ein neuer.',
    'The link was valid for seven days. Please sign up once more and a new one will come.',
  ],
  unknownTitle: [
    'Diesen Link kennen wir nicht',
    'Diesen Link kennen wir nicht',
    'We do not know this link',
  ],
  unknownText: [
    'Vielleicht wurde er beim Kopieren abgeschnitten. Öffnen Sie ihn bitte direkt aus der Nachricht.',
    'Vielleicht wurde er beim Kopieren abgeschnitten. Öffne ihn bitte direkt aus der Nachricht.',
    'Perhaps it was cut off when it was copied. Please open it directly from the message.',
  ],
  // Unsubscribe
  leaveTitle: ['Abmelden', 'Abmelden', 'Unsubscribe'],
  leaveText: [
    'Möchten Sie {channel} von {name} keine Werbung mehr bekommen? Nachrichten zu Ihren Bestellungen kommen weiterhin.',
    'Möchtest du {channel} von {name} keine Werbung mehr bekommen? Nachrichten zu deinen Bestellungen kommen weiterhin.',
    'Would you like no more advertising {channel} from {name}? Messages about your orders will still come.',
  ],
  leaveButton: ['Ja, abmelden', 'Ja, abmelden', 'Yes, unsubscribe me'],
  leaveRather: [
    'Lieber seltener oder nur bestimmte Themen',
    'Lieber seltener oder nur bestimmte Themen',
    'Rather less often or only some topics',
  ],
  leftTitle: ['Sie sind abgemeldet', 'Du bist abgemeldet', 'You are unsubscribed'],
  leftText: [
    'Ab sofort kommt {channel} keine Werbung mehr von {name}.',
    'Ab sofort kommt {channel} keine Werbung mehr von {name}.',
    'From now on there is no more advertising {channel} from {name}.',
  ],
  // Preferences
  prefTitle: ['Ihre Einstellungen', 'Deine Einstellungen', 'Your preferences'],
  prefFor: ['für {email}', 'für {email}', 'for {email}'],
  saved: [
    'Gespeichert. Das gilt ab sofort.',
    'Gespeichert. Das gilt ab sofort.',
    'Saved. This holds from now on.',
  ],
  topics: ['Themen', 'Themen', 'Topics'],
  topicsNote: [
    'Wovon möchten Sie hören?',
    'Wovon möchtest du hören?',
    'What would you like to hear about?',
  ],
  channels: ['Wege', 'Wege', 'Channels'],
  channelsNote: [
    'Worüber dürfen wir Ihnen Werbung schicken?',
    'Worüber dürfen wir dir Werbung schicken?',
    'How may we send you advertising?',
  ],
  channelOff: [
    'Ausgeschaltet. Wieder einschalten können Sie das dort, wo Sie zugestimmt hatten.',
    'Ausgeschaltet. Wieder einschalten kannst du das dort, wo du zugestimmt hattest.',
    'Switched off. You can switch it on again where you agreed to it.',
  ],
  frequency: ['Wie oft', 'Wie oft', 'How often'],
  all: ['Alles, was passt', 'Alles, was passt', 'Everything that fits'],
  weekly: ['Höchstens einmal in der Woche', 'Höchstens einmal in der Woche', 'At most once a week'],
  monthly: ['Höchstens einmal im Monat', 'Höchstens einmal im Monat', 'At most once a month'],
  pause: ['Pause', 'Pause', 'Pause'],
  pauseNone: ['Keine Pause', 'Keine Pause', 'No pause'],
  pauseKeep: ['Pause bis {at}', 'Pause bis {at}', 'Paused until {at}'],
  pause14: ['Zwei Wochen Ruhe', 'Zwei Wochen Ruhe', 'Two weeks of quiet'],
  pause30: ['Einen Monat Ruhe', 'Einen Monat Ruhe', 'A month of quiet'],
  pause90: ['Drei Monate Ruhe', 'Drei Monate Ruhe', 'Three months of quiet'],
  language: ['Sprache', 'Sprache', 'Language'],
  german: ['Deutsch', 'Deutsch', 'Deutsch'],
  english: ['English', 'English', 'English'],
  save: ['Speichern', 'Speichern', 'Save'],
  leaveAll: ['Von allem abmelden', 'Von allem abmelden', 'Unsubscribe from everything'],
  leaveAllNote: [
    'Keine Werbung mehr, auf keinem Weg. Nachrichten zu Ihren Bestellungen kommen weiterhin.',
    'Keine Werbung mehr, auf keinem Weg. Nachrichten zu deinen Bestellungen kommen weiterhin.',
    'No more advertising through any channel. Messages about your orders will still come.',
  ],
  leftAll: [
    'Sie sind von allem abgemeldet. Das gilt ab sofort.',
    'Du bist von allem abgemeldet. Das gilt ab sofort.',
    'You are unsubscribed from everything. This holds from now on.',
  ],
  data: ['Ihre Daten', 'Deine Daten', 'Your data'],
  dataNote: [
    'Sie können eine Kopie Ihrer Daten verlangen oder dass wir sie löschen. Damit wirklich Sie fragen, schicken wir zuerst einen Link an Ihre E-Mail-Adresse. Wir antworten innerhalb eines Monats.',
    'Du kannst eine Kopie deiner Daten verlangen oder dass wir sie löschen. Damit wirklich du fragst, schicken wir zuerst einen Link an deine E-Mail-Adresse. Wir antworten innerhalb eines Monats.',
    'You can ask for a copy of your data or for their erasure. To be sure that it is you who asks, we first send a link to your e-mail address. We answer within a month.',
  ],
  mailed: [
    'Wir haben eine Mail an {email} geschickt. Bitte öffnen Sie den Link darin; er gilt zwei Stunden. Vorher passiert nichts.',
    'Wir haben eine Mail an {email} geschickt. Bitte öffne den Link darin; er gilt zwei Stunden. Vorher passiert nichts.',
    'We have sent a mail to {email}. Please open the link in it; it is valid for two hours. Nothing happens before that.',
  ],
  mailedReturn: [
    'Gespeichert. Damit wieder Mails kommen, bestätigen Sie es bitte in der Mail, die wir an {email} geschickt haben. Der Link darin gilt zwei Stunden.',
    'Gespeichert. Damit wieder Mails kommen, bestätige es bitte in der Mail, die wir an {email} geschickt haben. Der Link darin gilt zwei Stunden.',
    'Saved. For mails to come again please confirm it in the mail we have sent to {email}. The link in it is valid for two hours.',
  ],
  tooManyMails: [
    'Dazu sind schon mehrere Mails unterwegs. Bitte schauen Sie in Ihr Postfach oder versuchen Sie es in zwei Stunden noch einmal.',
    'Dazu sind schon mehrere Mails unterwegs. Bitte schau in dein Postfach oder versuch es in zwei Stunden noch einmal.',
    'Several mails about this are on their way already. Please look into your mailbox or try again in two hours.',
  ],
  noMailbox: [
    'Wir haben keine E-Mail-Adresse, an die wir Ihnen dazu schreiben können. Bitte wenden Sie sich an den Laden.',
    'Wir haben keine E-Mail-Adresse, an die wir dir dazu schreiben können. Bitte wende dich an den Laden.',
    'We have no e-mail address to write to you about this. Please turn to the shop.',
  ],
  noData: [
    'Zu dieser Nachricht haben wir keine Daten mehr über Sie. Es gibt nichts einzustellen, und Werbung kommt keine.',
    'Zu dieser Nachricht haben wir keine Daten mehr über dich. Es gibt nichts einzustellen, und Werbung kommt keine.',
    'We have no data about you any more that belongs to this message. There is nothing to set, and no advertising will come.',
  ],
  testOnly: [
    'Das ist eine Testnachricht. Ausprobieren können Sie alles, geändert wird nichts.',
    'Das ist eine Testnachricht. Ausprobieren kannst du alles, geändert wird nichts.',
    'This is a test message. You can try everything, nothing is changed.',
  ],
  oldLink: [
    'Dieser Link stammt aus einer älteren Nachricht und meldet nur noch ab. Ihre Einstellungen öffnet ein neuer Link, den wir Ihnen gern schicken; er steht auch in jeder neuen Nachricht.',
    'Dieser Link stammt aus einer älteren Nachricht und meldet nur noch ab. Deine Einstellungen öffnet ein neuer Link, den wir dir gern schicken; er steht auch in jeder neuen Nachricht.',
    'This link is from an older message and only unsubscribes. A new link opens your preferences; we are glad to send you one, and it is in every new message, too.',
  ],
  askFresh: [
    'Neuen Link per E-Mail schicken',
    'Neuen Link per E-Mail schicken',
    'Send a new link by e-mail',
  ],
  matterTitle: ['Bitte bestätigen', 'Bitte bestätigen', 'Please confirm'],
  'matterText.export': [
    'Möchten Sie von {name} eine Kopie Ihrer Daten? Sie bekommen sie innerhalb eines Monats.',
    'Möchtest du von {name} eine Kopie deiner Daten? Du bekommst sie innerhalb eines Monats.',
    'Would you like a copy of your data from {name}? You will get it within a month.',
  ],
  'matterText.erasure': [
    'Soll {name} Ihre Daten löschen? Das geschieht innerhalb eines Monats und lässt sich nicht rückgängig machen. Werbung kommt ab sofort keine mehr.',
    'Soll {name} deine Daten löschen? Das geschieht innerhalb eines Monats und lässt sich nicht rückgängig machen. Werbung kommt ab sofort keine mehr.',
    'Should {name} erase your data? That happens within a month and cannot be undone. No more advertising will come from now on.',
  ],
  'matterText.return': [
    'Möchten Sie wieder Mails von {name} bekommen? Sie stimmen zu:',
    'Möchtest du wieder Mails von {name} bekommen? Du stimmst zu:',
    'Would you like to get mails from {name} again? You agree to this:',
  ],
  'matterButton.export': ['Ja, Kopie anfordern', 'Ja, Kopie anfordern', 'Yes, ask for the copy'],
  'matterButton.erasure': ['Ja, Daten löschen', 'Ja, Daten löschen', 'Yes, erase my data'],
  'matterButton.return': ['Ja, wieder Mails', 'Ja, wieder Mails', 'Yes, mails again'],
  matterGone: [
    'Der Link galt zwei Stunden. In Ihren Einstellungen können Sie einen neuen anfordern.',
    'Der Link galt zwei Stunden. In deinen Einstellungen kannst du einen neuen anfordern.',
    'The link was valid for two hours. You can ask for a new one in your preferences.',
  ],
  returned: [
    'Ab sofort kommen wieder Mails. Abmelden können Sie sich jederzeit, ein Link dazu steht in jeder Nachricht.',
    'Ab sofort kommen wieder Mails. Abmelden kannst du dich jederzeit, ein Link dazu steht in jeder Nachricht.',
    'From now on mails will come again. You can unsubscribe at any time, every message has a link for it.',
  ],
  // In the mail that asks for the confirmation, after "it is about:"
  'matter.export': [
    'eine Kopie aller Daten, die {name} über Sie hat',
    'eine Kopie aller Daten, die {name} über dich hat',
    'a copy of all data that {name} has about you',
  ],
  'matter.erasure': [
    'die Löschung aller Daten, die {name} über Sie hat',
    'die Löschung aller Daten, die {name} über dich hat',
    'the erasure of all data that {name} has about you',
  ],
  'matter.return': [
    'wieder Mails von {name} zu bekommen',
    'wieder Mails von {name} zu bekommen',
    'getting mails from {name} again',
  ],
  'matter.preferences': [
    'ein neuer Link zu Ihren Einstellungen',
    'ein neuer Link zu deinen Einstellungen',
    'a new link to your preferences',
  ],
  askExport: [
    'Kopie meiner Daten anfordern',
    'Kopie meiner Daten anfordern',
    'Ask for a copy of my data',
  ],
  askErasure: ['Löschung verlangen', 'Löschung verlangen', 'Ask for erasure'],
  askedExport: [
    'Ihre Anfrage nach einer Kopie Ihrer Daten ist eingegangen.',
    'Deine Anfrage nach einer Kopie deiner Daten ist eingegangen.',
    'We have received your request for a copy of your data.',
  ],
  askedErasure: [
    'Ihre Anfrage auf Löschung ist eingegangen. Werbung kommt ab sofort keine mehr.',
    'Deine Anfrage auf Löschung ist eingegangen. Werbung kommt ab sofort keine mehr.',
    'We have received your request for erasure. No more advertising will come from now on.',
  ],
  // Channels as they stand in a sentence, and as a label
  'by.email': ['per E-Mail', 'per E-Mail', 'by e-mail'],
  'by.sms': ['per SMS', 'per SMS', 'by text message'],
  'by.push': ['per Push-Nachricht', 'per Push-Nachricht', 'by push message'],
  'by.whatsapp': ['über WhatsApp', 'über WhatsApp', 'on WhatsApp'],
  'by.telegram': ['über Telegram', 'über Telegram', 'on Telegram'],
  'by.app': ['in der App', 'in der App', 'in the app'],
  'by.phone': ['am Telefon', 'am Telefon', 'by phone'],
  'by.post': ['per Post', 'per Post', 'by post'],
  'by.ads': ['in Anzeigen', 'in Anzeigen', 'in ads'],
  'by.any': ['auf allen Wegen', 'auf allen Wegen', 'through any channel'],
  'on.email': ['E-Mail', 'E-Mail', 'E-mail'],
  'on.sms': ['SMS', 'SMS', 'Text messages'],
  'on.push': ['Push-Nachrichten', 'Push-Nachrichten', 'Push messages'],
  'on.whatsapp': ['WhatsApp', 'WhatsApp', 'WhatsApp'],
  'on.telegram': ['Telegram', 'Telegram', 'Telegram'],
  'on.app': ['Nachrichten in der App', 'Nachrichten in der App', 'Messages in the app'],
  'on.phone': ['Anrufe', 'Anrufe', 'Phone calls'],
  'on.post': ['Briefpost', 'Briefpost', 'Letters'],
  'on.ads': ['Persönliche Anzeigen', 'Persönliche Anzeigen', 'Personal ads'],
  prefWording: [
    'Ja, {name} darf mir Werbung per E-Mail schicken. Abmelden kann ich mich jederzeit.',
    'Ja, {name} darf mir Werbung per E-Mail schicken. Abmelden kann ich mich jederzeit.',
    'Yes, {name} may send me advertising by e-mail. I can unsubscribe at any time.',
  ],
} as const satisfies Record<string, readonly [sie: string, du: string, en: string]>;

/** Names of the texts. */
export type TextKey = keyof typeof TEXTS;

/** Says a text in a language and, in German, in an address form. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string>>) => string;

/** The speaker of one page. Values are put in as they are: escape the whole sentence afterwards. */
export function speaker(language: PageLanguage, address: AddressForm): Say {
  const place = language === 'en' ? 2 : address === 'du' ? 1 : 0;
  return (key, values = {}) =>
    TEXTS[key][place].replace(/\{(\w+)\}/g, (all, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? '') : all,
    );
}

/** The better of the languages a browser names; the retailer's own when it names neither. Pure. */
export function languageOf(
  accepted: string | undefined,
  own: PageLanguage,
  asked?: unknown,
): PageLanguage {
  if (asked === 'de' || asked === 'en') return asked;
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const tag = part.trim().slice(0, 2);
    if (tag === 'de' || tag === 'en') return tag;
  }
  return own;
}

/** An address that its owner recognises and nobody else can write to: c•••a@mail.example. Pure. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•••';
  const name = Array.from(email.slice(0, at));
  const last = name.length > 2 ? (name.at(-1) ?? '') : '';
  return `${name[0] ?? ''}•••${last}${email.slice(at)}`;
}
