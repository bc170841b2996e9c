import { entry } from './entry.ts';

/** Ready-made campaigns for know, go and do: before anybody wants to buy. */

export const adviceAndProof = entry({
  key: 'know-advice',
  kind: 'know',
  name: { de: 'Wissen: Rat, Siegel, Bewertungen', en: 'Know: advice, certificates, reviews' },
  about: {
    de: 'Wer sich informiert, bekommt Ratgeber, Siegel und Bewertungen zum Artikel statt eines Rabatts. Das beantwortet die Frage, die vor dem Kauf steht.',
    en: 'Whoever is finding out gets the guide, certificates and reviews of the product instead of a discount. That answers the question that comes before buying.',
  },
  when: { kinds: ['know'] },
  placements: ['product-advice', 'product-more'],
  goal: { event: 'Product Added', windowHours: 24 },
  priority: 55,
  variants: [
    {
      name: { de: 'Ratgeber zuerst', en: 'Guide first' },
      de: {
        headline: 'Gut zu wissen: {{ product.name }}',
        text: 'Worauf es bei {{ product.category }} ankommt, welche Siegel der Artikel trägt und was andere nach dem Kauf sagen.',
        button: { label: 'Zum Ratgeber', url: '/guides' },
        links: [
          { label: 'Siegel und Herkunft', url: '{{ product.url }}#certificates' },
          { label: 'Bewertungen lesen', url: '{{ product.url }}#reviews' },
        ],
      },
      en: {
        headline: 'Good to know: {{ product.name }}',
        text: 'What matters with {{ product.category }}, which certificates this product carries, and what others say after buying it.',
        button: { label: 'Read the guide', url: '/guides' },
        links: [
          { label: 'Certificates and origin', url: '{{ product.url }}#certificates' },
          { label: 'Read reviews', url: '{{ product.url }}#reviews' },
        ],
      },
    },
    {
      name: { de: 'Bewertungen zuerst', en: 'Reviews first' },
      de: {
        headline: 'Was andere über {{ product.name }} sagen',
        text: 'Bewertungen von Menschen, die den Artikel bei uns gekauft haben, gute wie kritische.',
        button: { label: 'Bewertungen lesen', url: '{{ product.url }}#reviews' },
        links: [
          { label: 'Zum Ratgeber', url: '/guides' },
          { label: 'Siegel und Herkunft', url: '{{ product.url }}#certificates' },
        ],
      },
      en: {
        headline: 'What others say about {{ product.name }}',
        text: 'Reviews by people who bought it here, the good ones and the critical ones.',
        button: { label: 'Read reviews', url: '{{ product.url }}#reviews' },
        links: [
          { label: 'Read the guide', url: '/guides' },
          { label: 'Certificates and origin', url: '{{ product.url }}#certificates' },
        ],
      },
    },
  ],
});

export const compareHelp = entry({
  key: 'know-compare',
  kind: 'know',
  name: { de: 'Hin und her zwischen zwei Artikeln', en: 'Back and forth between two products' },
  about: {
    de: 'Wer immer wieder zwischen Artikeln wechselt, sucht den Unterschied. Ein Vergleich und ein Mensch, der berät, helfen mehr als ein Nachlass.',
    en: 'Whoever keeps switching between products is looking for the difference. A comparison and a person to ask help more than a discount.',
  },
  when: { signals: ['comparison_ping_pong'], minConfidence: 0 },
  placements: ['product-advice'],
  goal: { event: 'Product Added', windowHours: 24 },
  priority: 70,
  shared: { products: 'viewed' },
  variants: [
    {
      name: { de: 'Vergleich', en: 'Comparison' },
      de: {
        headline: 'Welcher ist der richtige?',
        text: 'Hier stehen die Artikel nebeneinander, die Sie sich angesehen haben. Wenn Sie mögen, sagen wir Ihnen, welcher zu Ihnen passt.',
        button: { label: 'Beratung fragen', url: '/help' },
      },
      en: {
        headline: 'Which is the right one?',
        text: 'Here are the products you looked at, side by side. If you like, we tell you which one suits you.',
        button: { label: 'Ask for advice', url: '/help' },
      },
    },
  ],
});

