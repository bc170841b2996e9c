/** @jsxImportSource preact */
import { t } from '../texts.ts';

/** What stands there when the catalogue cannot be had. */
export function Trouble() {
  return (
    <div class="trouble" role="alert">
      <p class="lead">{t('noShop')}</p>
      <p>{t('noShopText')}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {t('again')}
      </button>
    </div>
  );
}
