/** @jsxImportSource preact */
import type { ShopGuides } from '@augenblick/contract/api/shop.ts';
import { useGet } from '../api.ts';
import { Cards, CardsLoading } from '../parts/card.tsx';
import { Page, Slot } from '../parts/page.tsx';
import { front } from '../state.ts';
import { t, words } from '../texts.ts';

/** The first page: who we are, the range, what is popular. */
export function HomePage() {
  const shop = front.value;
  const guides = useGet<ShopGuides>('/guides');
  return (
    <Page type="home" title={t('home')} id="home" hidden>
      <section class="hero">
        <div>
          <p class="hero-title">{t('heroTitle')}</p>
          <p class="hero-text">{t('heroText')}</p>
          <a class="button" href="/shop/suche">
            {t('toRange')}
          </a>
        </div>
        <div class="hero-pictures" aria-hidden="true">
          {shop?.favourites.slice(0, 6).map(({ id, picture }) => (
            <img key={id} src={picture} alt="" width="200" height="200" />
          ))}
        </div>
      </section>
      <Slot name="home-hero" height={150} page="home" />
      <section>
        <h2>{t('categories')}</h2>
        <ul class="shelves">
          {shop?.categories.map((category) => (
            <li key={category.id}>
              <a href={`/shop/sortiment/${category.id}`}>
                {words(category.name)}
                <span>{category.products}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t('favourites')}</h2>
        {shop ? <Cards items={shop.favourites} /> : <CardsLoading />}
      </section>
      <section>
        <h2>{t('guides')}</h2>
        <ul class="guides">
          {guides?.guides.slice(0, 4).map((guide) => (
            <li key={guide.slug}>
              <a href={`/shop/ratgeber/${guide.slug}`}>
                <b>{words(guide.title)}</b>
                <span>{t('minutes', { n: guide.minutes })}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  );
}
