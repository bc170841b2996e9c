import type { FactValues, MomentKind, Signal, SignalName, Stage } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { fill } from './words.ts';

/** Names of the four moments. */
export const KIND_WORDS: Readonly<Record<MomentKind, Words>> = {
  know: { de: 'will etwas wissen', en: 'wants to know' },
  go: { de: 'will hingehen', en: 'wants to go' },
  do: { de: 'will etwas tun', en: 'wants to do' },
  buy: { de: 'will kaufen', en: 'wants to buy' },
};

/** Names of the five stages. */
export const STAGE_WORDS: Readonly<Record<Stage, Words>> = {
  research: { de: 'Umschauen', en: 'Research' },
  compare: { de: 'Vergleichen', en: 'Compare' },
  purchase: { de: 'Kaufen', en: 'Purchase' },
  post_purchase: { de: 'Nach dem Kauf', en: 'After purchase' },
  recommend: { de: 'Weiterempfehlen', en: 'Recommend' },
};

/** Titles of the signals. */
export const SIGNAL_TITLES: Readonly<Record<SignalName, Words>> = {
  stalled_checkout: { de: 'Stockt an der Kasse', en: 'Stuck in the checkout' },
  abandoned_cart: { de: 'Warenkorb stehen gelassen', en: 'Cart left behind' },
  viewed_not_bought: { de: 'Angesehen, nicht gekauft', en: 'Viewed, not bought' },
  comparison_ping_pong: { de: 'Kann sich nicht entscheiden', en: 'Cannot decide' },
  price_watching: { de: 'Beobachtet den Preis', en: 'Watches the price' },
  search_without_result: { de: 'Suche ohne Treffer', en: 'Search without result' },
  returning_after_absence: { de: 'Nach langer Zeit zurück', en: 'Back after a long time' },
  first_purchase: { de: 'Erster Kauf', en: 'First purchase' },
  in_store_visit: { de: 'Ist in der Filiale', en: 'Is in the store' },
  replenishment_due: { de: 'Nachschub fällig', en: 'Due for a refill' },
  stage_entered: { de: 'Nächster Schritt', en: 'Next step' },
};

/** A signal in a sentence. */
export function signalText(signal: Pick<Signal, 'name' | 'subject' | 'detail'>): Words {
  const about = signal.subject?.name ?? '';
  const values: FactValues = { ...signal.detail, about };
  const { de, en } = sentenceOf(signal.name, values);
  return { de: fill(de, values), en: fill(en, values) };
}

function sentenceOf(name: SignalName, values: FactValues): Words {
  const goods = goodsOf(values);
  switch (name) {
    case 'stalled_checkout':
      return {
        de: `Seit «seconds» Sekunden kein Schritt weiter in der Kasse, länger als hier fast alle brauchen${goods.de}`,
        en: `No step further in the checkout for «seconds» seconds, longer than nearly everybody needs here${goods.en}`,
      };
    case 'abandoned_cart':
      return { de: `Gegangen, ohne zu kaufen${goods.de}`, en: `Left without buying${goods.en}` };
    case 'viewed_not_bought':
      return {
        de: '«about» «views»-mal angesehen und nicht gekauft',
        en: 'Looked at «about» «views» times and did not buy',
      };
    case 'comparison_ping_pong':
      return {
        de: 'Wechselt zwischen «first» und «second» hin und her',
        en: 'Goes back and forth between «first» and «second»',
      };
    case 'price_watching':
      return {
        de: 'Kam «visits»-mal wieder, um «about» anzusehen',
        en: 'Came back «visits» times to look at «about»',
      };
    case 'search_without_result':
      return { de: 'Nichts gefunden für „«query»“', en: 'Found nothing for “«query»”' };
    case 'returning_after_absence':
      return { de: 'War «days» Tage nicht da', en: 'Was away for «days» days' };
    case 'first_purchase':
      return {
        de:
          values.about === ''
            ? 'Hat zum ersten Mal gekauft'
            : 'Hat zum ersten Mal gekauft: «about»',
        en:
          values.about === '' ? 'Bought for the first time' : 'Bought for the first time: «about»',
      };
    case 'in_store_visit':
      return {
        de:
          values.about === '' ? 'Ist gerade in einer Filiale' : 'Ist gerade in der Filiale «about»',
        en: values.about === '' ? 'Is in a store right now' : 'Is in the store «about» right now',
      };
    case 'replenishment_due':
      return { de: '«about» dürfte zu Ende gehen', en: '«about» is probably running out' };
    case 'stage_entered':
    default: {
      const from = STAGE_WORDS[values.from as Stage];
      const to = STAGE_WORDS[values.to as Stage];
      return { de: `Von „${from.de}“ zu „${to.de}“`, en: `From “${from.en}” to “${to.en}”` };
    }
  }
}

/** ", 3 Teile für 59,90 €" – as far as it is known. */
function goodsOf(values: FactValues): Words {
  const items = Number(values.items ?? 0);
  if (items === 0) return { de: '', en: '' };
  const { valueMinor, currency } = values;
  const money = (locale: string): string => {
    if (typeof valueMinor !== 'number' || typeof currency !== 'string') return '';
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(valueMinor / 10 ** digits);
  };
  const [de, en] = [money('de-DE'), money('en-GB')];
  return {
    de: `; im Warenkorb: ${items} ${items === 1 ? 'Teil' : 'Teile'}${de === '' ? '' : ` für ${de}`}`,
    en: `; in the cart: ${items} ${items === 1 ? 'thing' : 'things'}${en === '' ? '' : ` for ${en}`}`,
  };
}
