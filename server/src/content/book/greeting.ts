import {
  button,
  type Entry,
  fitting,
  foot,
  head,
  points,
  text,
  title,
  voucher,
  why,
} from './entry.ts';

/** News, and the first and the later words to somebody. */

export const newsletter: Entry = {
  key: 'newsletter',
  name: { de: 'Newsletter', en: 'Newsletter' },
  about: {
    de: 'Neues aus dem Laden: ein Thema, ein paar Artikel, ein Grund vorbeizukommen. Als Rundmail an alle, die zugestimmt haben.',
    en: 'News from the shop: one topic, a few products, one reason to come by. As a broadcast to all who agreed.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms', 'whatsapp', 'telegram'],
  mail: (say) => ({
    de: {
      subject: 'Frisch eingetroffen: was jetzt bei uns liegt',
      preheader: 'Drei Neuheiten, die wir selbst gern behalten hätten.',
      blocks: [
        head(),
        title('Frisch ausgepackt'),
        text(
          say('Guten Tag {{ first_name }},', 'Hallo {{ first_name }},'),
          say(
            'diese Woche kamen neue Stücke herein, und wir haben sie gleich nach vorn gelegt. Ein paar davon passen zu dem, was Sie bei uns zuletzt angesehen haben.',
            'diese Woche kamen neue Stücke herein, und wir haben sie gleich nach vorn gelegt. Ein paar davon passen zu dem, was du bei uns zuletzt angesehen hast.',
          ),
        ),
        fitting(say('Für Sie ausgesucht', 'Für dich ausgesucht'), 6),
        button('Alle Neuheiten ansehen', '/'),
        text(
          say(
            'Lieber anfassen? Im Laden zeigen wir Ihnen alles in Ruhe und packen es auf Wunsch schön ein.',
            'Lieber anfassen? Im Laden zeigen wir dir alles in Ruhe und packen es auf Wunsch schön ein.',
          ),
        ),
        points(
          say(
            'Auf Ihrem Konto liegen **{{ points }} Punkte**.',
            'Auf deinem Konto liegen **{{ points }} Punkte**.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Just in: what is new on our shelves',
      preheader: 'Three new pieces we would have liked to keep ourselves.',
      blocks: [
        head(),
        title('Freshly unpacked'),
        text(
          'Hello {{ first_name }},',
          'new pieces came in this week and went straight to the front of the shop. Some of them go well with what you last looked at.',
        ),
        fitting('Picked for you', 6),
        button('See everything new', '/'),
        text(
          'Rather hold it first? In the shop we show you everything without hurry and wrap it nicely if you like.',
        ),
        points('There are **{{ points }} points** on your account.'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Neu bei {{ shop.name }}',
      text: say(
        'Frisch eingetroffen und nach vorn gelegt: sehen Sie, was diese Woche dazukam.',
        'Frisch eingetroffen und nach vorn gelegt: sieh dir an, was diese Woche dazukam.',
      ),
      url: '/',
    },
    en: {
      title: 'New at {{ shop.name }}',
      text: 'Just in and put up front: have a look at what came this week.',
      url: '/',
    },
  }),
};

export const welcome: Entry = {
  key: 'welcome',
  name: { de: 'Willkommen', en: 'Welcome' },
  about: {
    de: 'Kommt nach der bestätigten Anmeldung. Stellt den Laden vor und gibt, wenn ein Angebot dabei ist, den Code zum ersten Einkauf.',
    en: 'Comes after a confirmed sign-up. Introduces the shop and, when there is an offer, gives the code for the first purchase.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Schön, dass Sie da sind', 'Schön, dass du da bist'),
      preheader: say(
        'Was Sie von uns erwarten können, und wie oft.',
        'Was du von uns erwarten kannst, und wie oft.',
      ),
      blocks: [
        head(),
        title(
          say(
            'Schön, dass Sie da sind, {{ first_name }}',
            'Schön, dass du da bist, {{ first_name }}',
          ),
        ),
        text(
          say(
            'danke für Ihr Vertrauen. Wir schreiben Ihnen, wenn es wirklich etwas zu sagen gibt: Neuheiten, Ratgeber und gelegentlich etwas nur für Stammkunden.',
            'danke für dein Vertrauen. Wir schreiben dir, wenn es wirklich etwas zu sagen gibt: Neuheiten, Ratgeber und gelegentlich etwas nur für Stammkunden.',
          ),
          say(
            'Über welche Themen und wie oft, bestimmen Sie selbst: [Einstellungen öffnen]({{ links.preferences }}).',
            'Über welche Themen und wie oft, bestimmst du selbst: [Einstellungen öffnen]({{ links.preferences }}).',
          ),
        ),
        voucher(
          say(
            'Für Ihren ersten Einkauf. Geben Sie den Code an der Kasse ein, oder zeigen Sie diese Mail im Laden.',
            'Für deinen ersten Einkauf. Gib den Code an der Kasse ein, oder zeig diese Mail im Laden.',
          ),
        ),
        fitting('Damit fangen viele an'),
        button('Im Laden stöbern', '/'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Good to have you here',
      preheader: 'What to expect from us, and how often.',
      blocks: [
        head(),
        title('Good to have you here, {{ first_name }}'),
        text(
          'thank you for your trust. We write when there really is something to say: new pieces, guides, and now and then something for regulars only.',
          'You decide about which topics and how often: [open your preferences]({{ links.preferences }}).',
        ),
        voucher(
          'For your first purchase. Enter the code at the checkout, or show this mail in the shop.',
        ),
        fitting('Where many begin'),
        button('Browse the shop', '/'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Willkommen bei {{ shop.name }}',
      text: say(
        'Schön, dass Sie da sind. Sehen Sie sich in Ruhe um, wir melden uns nur mit Gutem.',
        'Schön, dass du da bist. Sieh dich in Ruhe um, wir melden uns nur mit Gutem.',
      ),
      url: '/',
    },
    en: {
      title: 'Welcome to {{ shop.name }}',
      text: 'Good to have you here. Look around at leisure, we only write with something good.',
      url: '/',
    },
  }),
};

export const optinConfirm: Entry = {
  key: 'optin-confirm',
  name: { de: 'Anmeldung bestätigen', en: 'Confirm the sign-up' },
  about: {
    de: 'Die Mail des Double-Opt-in: bittet um Bestätigung und wirbt für nichts. Geht an jede neue Adresse, sofort nach der Anmeldung.',
    en: 'The mail of the double opt-in: asks for confirmation and advertises nothing. Goes to every new address at once after the sign-up.',
  },
  basis: 'service',
  channels: ['mail'],
  mail: (say) => ({
    de: {
      subject: say('Bitte bestätigen Sie Ihre Anmeldung', 'Bitte bestätige deine Anmeldung'),
      preheader: 'Ein Klick genügt. Ohne ihn passiert nichts.',
      blocks: [
        head(),
        title(say('Sind Sie das?', 'Bist du das?')),
        text(
          say('Guten Tag {{ first_name }},', 'Hallo {{ first_name }},'),
          say(
            'mit dieser Adresse hat sich jemand für Nachrichten von {{ shop.name }} angemeldet. Wenn Sie das waren, bestätigen Sie es bitte:',
            'mit dieser Adresse hat sich jemand für Nachrichten von {{ shop.name }} angemeldet. Wenn du das warst, bestätige es bitte:',
          ),
        ),
        button('Anmeldung bestätigen', '{{ event.confirm_url }}'),
        text(
          say(
            'Waren Sie es nicht? Dann müssen Sie nichts tun. Ohne Bestätigung schreiben wir Ihnen nicht wieder, und die Adresse wird gelöscht.',
            'Warst du es nicht? Dann musst du nichts tun. Ohne Bestätigung schreiben wir dir nicht wieder, und die Adresse wird gelöscht.',
          ),
        ),
        foot(
          say(
            'Sie erhalten diese eine Mail, weil Ihre Adresse in unser Anmeldeformular eingetragen wurde.',
            'Du bekommst diese eine Mail, weil deine Adresse in unser Anmeldeformular eingetragen wurde.',
          ),
        ),
      ],
    },
    en: {
      subject: 'Please confirm your sign-up',
      preheader: 'One click is enough. Without it nothing happens.',
      blocks: [
        head(),
        title('Is this you?'),
        text(
          'Hello {{ first_name }},',
          'somebody signed up for messages of {{ shop.name }} with this address. If that was you, please confirm it:',
        ),
        button('Confirm the sign-up', '{{ event.confirm_url }}'),
        text(
          'It was not you? Then there is nothing to do. Without a confirmation we do not write again, and the address is deleted.',
        ),
        foot('You receive this one mail because your address was entered into our sign-up form.'),
      ],
    },
  }),
};

export const birthday: Entry = {
  key: 'birthday',
  name: { de: 'Geburtstag', en: 'Birthday' },
  about: {
    de: 'Ein Glückwunsch am Morgen des Geburtstags, mit Geschenk, wenn ein Angebot dabei ist. Kein Verkaufsgespräch.',
    en: 'Good wishes on the morning of the birthday, with a present when there is an offer. No sales talk.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms', 'whatsapp'],
  mail: (say) => ({
    de: {
      subject: 'Alles Gute zum Geburtstag, {{ first_name }}',
      preheader: 'Ein kleiner Gruß aus dem Laden.',
      blocks: [
        head(),
        title('Alles Gute, {{ first_name }}'),
        text(
          say(
            'das ganze Team von {{ shop.name }} gratuliert Ihnen herzlich und wünscht ein gutes neues Lebensjahr.',
            'das ganze Team von {{ shop.name }} gratuliert dir herzlich und wünscht ein gutes neues Lebensjahr.',
          ),
        ),
        voucher(
          say(
            'Unser Geschenk an Sie. Es gilt online und im Laden.',
            'Unser Geschenk an dich. Es gilt online und im Laden.',
          ),
        ),
        button(say('Etwas Schönes aussuchen', 'Such dir etwas Schönes aus'), '/'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Happy birthday, {{ first_name }}',
      preheader: 'A small greeting from the shop.',
      blocks: [
        head(),
        title('Happy birthday, {{ first_name }}'),
        text('everybody at {{ shop.name }} sends you best wishes for a good new year of life.'),
        voucher('Our present to you. It is valid online and in the shop.'),
        button('Choose something nice', '/'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Alles Gute zum Geburtstag',
      text: say(
        'Herzlichen Glückwunsch von uns allen. Schauen Sie gern vorbei.',
        'Herzlichen Glückwunsch von uns allen. Schau gern vorbei.',
      ),
      url: '/',
    },
    en: {
      title: 'Happy birthday',
      text: 'Best wishes from all of us. Come by if you like.',
      url: '/',
    },
  }),
};

export const winBack: Entry = {
  key: 'win-back',
  name: { de: 'Lange nicht gesehen', en: 'Long time no see' },
  about: {
    de: 'Für Stammkunden, die seltener kommen als sonst. Fragt freundlich nach und zeigt, was seither neu ist.',
    en: 'For regulars who come less often than usual. Asks kindly and shows what is new since.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms', 'whatsapp'],
  mail: (say) => ({
    de: {
      subject: say('Wir haben Sie lange nicht gesehen', 'Wir haben dich lange nicht gesehen'),
      preheader: 'Das hat sich bei uns inzwischen getan.',
      blocks: [
        head(),
        title(say('Wie geht es Ihnen, {{ first_name }}?', 'Wie geht es dir, {{ first_name }}?')),
        text(
          say(
            'eine Weile war von Ihnen nichts zu sehen. Vielleicht war gerade nichts Passendes dabei; inzwischen ist einiges dazugekommen.',
            'eine Weile war von dir nichts zu sehen. Vielleicht war gerade nichts Passendes dabei; inzwischen ist einiges dazugekommen.',
          ),
        ),
        fitting(say('Neu, und nah an Ihrem Geschmack', 'Neu, und nah an deinem Geschmack'), 4),
        voucher('Ein kleiner Grund, wieder vorbeizuschauen.'),
        button('Ansehen, was neu ist', '/'),
        text(
          say(
            'Lag es an etwas, das wir besser machen können? Antworten Sie einfach auf diese Mail. Wir lesen alles.',
            'Lag es an etwas, das wir besser machen können? Antworte einfach auf diese Mail. Wir lesen alles.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'We have not seen you for a while',
      preheader: 'What has happened here since.',
      blocks: [
        head(),
        title('How are you, {{ first_name }}?'),
        text(
          'we have not seen you for some time. Perhaps there was nothing that suited you; much has been added since.',
        ),
        fitting('New, and close to your taste', 4),
        voucher('A small reason to come by again.'),
        button('See what is new', '/'),
        text('Was it something we can do better? Simply answer this mail. We read everything.'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Lange nicht gesehen',
      text: say(
        'Seit Ihrem letzten Besuch ist einiges dazugekommen. Schauen Sie mal wieder herein.',
        'Seit deinem letzten Besuch ist einiges dazugekommen. Schau mal wieder herein.',
      ),
      url: '/',
    },
    en: {
      title: 'Long time no see',
      text: 'Much has been added since your last visit. Come and have a look.',
      url: '/',
    },
  }),
};
