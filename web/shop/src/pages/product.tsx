/** @jsxImportSource preact */
import type { ShopProductPage, ShopStores } from '@augenblick/contract/api/shop.ts';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { useGet } from '../api.ts';
import { Cards, Stars, WishButton } from '../parts/card.tsx';
import { Icon } from '../parts/icon.tsx';
import { Page, Slot } from '../parts/page.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { addToCart, compared, language, money, notice, toggleCompare } from '../state.ts';
import { facts, tell } from '../tag.ts';
import { t, words } from '../texts.ts';

/** One product: what it is, what it costs, what others say. */
export function ProductPage({ id }: { id: string }) {
  const found = useGet<ShopProductPage>(`/products/${encodeURIComponent(id)}`);
  if (found === null) {
    return (
      <Page type="product" title={t('notFound')} id={`product ${id} missing`}>
        <Trouble />
      </Page>
    );
  }
  if (!found) return <main id="content" class="page product-loading" aria-busy="true" />;
  return <Product key={id} page={found} />;
}

function Product({ page }: { page: ShopProductPage }) {
  const { item } = page;
  // Before the page tells that it was opened: then both travel with the questions of its placements.
  useLayoutEffect(() => tell('Product Viewed', facts(item)), [item.id]);
  const figure = (item.stars / 10).toLocaleString(language.value === 'de' ? 'de-DE' : 'en-GB');
  return (
    <Page type="product" title={words(item.name)} id={`product ${item.id}`}>
      <div class="product">
        <img class="product-picture" src={item.picture} alt="" width="400" height="400" />
        <div class="product-side">
          <p class="product-rating">
            <Stars tenths={item.stars} />
            <a href="#bewertungen" onClick={() => tell('Reviews Read', facts(item))}>
              {t('reviewsCount', { stars: figure, n: item.reviews })}
            </a>
          </p>
          <p class="product-price">
            <b>{money(item.price)}</b> <span>{t('inclTax')}</span>
          </p>
          <p class="product-text">{words(page.text)}</p>
          <Actions item={item} />
          <Slot
            name="product-advice"
            height={140}
            page={item.id}
            own={{ text: t('ownHelp'), label: t('ownHelpLink'), href: '/shop/hilfe' }}
          />
          {page.guide && (
            <a class="with-icon" href={`/shop/ratgeber/${page.guide}`}>
              <Icon name="book" /> {t('fitsGuide')}
            </a>
          )}
          <Stock stock={page.stock} />
        </div>
      </div>
      <Details page={page} />
      <Slot
        name="product-more"
        height={120}
        page={item.id}
        own={{ text: t('ownTouch'), label: t('ownTouchLink'), href: '/shop/filialen' }}
      />
      <section>
        <h2>{t('related')}</h2>
        <Cards items={page.related} />
      </section>
    </Page>
  );
}

function Actions({ item }: { item: ShopProductPage['item'] }) {
  const inCompare = compared.value.some(({ id }) => id === item.id);
  return (
    <div class="actions">
      <button
        type="button"
        class="button main"
        onClick={() => {
          addToCart(item);
          tell('Product Added', { ...facts(item), quantity: 1 });
          notice.value = t('added', { name: words(item.name) });
        }}
      >
        <Icon name="cart" /> {t('addToCart')}
      </button>
      <WishButton item={item} wide />
      <button
        type="button"
        class="button quiet"
        aria-pressed={inCompare}
        onClick={() => {
          if (toggleCompare(item)) tell('Product Compared', facts(item));
        }}
      >
        <Icon name="scale" /> {t(inCompare ? 'inCompare' : 'toCompare')}
      </button>
    </div>
  );
}

function Stock({ stock }: { stock: Record<string, number> }) {
  const found = useGet<ShopStores>('/stores');
  return (
    <details
      class="stock"
      onToggle={(event) => {
        if (event.currentTarget.open) tell('Store Stock Checked');
      }}
    >
      <summary>
        <Icon name="pin" /> {t('inStores')}
      </summary>
      <ul>
        {found?.stores.map((store) => (
          <li key={store.id}>
            <a href={`/shop/filialen/${store.id}`}>{store.name}</a>
            <span>
              {stock[store.id] ? t('inStock', { n: stock[store.id] ?? 0 }) : t('outOfStock')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Details({ page }: { page: ShopProductPage }) {
  useEffect(() => watchReviews(page), [page.item.id]);
  return (
    <div class="columns">
      <section>
        <h2>{t('facts')}</h2>
        <dl class="facts">
          {page.facts.map(({ label, value }) => (
            <div key={label.en}>
              <dt>{words(label)}</dt>
              <dd>{words(value)}</dd>
            </div>
          ))}
        </dl>
        <h2>{t('proofs')}</h2>
        {page.certificates.map((one) => (
          <details
            key={one.name.en}
            class="proof"
            onToggle={(event) => {
              if (event.currentTarget.open)
                tell('Certificate Opened', { ...facts(page.item), title: words(one.name) });
            }}
          >
            <summary>{words(one.name)}</summary>
            <p>{words(one.text)}</p>
          </details>
        ))}
        <p class="small">{t('proofsNote')}</p>
      </section>
      <section id="bewertungen">
        <h2>{t('reviews')}</h2>
        <ul class="reviews">
          {page.reviews.map((review, index) => (
            <li key={index}>
              <Stars tenths={review.stars * 10} />
              <p>{words(review.text)}</p>
              <p class="small">
                {review.name}, {t('daysAgo', { n: review.days })}
              </p>
            </li>
          ))}
        </ul>
        <p class="small">{t('reviewsNote')}</p>
      </section>
    </div>
  );
}

/** Somebody who stays with the reviews for a while reads them. */
const READING_MS = 2_500;

function watchReviews({ item }: ShopProductPage): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const section = document.getElementById('bewertungen');
  const observer = new IntersectionObserver(
    ([entry]) => {
      clearTimeout(timer);
      if (!entry?.isIntersecting) return;
      timer = setTimeout(() => {
        tell('Reviews Read', facts(item));
        observer.disconnect();
      }, READING_MS);
    },
    { threshold: 0.4 },
  );
  if (section) observer.observe(section);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
