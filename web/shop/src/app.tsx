/** @jsxImportSource preact */
import { SHOP_PAGES, type ShopPage } from '@augenblick/contract';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { CartPage, WishPage } from './pages/cart.tsx';
import { CheckoutPage, ThanksPage } from './pages/checkout.tsx';
import { ComparePage } from './pages/compare.tsx';
import { GuidePage, GuidesPage } from './pages/guides.tsx';
import { HelpPage, ImprintPage, LostPage, PrivacyPage, ReviewPage } from './pages/help.tsx';
import { HomePage } from './pages/home.tsx';
import { CategoryPage, SearchPage } from './pages/list.tsx';
import { PostPage } from './pages/post.tsx';
import { ProductPage } from './pages/product.tsx';
import { StorePage, StoresPage } from './pages/stores.tsx';
import { Banner } from './parts/banner.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { Slot } from './parts/page.tsx';
import { Trouble } from './parts/trouble.tsx';
import { WhyButton, WhyPanel, whyOpen } from './parts/why-panel.tsx';
import { go, query, steps } from './route.ts';
import { compared, front, language, notice, pieces, theme, wishes } from './state.ts';
import { t, words } from './texts.ts';

/** The whole shop. */
export function App() {
  return (
    <div class={`shop${whyOpen.value ? ' with-why' : ''}`}>
      <a class="skip" href="#content">
        {t('skip')}
      </a>
      <Header />
      <Slot name="bar-top" height={46} page="all" own={{ text: t('demo') }} />
      {front.value === null ? (
        <main id="content" class="page">
          <h1 class="unseen">Morgenrot</h1>
          <Trouble />
        </main>
      ) : (
        front.value && <Current />
      )}
      <Footer />
      <WhyButton />
      <WhyPanel />
      {front.value && <Banner />}
      <Notice />
    </div>
  );
}

/** Pages by the first step of their address; each gets the second, and answers false when it cannot do without. */
const PAGES: Readonly<Record<ShopPage, (second: string) => ComponentChildren>> = {
  suche: () => <SearchPage q={(query.value.get('q') ?? '').trim()} />,
  sortiment: (id) => <CategoryPage id={id} />,
  artikel: (id) => <ProductPage id={id} />,
  vergleich: () => <ComparePage />,
  ratgeber: (slug) => (slug === '' ? <GuidesPage /> : <GuidePage slug={slug} />),
  filialen: (id) => (id === '' ? <StoresPage /> : <StorePage id={id} />),
  warenkorb: () => <CartPage />,
  merkzettel: () => <WishPage />,
  kasse: () => <CheckoutPage />,
  danke: (id) => id !== '' && <ThanksPage id={id} name={query.value.get('name') ?? ''} />,
  bewerten: (id) => id !== '' && <ReviewPage id={id} />,
  post: () => <PostPage />,
  hilfe: () => <HelpPage />,
  impressum: () => <ImprintPage />,
  datenschutz: () => <PrivacyPage />,
};

/** The page that the address names. */
function Current() {
  const [first, second = ''] = steps.value;
  if (first === undefined) return <HomePage />;
  const page = SHOP_PAGES.find((one) => one === first);
  return <>{(page && PAGES[page](second)) || <LostPage path={steps.value.join('/')} />}</>;
}

function Header() {
  const search = (event: SubmitEvent): void => {
    event.preventDefault();
    const q = new FormData(event.currentTarget as HTMLFormElement).get('q');
    if (typeof q === 'string' && q.trim() !== '') go(`/suche?q=${encodeURIComponent(q.trim())}`);
  };
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href="/shop">
          <span aria-hidden="true" class="brand-sun" />
          Morgenrot
        </a>
        <form role="search" onSubmit={search}>
          <label class="unseen" for="q">
            {t('searchFor')}
          </label>
          <input
            id="q"
            name="q"
            type="search"
            placeholder={t('searchFor')}
            maxLength={100}
            autocomplete="off"
          />
          <button type="submit" aria-label={t('search')}>
            <Icon name="search" />
          </button>
        </form>
        <Tools />
      </div>
      <Sections />
    </header>
  );
}

function Tools() {
  const dark = theme.value === 'dark';
  return (
    <div class="tools">
      <button
        type="button"
        class="round"
        aria-label={t(dark ? 'light' : 'dark')}
        onClick={() => (theme.value = dark ? 'light' : 'dark')}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
      <button
        type="button"
        class="language"
        lang={language.value === 'de' ? 'en' : 'de'}
        aria-label={t('languageLabel')}
        onClick={() => (language.value = language.value === 'de' ? 'en' : 'de')}
      >
        {language.value === 'de' ? 'EN' : 'DE'}
      </button>
      <Tool to="/shop/vergleich" icon="scale" name={t('compare')} count={compared.value.length} />
      <Tool to="/shop/merkzettel" icon="heart" name={t('wishes')} count={wishes.value.length} />
      <Tool to="/shop/warenkorb" icon="cart" name={t('cart')} count={pieces.value} />
    </div>
  );
}

function Tool(props: { to: string; icon: IconName; name: string; count: number }) {
  const { to, icon, name, count } = props;
  return (
    <a class="round" href={to} aria-label={count > 0 ? `${name} (${count})` : name}>
      <Icon name={icon} />
      {count > 0 && <span class="count">{count}</span>}
    </a>
  );
}

function Sections() {
  const [first, second] = steps.value;
  return (
    <nav aria-label={t('menu')} class="sections">
      {[
        ['/shop/filialen', 'filialen', t('stores')],
        ['/shop/ratgeber', 'ratgeber', t('guides')],
      ].map(([to, step, name]) => (
        <a key={to} href={to} aria-current={first === step ? 'page' : undefined}>
          <b>{name}</b>
        </a>
      ))}
      {front.value?.categories.map(({ id, name }) => (
        <a
          key={id}
          href={`/shop/sortiment/${id}`}
          aria-current={first === 'sortiment' && second === id ? 'page' : undefined}
        >
          {words(name)}
        </a>
      ))}
    </nav>
  );
}

function Footer() {
  return (
    <footer class="foot">
      <p>
        <b>Morgenrot</b> · {t('tagline')}
      </p>
      <nav aria-label={t('help')}>
        <a href="/shop/filialen">{t('stores')}</a>
        <a href="/shop/ratgeber">{t('guides')}</a>
        <a href="/shop/hilfe">{t('help')}</a>
        <a href="/shop/post">{t('postTitle')}</a>
        <a href="/shop/impressum">{t('imprintTitle')}</a>
        <a href="/shop/datenschutz">{t('privacyTitle')}</a>
        <a href="/" target="_self">
          {t('toConsole')}
        </a>
      </nav>
      <p class="small">{t('demo')}</p>
      <p class="small">{t('imprint')}</p>
    </footer>
  );
}

/** How long a word stays. */
const NOTICE_MS = 4_000;

function Notice() {
  const text = notice.value;
  useEffect(() => {
    if (!text) return undefined;
    const timer = setTimeout(() => (notice.value = ''), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="notice" role="status">
      {text && <span>{text}</span>}
    </div>
  );
}
