import { defineTexts } from '@augenblick/ui';

/** Texts of the secret by which a shop vouches for customers who are signed in. */
export const proofTexts = defineTexts('sources-proof', {
  en: {
    title: 'Signed-in customers',
    note: 'A browser can claim to be anybody. With a secret your shop vouches for a customer who is signed in; only then do their name, offers and messages appear in the page.',
    made: 'Set up',
    none: 'Not set up',
    noneText:
      'Pages treat everybody who signs in like a visitor. Nothing personal is shown to a browser until your shop vouches for it.',
    madeText:
      'Your shop server holds the secret. If it got into the wrong hands or is lost, replace it; the former one stops at once.',
    make: 'Make the secret',
    replace: 'Replace the secret',
    replaceTitle: 'Replace the secret of {name}',
    replaceText:
      'The former one stops at once: until your shop server has the new one, customers who are signed in see only what every visitor sees. Have somebody at hand who can enter it there.',
    replaceNow: 'Replace',
    replaced: 'The former secret has stopped.',
    onceTitle: 'Your secret',
    onceText: 'Enter it in your shop server’s settings. It does not belong in a page.',
    secret: 'Secret',
    onceNote: 'It is shown this once. If you lose it, make a new one.',
    server: 'In your shop’s server',
    page: 'In the page, after signing in',
    done: 'Done',
  },
  de: {
    title: 'Angemeldete Kunden',
    note: 'Ein Browser kann behaupten, jeder zu sein. Mit einem Geheimnis bürgt Ihr Shop für Kunden, die angemeldet sind; erst dann stehen Name, Angebote und Nachrichten in der Seite.',
    made: 'Eingerichtet',
    none: 'Nicht eingerichtet',
    noneText:
      'Seiten behandeln alle Angemeldeten wie Besucher. Persönliches zeigt sich einem Browser erst, wenn Ihr Shop für ihn bürgt.',
    madeText:
      'Ihr Shop-Server kennt das Geheimnis. Ist es in falsche Hände geraten oder verloren, ersetzen Sie es; das bisherige gilt dann sofort nicht mehr.',
    make: 'Geheimnis machen',
    replace: 'Geheimnis ersetzen',
    replaceTitle: 'Geheimnis von {name} ersetzen',
    replaceText:
      'Das bisherige gilt sofort nicht mehr: Bis Ihr Shop-Server das neue kennt, sehen angemeldete Kunden nur, was jeder Besucher sieht. Halten Sie jemanden bereit, der es dort einträgt.',
    replaceNow: 'Ersetzen',
    replaced: 'Das bisherige Geheimnis gilt nicht mehr.',
    onceTitle: 'Ihr Geheimnis',
    onceText:
      'Tragen Sie es in den Einstellungen Ihres Shop-Servers ein. In eine Seite gehört es nicht.',
    secret: 'Geheimnis',
    onceNote: 'Es wird nur dieses eine Mal gezeigt. Geht es verloren, machen Sie ein neues.',
    server: 'Im Server Ihres Shops',
    page: 'In der Seite, nach dem Anmelden',
    done: 'Fertig',
  },
});
