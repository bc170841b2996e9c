/** @jsxImportSource preact */
import type { ShopProductPage } from '@augenblick/contract/api/shop.ts';
import { useSignal } from '@preact/signals';
import { useGet } from '../api.ts';
import { Page } from '../parts/page.tsx';
import { language } from '../state.ts';
import { facts, tell } from '../tag.ts';
import { t, words } from '../texts.ts';

const ANSWERS = [
  {
    q: { de: 'Wie lange dauert der Versand?', en: 'How long does delivery take?' },
    a: {
      de: 'In einem echten Laden zwei bis drei Tage. Hier wird nichts verschickt.',
      en: 'Two to three days in a real shop. Nothing is sent here.',
    },
  },
  {
    q: { de: 'Kann ich etwas zurückgeben?', en: 'Can I return something?' },
    a: {
      de: 'Dreißig Tage lang, auch in der Filiale – wenn es diesen Laden gäbe.',
      en: 'For thirty days, in a store as well – if this shop existed.',
    },
  },
  {
    q: {
      de: 'Was macht Augenblick mit meinem Besuch?',
      en: 'What does Augenblick do with my visit?',
    },
    a: {
      de: 'Nur mit Ihrem Ja: Seiten und Klicks werden zu einem Moment, und der Moment sucht aus, was in den Plätzen steht. „Warum das?“ zeigt jeden Schritt.',
      en: 'Only with your yes: pages and clicks become a moment, and the moment chooses what stands in the placements. “Why this?” shows every step.',
    },
  },
] as const;

/** Questions and answers. */
export function HelpPage() {
  return (
    <Page type="help" title={t('helpTitle')} id="help">
      {ANSWERS.map(({ q, a }) => (
        <details key={q.en} class="proof">
          <summary>{words(q)}</summary>
          <p>{words(a)}</p>
        </details>
      ))}
      <p class="small">{t('demo')}</p>
      <p class="small">{t('imprint')}</p>
    </Page>
  );
}

/** Who runs the shop; the mails lead here. */
export function ImprintPage() {
  return (
    <Page type="imprint" title={t('imprintTitle')} id="imprint">
      <p>{t('imprintWho')}</p>
      <p class="small">{t('imprint')}</p>
    </Page>
  );
}

/** What becomes of a visit; the mails lead here. */
export function PrivacyPage() {
  return (
    <Page type="privacy" title={t('privacyTitle')} id="privacy">
      <p>{t('privacyVisit')}</p>
      <p>{t('privacyMail')}</p>
    </Page>
  );
}

/** A review of one product: stars and a few words, which stay in the demo. */
export function ReviewPage({ id }: { id: string }) {
  const found = useGet<ShopProductPage>(`/products/${encodeURIComponent(id)}`);
  const stars = useSignal(5);
  const sent = useSignal(false);
  const name = found ? words(found.item.name) : '';
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!found) return;
    tell('Product Reviewed', { ...facts(found.item), rating: stars.value });
    sent.value = true;
  };
  return (
    <Page type="review_form" title={t('review')} id={`review ${id}`}>
      <p class="lead">{name}</p>
      {sent.value ? (
        <p role="status">{t('reviewThanks')}</p>
      ) : (
        <form onSubmit={send}>
          <fieldset class="rate">
            <legend>{t('howWas')}</legend>
            {[1, 2, 3, 4, 5].map((value) => (
              <label key={value}>
                <input
                  type="radio"
                  name="stars"
                  checked={stars.value === value}
                  onChange={() => (stars.value = value)}
                />
                <span aria-hidden="true">★</span>
                <span class="unseen">
                  {value} {language.value === 'de' ? 'von' : 'of'} 5
                </span>
              </label>
            ))}
          </fieldset>
          <label>
            {t('reviewText')}
            <textarea rows={4} maxLength={600} />
          </label>
          <button type="submit" class="button main">
            {t('send')}
          </button>
        </form>
      )}
    </Page>
  );
}

/** An address that leads nowhere. */
export function LostPage({ path }: { path: string }) {
  return (
    <Page type="not-found" title={t('notFound')} id={`lost ${path}`} told={false}>
      <a class="button" href="/shop">
        {t('home')}
      </a>
    </Page>
  );
}
