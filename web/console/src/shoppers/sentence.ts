import type { ConsentChannel, ConsentPurpose, IdentityKind } from '@augenblick/contract';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '@augenblick/contract';
import type { TimelineEntry, TimelinePhrase } from '@augenblick/contract/api/shopper.ts';
import type { IconName, TextOf } from '@augenblick/ui';
import { consentName, identityKind, storeName, traitName } from './names.ts';
import type { WordText } from './names.ts';
import type { timelineTexts } from './texts-timeline.ts';

type TimelineKey = keyof (typeof timelineTexts)['en'];
/** Reads a sentence of the timeline. */
export type TimelineText = TextOf<TimelineKey>;
type Phrase = TimelineEntry['phrase'];
type Values = Phrase['values'];

/** The value without which a phrase has nothing to name, so that its `.plain` sentence is the right one. */
const DETAIL: Partial<Record<TimelinePhrase, string>> = {
  'event.searched': 'query',
  'event.list_viewed': 'list',
  'event.product_viewed': 'product',
  'event.product_clicked': 'product',
  'event.added': 'product',
  'event.removed': 'product',
  'event.checkout_step': 'step',
  'event.coupon': 'coupon',
  'event.order_updated': 'orderId',
  'event.order_cancelled': 'orderId',
  'event.order_refunded': 'orderId',
  'event.wish_added': 'product',
  'event.wish_removed': 'product',
  'event.page': 'title',
  'event.screen': 'title',
  'event.identified': 'traits',
  'event.group': 'group',
  'event.consent': 'consent',
  'event.mail': 'subject',
  'event.store': 'where',
  'event.note': 'note',
  'order.sale': 'amount',
  'order.return': 'amount',
};

/** Vocabulary names that have a sentence but no phrase of their own. */
const NAMED: ReadonlySet<string> = new Set([
  'product_list_filtered',
  'promotion_viewed',
  'promotion_clicked',
  'product_compared',
  'product_shared',
  'product_reviewed',
  'cart_shared',
  'payment_info_entered',
  'receipt_claimed',
  'feedback_submitted',
  'offer_shown',
  'offer_accepted',
  'offer_dismissed',
  'points_earned',
  'reward_redeemed',
  'placement_shown',
  'placement_clicked',
  'placement_dismissed',
  'store_availability_checked',
  'store_stock_checked',
  'store_locator_used',
  'store_searched',
  'store_viewed',
  'route_requested',
  'certificate_opened',
  'chat_opened',
  'shop_recommended',
  'page_read',
  'page_left',
  'web_vitals',
]);

/** The sentence of a phrase in the reader's language. */
export function sentence(phrase: Phrase, text: TimelineText, word: WordText): string {
  const { key } = phrase;
  if (key === 'event.other') return otherSentence(phrase, text);
  const values = completed(phrase, word);
  const detail = DETAIL[key];
  const plain = detail !== undefined && !values[detail];
  const known = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value ?? '']),
  );
  return text((plain ? `${key}.plain` : key) as TimelineKey, known);
}

function otherSentence(phrase: Phrase, text: TimelineText): string {
  const name = String(phrase.values['name'] ?? '');
  const key = name.toLowerCase().replaceAll(' ', '_');
  return NAMED.has(key) ? text(`name.${key}` as TimelineKey) : text('event.other', { name });
}

/** Adds what the sentences need beyond the server's values: names in words, the part of the event's name that differs. */
function completed({ values }: Phrase, word: WordText): Values {
  const { name, purpose, channel, kind, title, path, place, store, traits } = values;
  return {
    ...values,
    what: typeof name === 'string' ? (name.split(' ').at(-1) ?? '').toLowerCase() : 'other',
    count: values['quantity'] ?? 1,
    title: title ?? path ?? null,
    where: [place, typeof store === 'string' ? storeName(store) : store].filter(Boolean).join(', '),
    state: values['state'] ?? 'other',
    direction: values['direction'] ?? 'in',
    traits: typeof traits === 'string' ? traitsText(word, traits) : null,
    channel: channel ?? 'other',
    consent: consentOf(word, purpose, channel),
    kind:
      typeof kind === 'string'
        ? identityKind(word, { kind: kind as IdentityKind, value: String(values['value'] ?? '') })
        : '',
  };
}

/** "email, firstName, …" in the reader's words. */
function traitsText(word: WordText, traits: string): string {
  return traits
    .split(', ')
    .map((key) => traitName(word, key))
    .join(', ');
}

function consentOf(word: WordText, purpose: unknown, channel: unknown): string | null {
  const known = CONSENT_PURPOSES.find((one): one is ConsentPurpose => one === purpose);
  if (known === undefined) return null;
  const through = CONSENT_CHANNELS.find((one): one is ConsentChannel => one === channel);
  return consentName(word, known, through ?? 'any');
}

/** The neutral mark of an entry. Moments get their own colours and shapes once the detector names them. */
export function iconOf(entry: Pick<TimelineEntry, 'type' | 'phrase'>): IconName {
  if (entry.type === 'identity') return 'link';
  if (entry.type === 'consent') return 'shield';
  return ICONS[entry.phrase.key] ?? 'clock';
}

const ICONS: Partial<Record<TimelinePhrase, IconName>> = {
  'event.searched': 'search',
  'event.list_viewed': 'eye',
  'event.product_viewed': 'eye',
  'event.product_clicked': 'eye',
  'event.added': 'cart',
  'event.removed': 'minus',
  'event.cart_viewed': 'cart',
  'event.checkout_started': 'till',
  'event.checkout_step': 'till',
  'event.coupon': 'percent',
  'event.order': 'box',
  'event.order_updated': 'edit',
  'event.order_cancelled': 'close',
  'event.order_refunded': 'undo',
  'event.receipt': 'store',
  'event.wish_added': 'heart',
  'event.wish_removed': 'heart',
  'event.page': 'globe',
  'event.screen': 'device',
  'event.identified': 'user',
  'event.aliased': 'user',
  'event.group': 'shoppers',
  'event.consent': 'shield',
  'event.mail': 'mail',
  'event.message': 'message',
  'event.store': 'pin',
  'event.note': 'message',
  'order.sale': 'box',
  'order.return': 'undo',
  'order.adjustment': 'edit',
  'decision.campaign': 'message',
  'moment.know': 'clock',
  'moment.go': 'clock',
  'moment.do': 'clock',
  'moment.buy': 'clock',
  'signal.raised': 'warning',
  'segment.entered': 'segments',
  'segment.left': 'segments',
};
