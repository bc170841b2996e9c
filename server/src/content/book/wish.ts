import {
  button,
  type Entry,
  fitting,
  foot,
  goods,
  head,
  text,
  title,
  voucher,
  why,
} from './entry.ts';

/** What was wanted and not bought yet. */

export const cartFirst: Entry = {
  key: 'cart-1',
  name: { de: 'Warenkorb 1: noch da', en: 'Cart 1: still there' },
  about: {
    de: 'Eine Stunde nachdem ein Warenkorb liegen blieb. Erinnert und hilft, drängt nicht.',
    en: 'One hour after a cart was left behind. Reminds and helps, does not press.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms', 'whatsapp'],
  mail: (say) => ({
    de: {
      subject: say('Ihr Warenkorb ist noch da', 'Dein Warenkorb ist noch da'),
      preheader: say('Wir haben alles für Sie aufgehoben.', 'Wir haben alles für dich aufgehoben.'),
      blocks: [
        head(),
        title(say('Wir haben es Ihnen zurückgelegt', 'Wir haben es dir zurückgelegt')),
        text(
          say('Guten Tag {{ first_name }},', 'Hallo {{ first_name }},'),
          say(
            'in Ihrem Warenkorb liegt noch etwas. Wenn Sie mögen, machen Sie dort weiter, wo Sie aufgehört haben.',
            'in deinem Warenkorb liegt noch etwas. Wenn du magst, mach dort weiter, wo du aufgehört hast.',
          ),
        ),
        goods('cart', 1, 3),
        button('Zum Warenkorb', '{{ cart.url }}'),
        text(
          say(
            'Ist etwas unklar, zu Größe, Versand oder Rückgabe? Antworten Sie einfach auf diese Mail.',
            'Ist etwas unklar, zu Größe, Versand oder Rückgabe? Antworte einfach auf diese Mail.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Your cart is still there',
      preheader: 'We kept everything for you.',
      blocks: [
        head(),
        title('We put it aside for you'),
        text(
          'Hello {{ first_name }},',
          'there is still something in your cart. If you like, go on where you stopped.',
        ),
        goods('cart', 1, 3),
        button('To your cart', '{{ cart.url }}'),
        text('Is anything unclear about size, delivery or returns? Simply answer this mail.'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: say('Ihr Warenkorb ist noch da', 'Dein Warenkorb ist noch da'),
      text: say(
        'Wir haben alles für Sie aufgehoben. Weiter geht es mit einem Tipp.',
        'Wir haben alles für dich aufgehoben. Weiter geht es mit einem Tipp.',
      ),
      url: '{{ cart.url }}',
    },
    en: {
      title: 'Your cart is still there',
      text: 'We kept everything for you. One tap and you go on.',
      url: '{{ cart.url }}',
    },
  }),
};

export const cartSecond: Entry = {
  key: 'cart-2',
  name: { de: 'Warenkorb 2: Fragen klären', en: 'Cart 2: answer questions' },
  about: {
    de: 'Am Tag danach. Nimmt die üblichen Bedenken vorweg: Versand, Rückgabe, Beratung.',
    en: 'On the day after. Answers the usual doubts: delivery, returns, advice.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Noch eine Frage zu Ihrer Auswahl?', 'Noch eine Frage zu deiner Auswahl?'),
      preheader: 'Versand, Rückgabe, Beratung: kurz beantwortet.',
      blocks: [
        head(),
        title(say('Was Sie vor dem Kauf wissen möchten', 'Was du vor dem Kauf wissen möchtest')),
        text(
          'Manchmal fehlt nur eine Antwort. Hier die, nach denen wir am häufigsten gefragt werden:',
          say(
            '- **Rückgabe:** online Bestelltes können Sie 14 Tage lang ohne Angabe von Gründen zurückgeben.',
            '- **Rückgabe:** online Bestelltes kannst du 14 Tage lang ohne Angabe von Gründen zurückgeben.',
          ),
          say(
            '- **Ansehen:** vieles liegt auch im Laden, und wir beraten Sie gern.',
            '- **Ansehen:** vieles liegt auch im Laden, und wir beraten dich gern.',
          ),
          '- **Fragen:** eine Antwort auf diese Mail landet bei uns im Team.',
        ),
        goods('cart', 2, 2, say('Ihre Auswahl', 'Deine Auswahl')),
        button('Zum Warenkorb', '{{ cart.url }}'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Any question about your choice?',
      preheader: 'Delivery, returns, advice: answered in short.',
      blocks: [
        head(),
        title('What you may want to know before buying'),
        text(
          'Sometimes only one answer is missing. Here are the ones we are asked for most:',
          '- **Returns:** you can return what you ordered online within 14 days without giving a reason.',
          '- **Seeing it:** much of it is in the shop, too, and we are glad to advise you.',
          '- **Questions:** an answer to this mail reaches our team.',
        ),
        goods('cart', 2, 2, 'Your choice'),
        button('To your cart', '{{ cart.url }}'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: say('Noch eine Frage zu Ihrer Auswahl?', 'Noch eine Frage zu deiner Auswahl?'),
      text: say(
        'Wir helfen gern. Ihr Warenkorb wartet so lange.',
        'Wir helfen gern. Dein Warenkorb wartet so lange.',
      ),
      url: '{{ cart.url }}',
    },
    en: {
      title: 'Any question about your choice?',
      text: 'We are glad to help. Your cart waits meanwhile.',
      url: '{{ cart.url }}',
    },
  }),
};

export const cartThird: Entry = {
  key: 'cart-3',
  name: { de: 'Warenkorb 3: letzter Gruß', en: 'Cart 3: last greeting' },
  about: {
    de: 'Drei Tage danach und zum letzten Mal. Mit Entgegenkommen, wenn ein Angebot dabei ist, und mit Alternativen.',
    en: 'Three days after, and for the last time. With a concession when there is an offer, and with alternatives.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Sollen wir Ihren Warenkorb leeren?', 'Sollen wir deinen Warenkorb leeren?'),
      preheader: 'Wir erinnern nur noch dieses eine Mal.',
      blocks: [
        head(),
        title('Ein letztes Mal nachgefragt'),
        text(
          say(
            'Guten Tag {{ first_name }}, diese Stücke liegen noch für Sie bereit. Danach lassen wir Sie damit in Ruhe.',
            'Hallo {{ first_name }}, diese Stücke liegen noch für dich bereit. Danach lassen wir dich damit in Ruhe.',
          ),
        ),
        goods('cart', 2, 4),
        voucher('Vielleicht macht das die Entscheidung leichter.'),
        button('Zum Warenkorb', '{{ cart.url }}'),
        fitting('Doch lieber etwas anderes?'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Shall we empty your cart?',
      preheader: 'We remind you only this once more.',
      blocks: [
        head(),
        title('Asked for the last time'),
        text(
          'Hello {{ first_name }}, these pieces are still waiting for you. After this we leave you in peace about them.',
        ),
        goods('cart', 2, 4),
        voucher('Perhaps this makes the decision easier.'),
        button('To your cart', '{{ cart.url }}'),
        fitting('Rather something else?'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Ein letztes Mal nachgefragt',
      text: say(
        'Ihre Auswahl liegt noch bereit. Danach erinnern wir Sie nicht mehr.',
        'Deine Auswahl liegt noch bereit. Danach erinnern wir dich nicht mehr.',
      ),
      url: '{{ cart.url }}',
    },
    en: {
      title: 'Asked for the last time',
      text: 'Your choice is still waiting. After this we do not remind you again.',
      url: '{{ cart.url }}',
    },
  }),
};

export const viewed: Entry = {
  key: 'viewed',
  name: { de: 'Angesehen, nicht gekauft', en: 'Viewed, not bought' },
  about: {
    de: 'Wenn jemand einen Artikel mehrmals ansah und nicht kaufte. Zeigt ihn noch einmal und was ihm ähnlich ist.',
    en: 'When somebody looked at a product several times and did not buy. Shows it once more, and what is like it.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: 'Noch einmal ansehen: {{ product.name }}',
      preheader: 'Und was andere in Betracht ziehen.',
      blocks: [
        head(),
        title('{{ product.name }}'),
        text(
          say(
            'Sie haben sich dieses Stück genauer angesehen. Falls Sie noch überlegen: hier ist es wieder, mit ein paar Alternativen.',
            'Du hast dir dieses Stück genauer angesehen. Falls du noch überlegst: hier ist es wieder, mit ein paar Alternativen.',
          ),
        ),
        goods('subject', 1, 1),
        button('Noch einmal ansehen', '{{ product.url }}'),
        fitting('Ähnlich schön'),
        text(
          say(
            'Möchten Sie es in die Hand nehmen? Fragen Sie im Laden danach, wir legen es Ihnen zurück.',
            'Möchtest du es in die Hand nehmen? Frag im Laden danach, wir legen es dir zurück.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Another look: {{ product.name }}',
      preheader: 'And what others consider.',
      blocks: [
        head(),
        title('{{ product.name }}'),
        text(
          'You had a closer look at this piece. In case you are still thinking: here it is again, with a few alternatives.',
        ),
        goods('subject', 1, 1),
        button('Have another look', '{{ product.url }}'),
        fitting('Just as nice'),
        text('Would you like to hold it? Ask for it in the shop, we put it aside for you.'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: '{{ product.name }}',
      text: say(
        'Noch interessiert? Hier geht es zurück zu Ihrem Artikel.',
        'Noch interessiert? Hier geht es zurück zu deinem Artikel.',
      ),
      url: '{{ product.url }}',
    },
    en: {
      title: '{{ product.name }}',
      text: 'Still interested? This leads back to your product.',
      url: '{{ product.url }}',
    },
  }),
};

export const backInStock: Entry = {
  key: 'back-in-stock',
  name: { de: 'Wieder da', en: 'Back in stock' },
  about: {
    de: 'Sobald ein gewünschter Artikel wieder vorrätig ist. Schnell und kurz.',
    en: 'As soon as a wanted product is in stock again. Quick and short.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms', 'whatsapp', 'telegram'],
  mail: (say) => ({
    de: {
      subject: 'Wieder da: {{ product.name }}',
      preheader: say('Sie wollten Bescheid wissen.', 'Du wolltest Bescheid wissen.'),
      blocks: [
        head(),
        title('Wieder im Regal'),
        text(
          say(
            'Guten Tag {{ first_name }}, Sie wollten Bescheid wissen: **{{ product.name }}** ist wieder da.',
            'Hallo {{ first_name }}, du wolltest Bescheid wissen: **{{ product.name }}** ist wieder da.',
          ),
        ),
        goods('subject', 1, 1),
        button('Zum Artikel', '{{ product.url }}'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Back in stock: {{ product.name }}',
      preheader: 'You wanted to know.',
      blocks: [
        head(),
        title('Back on the shelf'),
        text('Hello {{ first_name }}, you wanted to know: **{{ product.name }}** is back.'),
        goods('subject', 1, 1),
        button('To the product', '{{ product.url }}'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Wieder da',
      text: say(
        '{{ product.name }} ist wieder vorrätig. Sie wollten Bescheid wissen.',
        '{{ product.name }} ist wieder vorrätig. Du wolltest Bescheid wissen.',
      ),
      url: '{{ product.url }}',
    },
    en: {
      title: 'Back in stock',
      text: '{{ product.name }} is available again. You wanted to know.',
      url: '{{ product.url }}',
    },
  }),
};

export const priceDrop: Entry = {
  key: 'price-drop',
  name: { de: 'Preis gefallen', en: 'Price drop' },
  about: {
    de: 'Wenn ein Artikel vom Merkzettel günstiger wird. Nennt den neuen Preis und sonst nichts.',
    en: 'When a product on the wish list becomes cheaper. Names the new price and nothing else.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms'],
  mail: (say) => ({
    de: {
      subject: 'Günstiger geworden: {{ product.name }}',
      preheader: say('Von Ihrem Merkzettel.', 'Von deinem Merkzettel.'),
      blocks: [
        head(),
        title(
          say('Von Ihrem Merkzettel: jetzt günstiger', 'Von deinem Merkzettel: jetzt günstiger'),
        ),
        text(
          say(
            'Guten Tag {{ first_name }}, dieses Stück steht auf Ihrem Merkzettel und kostet jetzt weniger.',
            'Hallo {{ first_name }}, dieses Stück steht auf deinem Merkzettel und kostet jetzt weniger.',
          ),
        ),
        goods('subject', 1, 1),
        button('Zum Artikel', '{{ product.url }}'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Now cheaper: {{ product.name }}',
      preheader: 'From your wish list.',
      blocks: [
        head(),
        title('From your wish list: now cheaper'),
        text('Hello {{ first_name }}, this piece is on your wish list and costs less now.'),
        goods('subject', 1, 1),
        button('To the product', '{{ product.url }}'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: say('Von Ihrem Merkzettel', 'Von deinem Merkzettel'),
      text: '{{ product.name }} kostet jetzt weniger: {{ product.price }}.',
      url: '{{ product.url }}',
    },
    en: {
      title: 'From your wish list',
      text: '{{ product.name }} costs less now: {{ product.price }}.',
      url: '{{ product.url }}',
    },
  }),
};
