import { button, type Entry, foot, head, text, title, voucher, why } from './entry.ts';

/** After somebody has said what they think; and hints for the people in the shop. */

export const detractor: Entry = {
  key: 'detractor',
  name: { de: 'Nach schlechter Bewertung', en: 'After a bad rating' },
  about: {
    de: 'Wenn jemand in einer Befragung unzufrieden war. Entschuldigt sich, fragt nach und bietet ein Gespräch an.',
    en: 'When somebody was dissatisfied in a survey. Apologises, asks why and offers to talk.',
  },
  basis: 'marketing',
  channels: ['mail', 'inbox', 'staff'],
  mail: (say) => ({
    de: {
      subject: 'Das tut uns leid',
      preheader: say(
        'Was ist passiert, und wie machen wir es gut?',
        'Was ist passiert, und wie machen wir es gut?',
      ),
      blocks: [
        head(),
        title('Das tut uns leid'),
        text(
          say('Guten Tag {{ first_name }},', 'Hallo {{ first_name }},'),
          say(
            'Sie waren mit uns nicht zufrieden. Danke, dass Sie es gesagt haben; die meisten gehen einfach.',
            'du warst mit uns nicht zufrieden. Danke, dass du es gesagt hast; die meisten gehen einfach.',
          ),
          say(
            'Mögen Sie uns schreiben, was passiert ist? Eine Antwort auf diese Mail liest ein Mensch, und Sie hören innerhalb eines Werktags von uns.',
            'Magst du uns schreiben, was passiert ist? Eine Antwort auf diese Mail liest ein Mensch, und du hörst innerhalb eines Werktags von uns.',
          ),
        ),
        voucher(say('Als Zeichen, dass es uns ernst ist.', 'Als Zeichen, dass es uns ernst ist.')),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'We are sorry',
      preheader: 'What happened, and how can we make it good?',
      blocks: [
        head(),
        title('We are sorry'),
        text(
          'Hello {{ first_name }},',
          'you were not satisfied with us. Thank you for saying so; most people simply leave.',
          'Would you tell us what happened? A person reads every answer to this mail, and you hear from us within one working day.',
        ),
        voucher('To show that we mean it.'),
        foot(why(say).en),
      ],
    },
  }),
  short: () => ({
    de: {
      title: 'Unzufrieden: bitte melden',
      text: '{{ first_name | default: "Jemand" }} war in der Befragung nicht zufrieden. Bitte heute anrufen oder schreiben und fragen, was war.',
      url: '',
    },
    en: {
      title: 'Dissatisfied: please get in touch',
      text: '{{ first_name | default: "Somebody" }} was not satisfied in the survey. Please call or write today and ask what happened.',
      url: '',
    },
  }),
};

export const promoter: Entry = {
  key: 'promoter',
  name: { de: 'Weiterempfehlen', en: 'Recommend us' },
  about: {
    de: 'Wenn jemand in einer Befragung begeistert war. Bittet um eine öffentliche Bewertung oder eine Empfehlung.',
    en: 'When somebody was delighted in a survey. Asks for a public review or a recommendation.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Sagen Sie es weiter?', 'Sagst du es weiter?'),
      preheader: say(
        'Ihre Stimme hilft einem Laden wie unserem sehr.',
        'Deine Stimme hilft einem Laden wie unserem sehr.',
      ),
      blocks: [
        head(),
        title('Das freut uns sehr'),
        text(
          say(
            'Danke für die gute Note, {{ first_name }}. Ein Laden wie unserer lebt davon, dass Menschen ihn weiterempfehlen.',
            'Danke für die gute Note, {{ first_name }}. Ein Laden wie unserer lebt davon, dass Menschen ihn weiterempfehlen.',
          ),
          say(
            'Wenn Sie jemanden kennen, der hier etwas Passendes fände: geben Sie diese Mail gern weiter.',
            'Wenn du jemanden kennst, der hier etwas Passendes fände: gib diese Mail gern weiter.',
          ),
        ),
        voucher(
          say(
            'Für den nächsten Besuch, gern auch zum Weitergeben.',
            'Für den nächsten Besuch, gern auch zum Weitergeben.',
          ),
        ),
        button('Zum Laden', '/'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Will you pass it on?',
      preheader: 'Your voice helps a shop like ours a lot.',
      blocks: [
        head(),
        title('That makes us happy'),
        text(
          'Thank you for the good mark, {{ first_name }}. A shop like ours lives on being recommended.',
          'If you know somebody who would find something here: feel free to pass this mail on.',
        ),
        voucher('For the next visit, also to pass on.'),
        button('To the shop', '/'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Das freut uns sehr',
      text: say(
        'Danke für die gute Note. Sagen Sie es gern weiter.',
        'Danke für die gute Note. Sag es gern weiter.',
      ),
      url: '/',
    },
    en: {
      title: 'That makes us happy',
      text: 'Thank you for the good mark. Feel free to pass it on.',
      url: '/',
    },
  }),
};

export const staffHint: Entry = {
  key: 'staff-hint',
  name: { de: 'Hinweis ans Team', en: 'Hint for the team' },
  about: {
    de: 'Sagt dem Team im Laden, was jemandem jetzt helfen würde. Erscheint in der Konsole, nicht beim Kunden.',
    en: 'Tells the team in the shop what would help somebody now. Appears in the console, not with the customer.',
  },
  basis: 'marketing',
  channels: ['staff'],
  short: () => ({
    de: {
      title: 'Beratung anbieten',
      text: '{{ first_name | default: "Jemand" }} hat {{ product.name }} angesehen und noch nicht gekauft. Beim nächsten Besuch ansprechen.',
      url: '',
    },
    en: {
      title: 'Offer advice',
      text: '{{ first_name | default: "Somebody" }} looked at {{ product.name }} and has not bought yet. Speak to them on the next visit.',
      url: '',
    },
  }),
};

export const webhookNote: Entry = {
  key: 'webhook',
  name: { de: 'Meldung an ein anderes System', en: 'Note to another system' },
  about: {
    de: 'Was ein anderes System erfährt, wenn eine Strecke hier ankommt. Die Angaben des Auslösers gehen mit.',
    en: 'What another system is told when a journey arrives here. The facts of the trigger go with it.',
  },
  basis: 'service',
  channels: ['webhook'],
  short: () => ({
    de: { title: 'Strecke', text: 'Eine Strecke hat diesen Schritt erreicht.', url: '' },
    en: { title: 'Journey', text: 'A journey has reached this step.', url: '' },
  }),
};
