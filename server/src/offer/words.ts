import {
  type AppliedOffer,
  fromMinor,
  type OfferDraft,
  type OfferReason,
} from '@augenblick/contract';

/** A text in both languages. */
export interface Words {
  de: string;
  en: string;
}

const LOCALES = { de: 'de-DE', en: 'en-GB' } as const;
type Locale = keyof typeof LOCALES;
const both = (say: (locale: Locale) => string): Words => ({ de: say('de'), en: say('en') });

const formats = new Map<string, Intl.NumberFormat>();
/** Amounts put into words before: a shop has a few thousand prices, and wording one takes longer than all else of a cell. */
const known = new Map<string, string>();
const KNOWN_MAX = 20_000;
/** An amount as people write it: 12,50 € or €12.50. Whole amounts without decimals. */
export function moneyText(amountMinor: number, currency: string, locale: Locale): string {
  const amount = `${locale}${currency}${amountMinor}`;
  const said = known.get(amount);
  if (said !== undefined) return said;
  const text = wordedMoney(amountMinor, currency, locale);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(amount, text);
  return text;
}

function wordedMoney(amountMinor: number, currency: string, locale: Locale): string {
  const value = fromMinor({ amountMinor, currency });
  const whole = Number.isInteger(value);
  const key = `${locale}${currency}${whole}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(LOCALES[locale], {
      style: 'currency',
      currency,
      ...(whole ? { maximumFractionDigits: 0 } : {}),
    });
  formats.set(key, format);
  return format.format(value);
}

/** 1250 → 12,5 %. */
export function percentText(basisPoints: number, locale: Locale): string {
  const number = new Intl.NumberFormat(LOCALES[locale], { maximumFractionDigits: 2 });
  return locale === 'de'
    ? `${number.format(basisPoints / 100)} %`
    : `${number.format(basisPoints / 100)}%`;
}

/** 20000 → "doppelte", 30000 → "dreifache". */
function factorText(factorBp: number, locale: Locale): string {
  if (factorBp === 20_000) return locale === 'de' ? 'doppelte' : 'double';
  if (factorBp === 30_000) return locale === 'de' ? 'dreifache' : 'triple';
  const number = new Intl.NumberFormat(LOCALES[locale], { maximumFractionDigits: 2 });
  const times = number.format(factorBp / 10_000);
  return locale === 'de' ? `${times}-fache` : `${times} times the`;
}

/** What an offer gives, on what terms, in one plain sentence without a full stop. */
export function offerWords(offer: OfferDraft): Words {
  return both((locale) => [benefitText(offer, locale), ...termTexts(offer, locale)].join(', '));
}

type Of<K extends OfferDraft['benefit']['kind']> = Extract<OfferDraft['benefit'], { kind: K }>;

function benefitText(offer: OfferDraft, locale: Locale): string {
  const { benefit, currency } = offer;
  const de = locale === 'de';
  const most = (minor: number | null): string => {
    if (minor === null) return '';
    const money = moneyText(minor, currency, locale);
    return de ? `, höchstens ${money}` : `, ${money} at most`;
  };
  const texts: { [K in OfferDraft['benefit']['kind']]: (own: Of<K>) => string } = {
    percentage: ({ percentBp, on, maxMinor }) => {
      const share = percentText(percentBp, locale);
      const dearest = de ? ' Nachlass auf den teuersten Artikel' : ' off the dearest item';
      const all = `${de ? ' Nachlass' : ' off'}${scopeText(offer, locale)}`;
      return `${share}${on === 'dearest' ? dearest : all}${most(maxMinor)}`;
    },
    amount: ({ amountMinor }) => {
      const money = moneyText(amountMinor, currency, locale);
      return `${money}${de ? ' Nachlass' : ' off'}${scopeText(offer, locale)}`;
    },
    free_shipping: ({ maxMinor }) => (de ? 'Versand kostenlos' : 'free delivery') + most(maxMinor),
    gift: ({ quantity, name }) =>
      `${quantity > 1 ? `${quantity} × ` : ''}${name}${de ? ' als Geschenk' : ' as a gift'}`,
    points_multiplier: ({ factorBp }) =>
      `${factorText(factorBp, locale)}${de ? ' Punkte' : ' points'}`,
    early_access: () => (de ? 'früher kaufen als andere' : 'buy before others can'),
  };
  const say = texts[benefit.kind] as (own: OfferDraft['benefit']) => string;
  return say(benefit);
}

function scopeText({ terms }: OfferDraft, locale: Locale): string {
  const de = locale === 'de';
  if (terms.categories.length === 0 && terms.productIds.length === 0)
    return de ? ' auf alles' : ' everything';
  const parts: string[] = [];
  if (terms.categories.length > 0) parts.push(list(terms.categories, locale));
  const products = terms.productIds.length;
  if (products === 1) parts.push(de ? 'einen Artikel' : 'one product');
  if (products > 1) parts.push(de ? `${products} Artikel` : `${products} products`);
  return `${de ? ' auf ' : ' '}${parts.join(de ? ' und ' : ' and ')}`;
}

function termTexts(offer: OfferDraft, locale: Locale): string[] {
  const { terms, currency } = offer;
  const de = locale === 'de';
  const texts: string[] = [];
  if (terms.minBasketMinor !== null) {
    const money = moneyText(terms.minBasketMinor, currency, locale);
    texts.push(de ? `ab ${money}` : `from ${money}`);
  }
  if (terms.newCustomersOnly) texts.push(de ? 'nur für Neukunden' : 'for new customers only');
  if (terms.perShopper !== null) {
    texts.push(
      terms.perShopper === 1
        ? de
          ? 'einmal je Person'
          : 'once per person'
        : de
          ? `${terms.perShopper}-mal je Person`
          : `${terms.perShopper} times per person`,
    );
  }
  return texts;
}

function list(names: readonly string[], locale: Locale): string {
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  if (rest > 0) shown.push(locale === 'de' ? `${rest} weitere` : `${rest} more`);
  return new Intl.ListFormat(LOCALES[locale], { type: 'conjunction' }).format(shown);
}

/** What an applied offer did to the cart, as a sentence. */
export function appliedWords(applied: AppliedOffer, offer: OfferDraft, currency: string): Words {
  return both((locale) => appliedText(applied, offer, currency, locale));
}

function appliedText(
  applied: AppliedOffer,
  offer: OfferDraft,
  currency: string,
  locale: Locale,
): string {
  const de = locale === 'de';
  const { kind } = applied;
  const money = moneyText(applied.discountMinor + applied.shippingDiscountMinor, currency, locale);
  if (kind === 'percentage' || kind === 'amount') {
    return de ? `${money} weniger für die Ware.` : `${money} off the goods.`;
  }
  if (kind === 'free_shipping') {
    return de ? `${money} weniger für den Versand.` : `${money} off delivery.`;
  }
  if (kind === 'gift') {
    const name = applied.gift?.name ?? '';
    return de ? `Dazu gibt es ${name}.` : `${name} comes with it.`;
  }
  if (kind === 'points_multiplier') {
    const factor = factorText(applied.pointsFactorBp, locale);
    return de
      ? `Für diesen Einkauf gibt es ${factor} Punkte.`
      : `This purchase earns ${factor} points.`;
  }
  const title = offer.title[locale] || offer.name;
  return de ? `${title}: Der Kauf ist schon jetzt möglich.` : `${title}: can be bought already.`;
}

/** Why an offer does not apply: what it means and, where it helps, what to do. Without an offer: of a code nobody knows. */
export function reasonWords(reason: OfferReason, offer?: OfferDraft, because?: OfferDraft): Words {
  return both((locale) => {
    const text = REASONS[reason][locale];
    if (reason === 'below_minimum' && offer?.terms.minBasketMinor != null) {
      const money = moneyText(offer.terms.minBasketMinor, offer.currency, locale);
      return locale === 'de'
        ? `Gilt erst ab einem Warenwert von ${money}.`
        : `Applies to goods worth ${money} or more.`;
    }
    if (because === undefined) return text;
    const name = because.title[locale] || because.name;
    return locale === 'de' ? `${text} Gewählt ist „${name}“.` : `${text} “${name}” was chosen.`;
  });
}

const REASONS: Readonly<Record<OfferReason, Words>> = {
  code_unknown: {
    de: 'Diesen Code gibt es nicht. Bitte die Schreibweise prüfen.',
    en: 'There is no such code. Please check the spelling.',
  },
  code_used: { de: 'Dieser Code ist schon eingelöst.', en: 'This code has been used already.' },
  code_held: {
    de: 'Dieser Code steckt gerade in einem anderen Kauf. In einigen Minuten ist er wieder frei.',
    en: 'This code is part of another checkout right now. It is free again in some minutes.',
  },
  code_expired: { de: 'Dieser Code ist abgelaufen.', en: 'This code has expired.' },
  code_revoked: { de: 'Dieser Code gilt nicht mehr.', en: 'This code is no longer valid.' },
  code_of_another: {
    de: 'Dieser Code gilt nur für die Person, die ihn bekommen hat.',
    en: 'This code is only for the person who received it.',
  },
  code_needed: {
    de: 'Dieses Angebot gilt nur mit Code.',
    en: 'This offer applies with its code only.',
  },
  not_live: {
    de: 'Dieses Angebot läuft gerade nicht.',
    en: 'This offer is not running right now.',
  },
  not_started: {
    de: 'Dieses Angebot hat noch nicht begonnen.',
    en: 'This offer has not begun yet.',
  },
  over: { de: 'Dieses Angebot ist vorbei.', en: 'This offer is over.' },
  other_currency: {
    de: 'Dieses Angebot gilt in einer anderen Währung.',
    en: 'This offer is in another currency.',
  },
  below_minimum: { de: 'Der Warenwert ist zu klein.', en: 'The goods are worth too little.' },
  no_goods_match: {
    de: 'Kein Artikel im Warenkorb gehört zu diesem Angebot.',
    en: 'Nothing in the cart belongs to this offer.',
  },
  not_new_customer: {
    de: 'Dieses Angebot gilt nur für den ersten Einkauf.',
    en: 'This offer is for a first purchase only.',
  },
  shopper_unknown: {
    de: 'Für dieses Angebot muss bekannt sein, wer einkauft. Bitte anmelden oder die Karte zeigen.',
    en: 'This offer needs to know who is buying. Please sign in or show the card.',
  },
  shopper_limit: {
    de: 'Dieses Angebot wurde schon so oft genutzt, wie es einer Person zusteht.',
    en: 'This offer has been used as often as one person may.',
  },
  stock_used_up: { de: 'Dieses Angebot ist vergriffen.', en: 'This offer is used up.' },
  budget_used_up: {
    de: 'Das Budget dieses Angebots ist aufgebraucht.',
    en: 'The budget of this offer is used up.',
  },
  alone_only: {
    de: 'Dieses Angebot lässt sich nicht mit anderen verbinden und bringt weniger als sie.',
    en: 'This offer cannot be combined with others and saves less than they do.',
  },
  other_is_alone: {
    de: 'Ein anderes Angebot bringt mehr und lässt sich nicht mit diesem verbinden.',
    en: 'Another offer saves more and cannot be combined with this one.',
  },
  group_taken: {
    de: 'Aus dieser Gruppe gilt nur ein Angebot, das beste.',
    en: 'Of this group only one offer applies, the best.',
  },
  offer_twice: {
    de: 'Dieses Angebot ist mit einem anderen Code schon dabei.',
    en: 'This offer is applied already, by another code.',
  },
  nothing_left: {
    de: 'Es bleibt nichts, was dieses Angebot verringern könnte.',
    en: 'There is nothing left that this offer could reduce.',
  },
};
