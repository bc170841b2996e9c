/** @jsxImportSource preact */
import type { ShopItem, ShopProductPage } from '@augenblick/contract/api/shop.ts';
import { useLayoutEffect } from 'preact/hooks';
import { useGet } from '../api.ts';
import { Stars } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { addToCart, compared, money, notice, toggleCompare } from '../state.ts';
import { facts, tell } from '../tag.ts';
import { t, words } from '../texts.ts';

/** Up to three products side by side. */
export function ComparePage() {
  const items = compared.value;
  useLayoutEffect(() => {
    if (items.length > 1) tell('Product Compared', { products: items.map(facts) });
  }, []);
  return (
    <Page type="compare" title={t('compare')} id="compare">
      {items.length === 0 ? (
        <>
          <p class="lead">{t('emptyCompare')}</p>
          <a class="button" href="/shop/suche">
            {t('browse')}
          </a>
        </>
      ) : (
        <ul class="compare">
          {items.map((item) => (
            <Column key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Column({ item }: { item: ShopItem }) {
  const page = useGet<ShopProductPage>(`/products/${encodeURIComponent(item.id)}`);
  return (
    <li>
      <a href={`/shop/artikel/${encodeURIComponent(item.id)}`}>
        <img src={item.picture} alt="" width="200" height="200" />
        <b>{words(item.name)}</b>
      </a>
      <dl class="facts">
        <div>
          <dt>{t('price')}</dt>
          <dd>{money(item.price)}</dd>
        </div>
        <div>
          <dt>{t('rating')}</dt>
          <dd>
            <Stars tenths={item.stars} />
          </dd>
        </div>
        {page?.facts.map(({ label, value }) => (
          <div key={label.en}>
            <dt>{words(label)}</dt>
            <dd>{words(value)}</dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        class="button"
        onClick={() => {
          addToCart(item);
          tell('Product Added', { ...facts(item), quantity: 1 });
          notice.value = t('added', { name: words(item.name) });
        }}
      >
        {t('addToCart')}
      </button>
      <button type="button" class="plain" onClick={() => toggleCompare(item)}>
        {t('remove')}
      </button>
    </li>
  );
}
