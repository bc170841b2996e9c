import {
  button,
  type Entry,
  fitting,
  foot,
  goods,
  head,
  points,
  question,
  text,
  title,
  why,
} from './entry.ts';

/** After buying: thanks, what goes with it, what is asked for, what runs out; and what the order itself needs told. */

export const thankYou: Entry = {
  key: 'thank-you',
  name: { de: 'Danke nach dem Einkauf im Laden', en: 'Thanks after a purchase in the shop' },
  about: {
    de: 'Nach einem Kauf an der Kasse mit Kundenkarte. Bedankt sich, zeigt das Gekaufte und den Punktestand.',
    en: 'After a purchase at the till with a customer card. Says thanks, shows what was bought and the points.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Danke für Ihren Besuch', 'Danke für deinen Besuch'),
      preheader: say(
        'Was Sie mitgenommen haben, auf einen Blick.',
        'Was du mitgenommen hast, auf einen Blick.',
      ),
      blocks: [
        head(),
        title('Danke, {{ first_name }}'),
        text(
          say(
            'schön, dass Sie bei uns waren. Das haben Sie mitgenommen:',
            'schön, dass du bei uns warst. Das hast du mitgenommen:',
          ),
        ),
        goods('event', 1, 5),
        points(
          say(
            'Ihr neuer Punktestand: **{{ points }} Punkte**.',
            'Dein neuer Punktestand: **{{ points }} Punkte**.',
          ),
        ),
        text(
          say(
            'Stimmt etwas nicht oder haben Sie eine Frage zur Pflege? Antworten Sie auf diese Mail oder kommen Sie vorbei.',
            'Stimmt etwas nicht oder hast du eine Frage zur Pflege? Antworte auf diese Mail oder komm vorbei.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Thank you for your visit',
      preheader: 'What you took home, at a glance.',
      blocks: [
        head(),
        title('Thank you, {{ first_name }}'),
        text('good to have had you with us. This is what you took home:'),
        goods('event', 1, 5),
        points('Your points now: **{{ points }}**.'),
        text(
          'Is something not right, or do you have a question about care? Answer this mail or come by.',
        ),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: say('Danke für Ihren Besuch', 'Danke für deinen Besuch'),
      text: say(
        'Schön, dass Sie bei uns waren. Fragen zum Einkauf beantworten wir gern.',
        'Schön, dass du bei uns warst. Fragen zum Einkauf beantworten wir gern.',
      ),
      url: '/',
    },
    en: {
      title: 'Thank you for your visit',
      text: 'Good to have had you with us. We gladly answer questions about your purchase.',
      url: '/',
    },
  }),
};

export const accessories: Entry = {
  key: 'accessories',
  name: { de: 'Was dazu passt', en: 'What goes with it' },
  about: {
    de: 'Ein paar Tage nach dem Kauf, wenn das Neue in Gebrauch ist. Zeigt, was es ergänzt.',
    en: 'A few days after buying, when the new thing is in use. Shows what complements it.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Passt gut zu Ihrem Einkauf', 'Passt gut zu deinem Einkauf'),
      preheader: 'Kleinigkeiten, die länger Freude machen.',
      blocks: [
        head(),
        title(say('Gut zu dem, was Sie haben', 'Gut zu dem, was du hast')),
        text(
          say(
            'Guten Tag {{ first_name }}, inzwischen ist Ihr Einkauf hoffentlich gut angekommen. Diese Stücke werden oft dazugenommen:',
            'Hallo {{ first_name }}, inzwischen ist dein Einkauf hoffentlich gut angekommen. Diese Stücke werden oft dazugenommen:',
          ),
        ),
        fitting('', 4),
        button('Mehr ansehen', '/'),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Goes well with your purchase',
      preheader: 'Small things that make it last.',
      blocks: [
        head(),
        title('Good with what you have'),
        text(
          'Hello {{ first_name }}, by now your purchase has hopefully settled in. These pieces are often added:',
        ),
        fitting('', 4),
        button('See more', '/'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: say('Passt zu Ihrem Einkauf', 'Passt zu deinem Einkauf'),
      text: 'Ein paar Kleinigkeiten, die oft dazugenommen werden.',
      url: '/',
    },
    en: {
      title: 'Goes with your purchase',
      text: 'A few small things that are often added.',
      url: '/',
    },
  }),
};

export const review: Entry = {
  key: 'review',
  name: { de: 'Bitte um Bewertung', en: 'Review request' },
  about: {
    de: 'Zwei Wochen nach dem Kauf, wenn man etwas sagen kann. Ein Klick auf die Sterne genügt für den Anfang.',
    en: 'Two weeks after buying, when there is something to say. A click on the stars is enough to begin.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say('Wie zufrieden sind Sie?', 'Wie zufrieden bist du?'),
      preheader: 'Zwei Minuten, die anderen beim Aussuchen helfen.',
      blocks: [
        head(),
        title(say('Wie ist Ihr Eindruck?', 'Wie ist dein Eindruck?')),
        text(
          say(
            'Guten Tag {{ first_name }}, Sie haben das jetzt eine Weile. Was würden Sie jemandem sagen, der noch überlegt?',
            'Hallo {{ first_name }}, du hast das jetzt eine Weile. Was würdest du jemandem sagen, der noch überlegt?',
          ),
        ),
        goods('event', 1, 3),
        question(
          say('Wie viele Sterne geben Sie?', 'Wie viele Sterne gibst du?'),
          'stars',
          { low: 'gar nicht gut', high: 'sehr gut' },
          '{{ product.url }}',
        ),
        text(
          say(
            'Kritik ist ausdrücklich willkommen. Wir veröffentlichen auch die weniger guten Bewertungen.',
            'Kritik ist ausdrücklich willkommen. Wir veröffentlichen auch die weniger guten Bewertungen.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'How satisfied are you?',
      preheader: 'Two minutes that help others to choose.',
      blocks: [
        head(),
        title('What is your impression?'),
        text(
          'Hello {{ first_name }}, you have had this for a while now. What would you tell somebody who is still thinking?',
        ),
        goods('event', 1, 3),
        question(
          'How many stars do you give?',
          'stars',
          { low: 'not good at all', high: 'very good' },
          '{{ product.url }}',
        ),
        text('Criticism is welcome. We publish the less good reviews, too.'),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: say('Wie zufrieden sind Sie?', 'Wie zufrieden bist du?'),
      text: say(
        'Ihre Meinung zu {{ product.name }} hilft anderen beim Aussuchen.',
        'Deine Meinung zu {{ product.name }} hilft anderen beim Aussuchen.',
      ),
      url: '{{ product.url }}',
    },
    en: {
      title: 'How satisfied are you?',
      text: 'Your opinion on {{ product.name }} helps others to choose.',
      url: '{{ product.url }}',
    },
  }),
};

export const replenish: Entry = {
  key: 'replenish',
  name: { de: 'Geht zur Neige', en: 'Running low' },
  about: {
    de: 'Wenn nach dem eigenen Rhythmus bald nachgekauft wird. Kommt ein paar Tage vorher.',
    en: 'When by the own rhythm it will soon be bought again. Comes a few days before.',
  },
  basis: 'marketing',
  channels: ['mail', 'push', 'inbox', 'sms'],
  mail: (say) => ({
    de: {
      subject: 'Bald aufgebraucht? {{ product.name }}',
      preheader: 'Mit einem Klick nachbestellt oder im Laden zurückgelegt.',
      blocks: [
        head(),
        title('Zeit für Nachschub'),
        text(
          say(
            'Guten Tag {{ first_name }}, nach Ihrem bisherigen Rhythmus könnte das bald aufgebraucht sein. Möchten Sie nachkaufen?',
            'Hallo {{ first_name }}, nach deinem bisherigen Rhythmus könnte das bald aufgebraucht sein. Möchtest du nachkaufen?',
          ),
        ),
        goods('subject', 1, 1),
        button('Nachkaufen', '{{ product.url }}'),
        text(
          say(
            'Kommt diese Erinnerung zu früh? Dann können Sie sie in den [Einstellungen]({{ links.preferences }}) abbestellen.',
            'Kommt diese Erinnerung zu früh? Dann kannst du sie in den [Einstellungen]({{ links.preferences }}) abbestellen.',
          ),
        ),
        foot(why(say).de),
      ],
    },
    en: {
      subject: 'Nearly used up? {{ product.name }}',
      preheader: 'Ordered with one click, or put aside in the shop.',
      blocks: [
        head(),
        title('Time for more'),
        text(
          'Hello {{ first_name }}, by your rhythm so far this may soon be used up. Would you like to buy it again?',
        ),
        goods('subject', 1, 1),
        button('Buy again', '{{ product.url }}'),
        text(
          'Does this reminder come too early? You can end it in your [preferences]({{ links.preferences }}).',
        ),
        foot(why(say).en),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Zeit für Nachschub',
      text: say(
        '{{ product.name }} könnte bei Ihnen bald aufgebraucht sein.',
        '{{ product.name }} könnte bei dir bald aufgebraucht sein.',
      ),
      url: '{{ product.url }}',
    },
    en: {
      title: 'Time for more',
      text: '{{ product.name }} may soon be used up.',
      url: '{{ product.url }}',
    },
  }),
};

export const order: Entry = {
  key: 'order',
  name: { de: 'Bestellung angekommen', en: 'Order received' },
  about: {
    de: 'Servicemail zur Bestellung: was bestellt wurde und was es kostet. Ohne Werbung, braucht keine Einwilligung.',
    en: 'Service mail about an order: what was ordered and what it costs. No advertising, needs no consent.',
  },
  basis: 'service',
  channels: ['mail', 'push', 'inbox'],
  mail: (say) => ({
    de: {
      subject: say(
        'Ihre Bestellung {{ event.order_id | default: "" }} ist angekommen',
        'Deine Bestellung {{ event.order_id | default: "" }} ist angekommen',
      ),
      preheader: say('Wir packen jetzt für Sie.', 'Wir packen jetzt für dich.'),
      blocks: [
        head(),
        title('Danke, {{ first_name }}'),
        text(
          say(
            'Ihre Bestellung ist bei uns angekommen. Wir melden uns, sobald sie unterwegs ist.',
            'deine Bestellung ist bei uns angekommen. Wir melden uns, sobald sie unterwegs ist.',
          ),
        ),
        goods('event', 1, 10),
        text(
          '**Bestellnummer:** {{ event.order_id | default: "–" }}\n**Summe:** {{ event.total | money | default: "–" }}',
        ),
        text(
          say(
            'Etwas stimmt nicht? Antworten Sie auf diese Mail, dann ändern wir es.',
            'Etwas stimmt nicht? Antworte auf diese Mail, dann ändern wir es.',
          ),
        ),
        foot(
          say(
            'Sie erhalten diese Mail zu Ihrer Bestellung bei {{ shop.name }}.',
            'Du bekommst diese Mail zu deiner Bestellung bei {{ shop.name }}.',
          ),
        ),
      ],
    },
    en: {
      subject: 'We received your order {{ event.order_id | default: "" }}',
      preheader: 'We are packing it now.',
      blocks: [
        head(),
        title('Thank you, {{ first_name }}'),
        text('your order has reached us. We write again as soon as it is on its way.'),
        goods('event', 1, 10),
        text(
          '**Order number:** {{ event.order_id | default: "–" }}\n**Total:** {{ event.total | money | default: "–" }}',
        ),
        text('Something is not right? Answer this mail and we change it.'),
        foot('You receive this mail about your order with {{ shop.name }}.'),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Bestellung angekommen',
      text: say(
        'Danke, Ihre Bestellung ist bei uns. Wir melden uns, sobald sie unterwegs ist.',
        'Danke, deine Bestellung ist bei uns. Wir melden uns, sobald sie unterwegs ist.',
      ),
      url: '/',
    },
    en: {
      title: 'Order received',
      text: 'Thank you, your order has reached us. We write again as soon as it is on its way.',
      url: '/',
    },
  }),
};

export const pickup: Entry = {
  key: 'pickup',
  name: { de: 'Abholbereit', en: 'Ready for pick-up' },
  about: {
    de: 'Servicemail, sobald eine Reservierung oder Bestellung im Laden bereitliegt. Ohne Werbung.',
    en: 'Service mail as soon as a reservation or order is ready in the shop. No advertising.',
  },
  basis: 'service',
  channels: ['mail', 'push', 'inbox', 'sms', 'whatsapp'],
  mail: (say) => ({
    de: {
      subject: say('Ihre Bestellung liegt bereit', 'Deine Bestellung liegt bereit'),
      preheader: 'Diese Mail oder die Bestellnummer genügt zur Abholung.',
      blocks: [
        head(),
        title('Bereit zur Abholung'),
        text(
          say(
            'Guten Tag {{ first_name }}, Ihre Bestellung {{ event.order_id | default: "" }} liegt für Sie bereit. Bringen Sie diese Mail mit, oder nennen Sie die Nummer.',
            'Hallo {{ first_name }}, deine Bestellung {{ event.order_id | default: "" }} liegt für dich bereit. Bring diese Mail mit, oder nenn die Nummer.',
          ),
        ),
        goods('event', 1, 6),
        {
          ...text(
            say(
              'Wir heben sie bis **{{ event.pickup_until | day }}** für Sie auf.',
              'Wir heben sie bis **{{ event.pickup_until | day }}** für dich auf.',
            ),
          ),
          onlyWith: 'event.pickup_until',
        },
        foot(
          say(
            'Sie erhalten diese Mail zu Ihrer Bestellung bei {{ shop.name }}.',
            'Du bekommst diese Mail zu deiner Bestellung bei {{ shop.name }}.',
          ),
        ),
      ],
    },
    en: {
      subject: 'Your order is ready',
      preheader: 'This mail or the order number is all you need.',
      blocks: [
        head(),
        title('Ready for pick-up'),
        text(
          'Hello {{ first_name }}, your order {{ event.order_id | default: "" }} is ready for you. Bring this mail, or tell us the number.',
        ),
        goods('event', 1, 6),
        {
          ...text('We keep it for you until **{{ event.pickup_until | day }}**.'),
          onlyWith: 'event.pickup_until',
        },
        foot('You receive this mail about your order with {{ shop.name }}.'),
      ],
    },
  }),
  short: (say) => ({
    de: {
      title: 'Bereit zur Abholung',
      text: say(
        'Ihre Bestellung {{ event.order_id | default: "" }} liegt im Laden bereit.',
        'Deine Bestellung {{ event.order_id | default: "" }} liegt im Laden bereit.',
      ),
      url: '',
    },
    en: {
      title: 'Ready for pick-up',
      text: 'Your order {{ event.order_id | default: "" }} is ready in the shop.',
      url: '',
    },
  }),
};
