import type {
  EvidenceCode,
  KindVector,
  MomentModel,
  StageVector,
  StepPace,
} from '@augenblick/contract';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Weights of one sign: for know, go, do, buy and for research, compare, purchase, post-purchase, recommend. */
type Row = readonly [
  know: number,
  go: number,
  do_: number,
  buy: number,
  research: number,
  compare: number,
  purchase: number,
  post: number,
  recommend: number,
];

/**
 * The weights by rule, in log-odds. How they were set: a sign that all but decides the kind gets about 2.5–3 (with it
 * alone the kind reaches 80–90 %); one that favours it clearly about 1.5; one that leans about 0.5, so that two or three
 * are needed. What decides for one kind speaks against the others by about a third of that, so that a second decisive
 * sign can turn the belief at once: who opens a store page after instructions now wants to go. Retailers' own outcomes
 * move the weights from here (learn/).
 */
const RULE: Readonly<Record<EvidenceCode, Row>> = {
  // A home page says only that somebody has come in.
  page_home: [0.3, 0, 0, 0.1, 0.2, 0, 0, 0, 0],
  // Looking along a shelf: more knowing than buying.
  page_list: [0.3, -0.1, -0.1, 0.2, 0.25, 0.05, 0, 0, 0],
  // Weak, because the same view comes as "Product Viewed" as well.
  page_product: [0.25, -0.1, -0.1, 0.2, 0.15, 0.05, 0, 0, 0],
  page_search: [0.2, 0, 0, 0.1, 0.1, 0, 0, 0, 0],
  // Instructions decide: who reads them is doing something, often with what they own.
  page_howto: [-0.8, -0.9, 3, -1, 0.1, 0, -0.1, 0.7, 0],
  // Advice and magazine: learning before choosing.
  page_guide: [1.8, -0.5, 0.1, -0.5, 0.7, 0.2, 0, 0, 0],
  // Help may be a question before buying or trouble after it; it leans to doing.
  page_help: [0.4, -0.2, 1.3, -0.4, 0.1, 0.1, 0, 0.4, 0],
  page_store: [-0.8, 2.9, -0.9, -0.7, 0, 0.1, 0.2, 0, 0],
  // Opening hours are asked for by people about to set out.
  page_hours: [-0.8, 3.1, -0.9, -0.8, 0, 0, 0.3, 0, 0],
  page_contact: [0.2, 0.8, 0.5, -0.1, 0.1, 0, 0, 0.2, 0],
  // Cost and time of delivery are the last questions before an order.
  page_delivery: [0.4, -0.1, 0, 0.8, 0, 0.3, 0.5, 0.1, 0],
  // Returns: reassurance before, or a task after the purchase; the task is likelier.
  page_returns: [0.1, -0.2, 1.3, -0.2, 0, 0.1, 0.1, 0.8, 0],
  page_reviews: [1.3, -0.2, -0.2, 0.4, 0.2, 0.9, 0.1, 0, 0],
  // Certificates and origin: knowing in its purest form.
  page_proof: [1.8, -0.5, -0.4, 0, 0.4, 0.4, 0, 0, 0],
  page_compare: [1.5, -0.2, -0.2, 0.5, -0.1, 1.5, 0.1, 0, 0],
  page_wishlist: [0.3, -0.1, -0.2, 0.8, 0.1, 0.5, 0.3, 0, 0],
  // Who goes to the offers came to buy, if the price is right.
  page_offers: [0.3, 0, -0.2, 0.9, 0.3, 0.2, 0.3, 0, 0],
  page_cart: [-0.4, -0.5, -0.6, 1.7, -0.1, 0.1, 1.2, 0, 0],
  page_checkout: [-0.8, -0.7, -0.8, 2.4, -0.3, -0.1, 2, 0, 0],
  // The order itself comes as an event; this page only confirms that it is over.
  page_thanks: [0.1, 0, 0.2, -0.6, -0.5, -0.5, -0.5, 1.5, 0],
  page_account: [0.1, 0, 0.5, 0, 0, 0, 0, 0.4, 0.1],
  // Where is my parcel: something to see to, after the purchase.
  page_order_status: [0.1, -0.3, 1.8, -0.9, -0.2, -0.2, -0.2, 1.8, 0],
  page_other: [0.15, 0, 0, 0, 0.05, 0, 0, 0, 0],

  // A thing by its name: first of all to see what there is.
  search: [0.9, -0.1, 0, 0.5, 0.5, 0.1, 0.1, 0, 0],
  search_howto: [-0.5, -0.8, 2.7, -0.9, 0.1, 0, 0, 0.6, 0],
  search_store: [-0.6, 2.8, -0.8, -0.6, 0, 0.1, 0.2, 0, 0],
  search_buy: [0, -0.1, -0.3, 1.6, 0, 0.3, 0.9, 0, 0],
  search_compare: [1.5, -0.2, -0.2, 0.3, 0.1, 1.3, 0, 0, 0],
  search_empty: [0.5, 0.1, 0, 0, 0.3, 0, 0, 0, 0],

  list_viewed: [0.3, -0.1, -0.1, 0.2, 0.3, 0.05, 0, 0, 0],
  // Filtering narrows down: past the first look.
  list_filtered: [0.5, -0.1, -0.2, 0.5, 0.1, 0.5, 0.1, 0, 0],
  list_by_price: [0.2, -0.1, -0.2, 0.9, 0, 0.6, 0.2, 0, 0],
  // "Available in my store": on the way there.
  list_in_store: [0, 1.7, -0.3, 0.5, 0, 0.4, 0.4, 0, 0],
  promotion_clicked: [0.3, 0, -0.1, 0.6, 0.2, 0.1, 0.2, 0, 0],
  product_clicked: [0.2, -0.1, -0.2, 0.3, 0.15, 0.05, 0, 0, 0],
  product_viewed: [0.5, -0.2, -0.2, 0.35, 0.35, 0.1, 0, 0, 0],
  // Coming back to the same thing: comparing, and closer to buying.
  product_again: [0.4, -0.2, -0.2, 0.8, -0.1, 0.9, 0.2, 0, 0],
  product_compared: [1.3, -0.2, -0.3, 0.6, -0.1, 1.5, 0.1, 0, 0],
  reviews_read: [1.2, -0.2, -0.2, 0.6, 0.1, 0.9, 0.2, 0, 0],
  // Nobody measures for what they do not mean to have.
  size_guide: [0.5, -0.1, 0.1, 1.1, 0, 0.4, 0.6, 0, 0],
  article_read: [1.8, -0.5, 0.1, -0.5, 0.7, 0.1, 0, 0, 0],
  howto_opened: [-0.8, -0.9, 3, -1, 0, 0, -0.1, 0.8, 0],
  help_asked: [0.3, -0.2, 1.7, -0.4, 0, 0.1, 0.1, 0.6, 0],

  store_looked_up: [-0.8, 3, -0.9, -0.7, 0, 0.1, 0.3, 0, 0],
  stock_in_store: [-0.5, 2.5, -0.9, 0.2, 0, 0.3, 0.7, 0, 0],
  route_asked: [-0.9, 3.4, -1, -0.8, 0, 0, 0.7, 0, 0],
  appointment_booked: [-0.4, 2.7, -0.2, 0, 0, 0.2, 0.8, 0, 0],
  // Buying and going at once; the choice itself is a step of the checkout.
  pickup_chosen: [-0.3, 1.5, -0.3, 1.8, -0.2, 0, 1.5, 0, 0],
  // In the store: "go" is answered (ANSWERS), now they look and buy.
  store_visited: [0.6, 0, 0, 1, 0.1, 0.2, 0.7, 0, 0],
  pass_scanned: [0.1, 0, 0, 1.7, 0, 0, 1, 0.1, 0],
  kiosk_answered: [1.3, 0, 0.2, 0.6, 0.4, 0.3, 0.1, 0, 0],

  wish_added: [0.2, -0.2, -0.2, 1, 0.1, 0.6, 0.4, 0, 0],
  wish_to_cart: [-0.6, -0.6, -0.7, 2.2, -0.2, 0.2, 1.5, 0, 0],
  product_added: [-0.6, -0.7, -0.8, 2.4, -0.2, 0.2, 1.7, 0, 0],
  // Second thoughts: back to comparing.
  product_removed: [0.4, 0, 0, -0.6, 0, 0.5, -0.6, 0, 0],
  cart_viewed: [-0.4, -0.5, -0.6, 1.7, -0.1, 0.1, 1.2, 0, 0],
  cart_shared: [0.3, 0, 0, 0.8, 0, 0.4, 0.4, 0, 0.3],
  // Asking somebody's opinion, or recommending.
  product_shared: [0.4, 0.1, 0, 0.5, 0, 0.5, 0, 0, 0.5],

  checkout_started: [-0.9, -0.8, -1, 2.9, -0.5, -0.2, 2.5, 0, 0],
  checkout_step: [-0.6, -0.6, -0.7, 1.9, -0.3, -0.1, 1.3, 0, 0],
  payment_entered: [-0.9, -0.9, -1, 2.8, -0.5, -0.2, 2.2, 0, 0],
  coupon_tried: [-0.2, -0.1, -0.2, 1.4, 0, 0.1, 1, 0, 0],
  coupon_applied: [-0.3, -0.1, -0.2, 1.8, -0.1, 0, 1.3, 0, 0],
  coupon_denied: [0.3, 0, 0.1, 0.5, 0, 0.3, 0.4, 0, 0],

  // The answer itself: what came before is spent (ANSWERS), what remains is after the purchase.
  order_completed: [0.1, 0, 0.2, -0.6, -0.6, -0.8, -1, 3.5, 0.1],
  receipt_issued: [0, 0, 0.1, -0.5, -0.6, -0.8, -1, 3.5, 0.1],
  order_cancelled: [0.3, 0, 0.6, -0.3, 0.2, 0.2, -0.5, 0.4, -0.3],
  order_refunded: [0, 0, 0.6, -0.3, 0, 0, -0.3, 1, -0.2],
  return_started: [-0.6, -0.5, 2.6, -1, 0, 0, -0.3, 1.8, -0.4],
  review_written: [0, 0, 0.7, -0.2, 0, 0, -0.3, 0.6, 2.8],
  feedback_good: [0, 0, 0.2, 0, 0, 0, -0.1, 0.6, 2],
  feedback_bad: [0.1, 0, 0.5, -0.3, 0, 0, -0.2, 0.9, -0.6],
  recommended: [0, 0, 0.3, 0, 0, 0, -0.1, 0.5, 3.2],
  reward_redeemed: [-0.1, 0.1, 0, 1, 0, 0, 0.6, 0.3, 0.4],

  email_opened: [0.2, 0, 0, 0.1, 0.05, 0, 0, 0, 0],
  email_clicked: [0.4, 0.1, 0, 0.5, 0.2, 0.1, 0.1, 0, 0],
  offer_accepted: [-0.1, 0.1, -0.1, 1.5, 0, 0.1, 1, 0, 0],
  offer_dismissed: [0.1, 0, 0, -0.5, 0, 0.1, -0.3, 0, 0],
};

