import type { DecisionAnswered, MomentAnswered } from '@augenblick/contract/api/decision.ts';
import type { ShopItem } from '@augenblick/contract/api/shop.ts';
import { createTag, type Tag } from '@augenblick/sdk';
import { signal } from '@preact/signals';
import { front, language, type Line } from './state.ts';

/** What the panel shows: the last moment and what was decided for each placement of this page. */
export const moment = signal<MomentAnswered | null>(null);
export const decisions = signal<readonly DecisionAnswered[]>([]);
/** Kinds of moment this visit has had. */
export const played = signal<ReadonlySet<string>>(new Set());
/** Undefined before the visitor has said yes or no. */
export const agreed = signal<boolean | undefined>(undefined);
/** How long the last answer took (ms). */
export const took = signal<number | null>(null);
/** How many answers there were: tells "not asked yet" from "asked, nothing came". */
export const answers = signal(0);

/** The tag, once the shop knows its key. Calls before that are kept; without a key they do nothing. */
let tag: Tag | undefined;
let waiting: ((tag: Tag) => void)[] = [];
function use(work: (tag: Tag) => void): void {
  if (tag) work(tag);
  else waiting.push(work);
}

/** Starts the tag, as any shop would with its own key. */
export function startTag(writeKey: string): void {
  if (tag) return;
  tag = createTag({
    writeKey,
    endpoint: location.origin,
    spa: false,
    explain: true,
    timeout: 1_000,
    locale: language.value,
  });
  agreed.value = tag.consent()['analytics'];
  tag.on('consent', (said) => (agreed.value = said['analytics']));
  tag.on('moment', (told) => {
    moment.value = told as MomentAnswered | null;
    answers.value += 1;
    took.value = lastAnswer();
    if (told && !played.value.has(told.kind)) played.value = new Set([...played.value, told.kind]);
  });
  tag.on('decision', (decision) => {
    const told = decision as unknown as DecisionAnswered;
    decisions.value = [
      ...decisions.value.filter(({ placement }) => placement !== told.placement),
      told,
    ];
  });
  for (const work of waiting) work(tag);
  waiting = [];
  void import('@augenblick/sdk/vitals').then(
    ({ reportVitals }) => reportVitals((event, properties) => tag?.track(event, { ...properties })),
    () => {},
  );
}

function lastAnswer(): number | null {
  const all = performance.getEntriesByType('resource');
  const last = all.findLast(({ name }) => name.endsWith('/v1/moment'));
  return last ? Math.round(last.duration) : null;
}

/** The visitor's answer to the banner. */
export function answerConsent(yes: boolean): void {
  use((one) => {
    const text =
      language.value === 'de'
        ? 'Ja, dieser Vorführladen darf meinen Besuch auswerten und Inhalte danach aussuchen.'
        : 'Yes, this demo shop may evaluate my visit and choose contents by it.';
    one.consent(
      { analytics: yes, personalisation: yes, marketing: yes, profiling: yes },
      { method: 'banner', place: 'shop', wording: text, wording_version: '1' },
    );
    agreed.value = yes;
    if (!yes) {
      moment.value = null;
      decisions.value = [];
    }
  });
}

/** Forgets who this was and begins as somebody new; for visitors who landed in the comparison group. */
export function startOver(): void {
  answerConsent(false);
  played.value = new Set();
  answers.value = 0;
  answerConsent(true);
}

/** What was decided for the page before is over. The bar at the top stays from page to page, and so does what stands in it. */
export function leavePage(): void {
  decisions.value = decisions.value.filter(({ placement }) => placement === 'bar-top');
}

/** A page of the shop was opened; the kind of page helps to understand what is wanted. */
export function tellPage(
  pageType: string,
  title: string,
  more: Record<string, unknown> = {},
): void {
  leavePage();
  use((one) => one.page(title, { page_type: pageType, title, ...more }));
}

/** Something happened that has a name in the vocabulary, or one of the shop's own. */
export function tell(event: string, properties: Record<string, unknown> = {}): void {
  use((one) => one.track(event, properties));
}

/** A product as events carry it. */
export function facts(item: ShopItem): Record<string, unknown> {
  const shop = front.value;
  const category = shop?.categories.find(({ id }) => id === item.category);
  return {
    product_id: item.id,
    sku: item.id,
    name: item.name[language.value],
    category: category?.name.de ?? item.category,
    price: item.price / 100,
    currency: shop?.currency ?? 'EUR',
    url: `/shop/artikel/${item.id}`,
    image_url: item.picture,
  };
}

/** Lines of a cart or order as events carry them. */
export function lineFacts(lines: readonly Line[]): Record<string, unknown>[] {
  return lines.map(({ item, quantity }) => ({ ...facts(item), quantity }));
}