export const emptySearch = entry({
  key: 'know-search-empty',
  kind: 'know',
  name: { de: 'Suche ohne Treffer', en: 'Search without a result' },
  about: {
    de: 'Eine leere Trefferliste ist für die meisten das Ende des Besuchs. Hier geht es weiter: mit dem, was zuletzt angesehen wurde, und mit jemandem, der nachschaut.',
    en: 'For most people an empty list of results is the end of the visit. Here it goes on: with what was looked at last, and somebody who looks it up.',
  },
  when: { signals: ['search_without_result'], minConfidence: 0 },
  placements: ['search-empty'],
  goal: { event: 'Product Viewed', windowHours: 2 },
  caps: [{ times: 5, per: 'session' }],
  priority: 70,
  shared: { products: 'viewed' },
  variants: [
    {
      name: { de: 'Wir schauen nach', en: 'We look it up' },
      de: {
        headline: 'Zu „{{ search | default: "Ihrer Suche" }}“ haben wir online nichts gefunden',
        text: 'Manches führen wir nur im Laden oder bestellen es für Sie. Fragen Sie uns, wir schauen nach.',
        button: { label: 'Nachfragen', url: '/help' },
        links: [{ label: 'Läden in der Nähe', url: '/stores' }],
      },
      en: {
        headline: 'We found nothing online for “{{ search | default: "your search" }}”',
        text: 'Some things are in our stores only, or we order them for you. Ask us and we look it up.',
        button: { label: 'Ask us', url: '/help' },
        links: [{ label: 'Stores nearby', url: '/stores' }],
      },
    },
  ],
});

export const nearestStore = entry({
  key: 'go-store',
  kind: 'go',
  name: { de: 'Hingehen: der nächste Laden', en: 'Go: the nearest store' },
  about: {
    de: 'Wer nach Öffnungszeiten oder dem Weg schaut, will kommen. Der Laden mit Adresse und die Möglichkeit zurückzulegen machen aus der Absicht einen Besuch.',
    en: 'Whoever looks up opening hours or the way wants to come. The store with its address and the chance to reserve turn the intention into a visit.',
  },
  when: { kinds: ['go'] },
  placements: ['product-advice', 'home-hero', 'category-top'],
  goal: { event: 'Store Visited', windowHours: 72 },
  priority: 60,
  variants: [
    {
      name: { de: 'Im Laden ansehen', en: 'See it in the store' },
      de: {
        headline: '{{ product.name }} im Laden ansehen',
        text: 'Kommen Sie vorbei: {{ store.name }} in {{ store.city }}. Wir legen Ihnen den Artikel gern zurück.',
        button: { label: 'Weg und Öffnungszeiten', url: '{{ store.url }}' },
        links: [{ label: 'Alle Läden', url: '/stores' }],
      },
      en: {
        headline: 'See {{ product.name }} in the store',
        text: 'Come by: {{ store.name }} in {{ store.city }}. We are glad to put it aside for you.',
        button: { label: 'Way and opening hours', url: '{{ store.url }}' },
        links: [{ label: 'All stores', url: '/stores' }],
      },
    },
  ],
});

export const projectTips = entry({
  key: 'do-project',
  kind: 'do',
  name: { de: 'Machen: Anleitung mit Einkaufsliste', en: 'Do: instructions with a shopping list' },
  about: {
    de: 'Wer etwas vorhat, sucht zuerst die Anleitung und dann das Material. Beides an einem Ort spart den zweiten Anlauf.',
    en: 'Whoever is up to something looks for instructions first and material second. Both in one place saves the second attempt.',
  },
  when: { kinds: ['do'] },
  placements: ['guide-end', 'product-more', 'category-top'],
  goal: { event: 'Product Added', windowHours: 48 },
  priority: 55,
  shared: { products: 'viewed' },
  variants: [
    {
      name: { de: 'Einkaufsliste', en: 'Shopping list' },
      de: {
        headline: 'Alles für Ihr Vorhaben',
        text: 'Schritt für Schritt erklärt, mit einer Liste von allem, was Sie brauchen. So fehlt am Ende nichts.',
        button: { label: 'Anleitung und Liste', url: '/projects' },
      },
      en: {
        headline: 'Everything for your project',
        text: 'Explained step by step, with a list of all you need. So nothing is missing in the end.',
        button: { label: 'Instructions and list', url: '/projects' },
      },
    },
    {
      name: { de: 'Drei Tipps', en: 'Three tips' },
      de: {
        headline: 'Drei Tipps, bevor Sie anfangen',
        text: 'Was gern vergessen wird, womit es leichter geht, und wen Sie fragen können, wenn es hakt.',
        button: { label: 'Tipps lesen', url: '/projects' },
      },
      en: {
        headline: 'Three tips before you start',
        text: 'What is easily forgotten, what makes it easier, and whom to ask when it gets stuck.',
        button: { label: 'Read the tips', url: '/projects' },
      },
    },
  ],
});
