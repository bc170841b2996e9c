/** @jsxImportSource preact */
import { agreed, answerConsent } from '../tag.ts';
import { t } from '../texts.ts';

/** Asks before anything is stored or sent; both answers are equally easy. */
export function Banner() {
  if (agreed.value !== undefined) return null;
  return (
    <section class="banner" aria-labelledby="banner-title">
      <div>
        <h2 id="banner-title">{t('consentTitle')}</h2>
        <p>{t('consentText')}</p>
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={() => answerConsent(true)}>
          {t('yes')}
        </button>
        <button type="button" class="button quiet" onClick={() => answerConsent(false)}>
          {t('no')}
        </button>
      </div>
    </section>
  );
}