/**
 * Usual time in a step of the checkout where nothing was measured yet: quantiles (s) at 50, 75, 90, 95, 97.5 and 99 % of
 * a log-normal with the medians of the labelled simulation (a form takes about 25 s, payment 30 s) and σ = 0.7. A shop's
 * own pace takes over with the first dozens of checkouts (pace.ts).
 */
const DEFAULT_PACE: Readonly<Record<string, readonly number[]>> = {
  start: [22, 35, 54, 70, 87, 112],
  payment: [28, 45, 69, 89, 110, 143],
  step: [30, 48, 74, 95, 118, 153],
};

/** The model by rule: where every retailer begins, and what learning shrinks towards. */
export const DEFAULT_MODEL: MomentModel = {
  version: 1,
  learnedFrom: 0,
  weights: Object.fromEntries(
    Object.entries(RULE).map(([code, row]) => [
      code,
      { kind: row.slice(0, 4) as KindVector, stage: row.slice(4) as StageVector },
    ]),
  ),
  // Without any sign: somebody in a shop more often wants to know or buy than to go or do. None reaches `end` by itself.
  bias: { kind: [0.3, -0.35, -0.35, 0.1], stage: [1, 0, 0, -0.3, -1] },
  // Temperature, doubt and bias fit practice visitors with known wants best (evaluate/moment/practice.ts); outcomes set the
  // temperature further (learn/).
  temperature: { kind: 0.7, stage: 1 },
  doubt: 0.05,
  // A moment is a matter of minutes: five after a sign it counts half. A stage is a matter of days.
  halfLifeMs: { kind: 5 * MINUTE, stage: 3 * DAY },
  // Begins when likelier than all others together, fades at two in five: between them it neither begins nor ends.
  // A sign of about 3 log-odds and more decides by itself: into the cart, a store page, instructions.
  thresholds: { begin: 0.5, end: 0.4, overtake: 0.1, stage: 0.1, turn: 2.8 },
  longestMs: 60 * MINUTE,
  pace: {
    falseAlarms: 0.04,
    steps: Object.fromEntries(
      Object.entries(DEFAULT_PACE).map(([step, seconds]): [string, StepPace] => [
        step,
        { n: 0, quantiles: seconds.map((s) => s * 1000) },
      ]),
    ),
  },
  waits: { abandonedCart: 30 * MINUTE, viewedNotBought: 20 * MINUTE, absence: 30 * DAY },
};

