import { EVENT_NAMES, type EvidenceCode } from '@augenblick/contract';
import { firstMatch, plain, remembering, type WordRule, words } from './plain.ts';

/** Events of the vocabulary that are one sign, always the same. The others are looked into (signs.ts). */
const KNOWN: Readonly<Record<string, EvidenceCode>> = {
  'Product List Viewed': 'list_viewed',
  'Promotion Clicked': 'promotion_clicked',
  'Placement Clicked': 'promotion_clicked',
  'Placement Dismissed': 'offer_dismissed',
  'Product Clicked': 'product_clicked',
  'Product Compared': 'product_compared',
  'Product Shared': 'product_shared',
  'Product Reviewed': 'review_written',
  'Product Added': 'product_added',
  'Product Removed': 'product_removed',
  'Cart Viewed': 'cart_viewed',
  'Cart Shared': 'cart_shared',
  'Checkout Started': 'checkout_started',
  'Checkout Step Viewed': 'checkout_step',
  'Checkout Step Completed': 'checkout_step',
  'Payment Info Entered': 'payment_entered',
  'Coupon Entered': 'coupon_tried',
  'Coupon Applied': 'coupon_applied',
  'Coupon Denied': 'coupon_denied',
  'Order Completed': 'order_completed',
  'Receipt Issued': 'receipt_issued',
  'Order Cancelled': 'order_cancelled',
  'Order Refunded': 'order_refunded',
  'Product Added to Wishlist': 'wish_added',
  'Wishlist Product Added to Cart': 'wish_to_cart',
  'Email Opened': 'email_opened',
  'Email Link Clicked': 'email_clicked',
  'Pass Scanned': 'pass_scanned',
  'Store Visited': 'store_visited',
  'Zone Entered': 'store_visited',
  'Kiosk Answered': 'kiosk_answered',
  'Offer Accepted': 'offer_accepted',
  'Offer Dismissed': 'offer_dismissed',
  'Reward Redeemed': 'reward_redeemed',
};

/** Words in names a retailer has given events of their own ("Filialbestand geprüft", "Route Requested"). */
const BY_WORDS: readonly WordRule<EvidenceCode>[] = [
  [words('route|directions|wegbeschreibung|anfahrt'), 'route_asked'],
  [
    words('click and collect|click collect|pickup|pick up|abholung|selbstabholung|in store pickup'),
    'pickup_chosen',
  ],
  [
    words(
      'store stock|local stock|store availability|local availability|filialbestand|verfuegbarkeit|bestand|' +
        'stock check|availability',
    ),
    'stock_in_store',
  ],
  [words('appointment|termin'), 'appointment_booked'],
  [
    words(
      'store locat|store find|store search|store select|store view|stores view|filial|opening hours|oeffnungszeit',
    ),
    'store_looked_up',
  ],
  [words('how to|howto|tutorial|manual|anleitung|recipe|rezept|instruction'), 'howto_opened'],
  [words('size guide|size chart|groessentabelle|groessenberater|massband'), 'size_guide'],
  [
    words('review read|reviews read|reviews view|review view|reviews open|bewertung'),
    'reviews_read',
  ],
  [words('compar|vergleich|product compar'), 'product_compared'],
  [words('return started|return request|retoure|ruecksendung|reklamation'), 'return_started'],
  [words('referral|recommended|empfehl|friend invited|invite'), 'recommended'],
  [words('article|guide|ratgeber|blog|video|magazin|certificate|zertifikat'), 'article_read'],
  [words('help|support|chat|faq|ticket|hilfe|contact form|kontakt|question asked'), 'help_asked'],
];
const VOCABULARY: ReadonlySet<string> = new Set(EVENT_NAMES);

/** What an event's name alone is a sign of; undefined when it says nothing, or when its properties decide. */
export const nameSign = remembering(2_000, (name: string): EvidenceCode | undefined => {
  if (Object.hasOwn(KNOWN, name)) return KNOWN[name];
  if (VOCABULARY.has(name) || name.startsWith('Placement ') || name.startsWith('Session '))
    return undefined;
  return firstMatch(BY_WORDS, plain(name.slice(0, 120)));
});

/** What somebody searches for tells what they want: instructions, a shop near by, a price, a comparison. */
const BY_QUERY: readonly WordRule<EvidenceCode>[] = [
  [
    words(
      'oeffnungszeit|geoeffnet|filiale|in der naehe|near me|store+|stores+|laden+|geschaeft+|anfahrt|opening|' +
        'parkplatz|parking|adresse|address|standort',
    ),
    'search_store',
  ],
  [
    words(
      'wie+|how+|anleitung|tutorial|reparier|repair|pflege|reinigen|waschen|wash+|clean|aufbau|montage|' +
        'rezept|recipe|basteln|diy+|selber|selbst+|instructions|entkalken|flicken|ersatzteil|spare part|manual',
    ),
    'search_howto',
  ],
  [
    words(
      'vergleich|unterschied|vs+|versus|oder+|compare|difference|test+|beste|bester|bestes|best+|top+',
    ),
    'search_compare',
  ],
  [
    words(
      'kaufen|bestellen|buy+|order+|preis|price|guenstig|billig|cheap|angebot|sale+|rabatt|gutschein|deal|' +
        'discount|voucher|coupon|lieferbar|auf lager|in stock',
    ),
    'search_buy',
  ],
];

/** What a search's words are a sign of; `search` when they name only a thing. */
export const querySign = remembering(2_000, (query: string): EvidenceCode => {
  return firstMatch(BY_QUERY, plain(query.slice(0, 120))) ?? 'search';
});