/** Signs that answer a need: earlier evidence is spent, a moment of that kind is answered. `round`: closes the journey's round. */
export const ANSWERS: Readonly<
  Partial<Record<EvidenceCode, { kind: 'buy' | 'go'; round: boolean }>>
> = {
  order_completed: { kind: 'buy', round: true },
  receipt_issued: { kind: 'buy', round: true },
  store_visited: { kind: 'go', round: false },
  pass_scanned: { kind: 'go', round: false },
};

/**
 * Whether a model can be used: finite numbers, thresholds in order, and no kind that the bias alone would carry (it would
 * never end). The reason in English, for whoever learned it; undefined when all is well.
 */
export function modelFault(model: MomentModel): string | undefined {
  const { thresholds, bias, temperature, halfLifeMs } = model;
  const vectors = Object.values(model.weights).flatMap(({ kind, stage }) => [...kind, ...stage]);
  const numbers = [...vectors, ...bias.kind, ...bias.stage, model.longestMs];
  if (!numbers.every(Number.isFinite)) return 'a weight is not a number';
  const positive = [temperature.kind, temperature.stage, halfLifeMs.kind, halfLifeMs.stage];
  if (!positive.every((value) => value > 0)) return 'half-lives and temperatures must be above 0';
  if (!(thresholds.end < thresholds.begin)) return 'the end must lie below the beginning';
  const scores = bias.kind.map((value) => Math.exp(value / temperature.kind));
  const likeliest = Math.max(...scores) / scores.reduce((sum, value) => sum + value, 0);
  if (!(model.doubt >= 0 && model.doubt < 0.5)) return 'doubt must lie between 0 and a half';
  if (likeliest >= thresholds.end) return 'the bias alone would keep a moment alive';
  return undefined;
}
