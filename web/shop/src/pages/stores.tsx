/** @jsxImportSource preact */
import type { ShopStore, ShopStores } from '@augenblick/contract/api/shop.ts';
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { useGet } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { Page } from '../parts/page.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { language, notice } from '../state.ts';
import { tell } from '../tag.ts';
import { span, t } from '../texts.ts';

/** All stores, the nearest first once a place is named. */
export function StoresPage() {
  const asked = useSignal('');
  const found = useGet<ShopStores>(`/stores?place=${encodeURIComponent(asked.value)}`);
  const find = (event: SubmitEvent): void => {
    event.preventDefault();
    const place = new FormData(event.currentTarget as HTMLFormElement).get('place');
    asked.value = typeof place === 'string' ? place.trim() : '';
    if (asked.value) tell('Store Searched', { query: asked.value });
  };
  return (
    <Page type="stores" title={t('stores')} id="stores">
      <form class="line-form" onSubmit={find}>
        <label>
          {t('place')}
          <input
            name="place"
            placeholder={t('placeHint')}
            maxLength={60}
            autocomplete="address-level2"
          />
        </label>
        <button type="submit" class="button">
          {t('nearest')}
        </button>
      </form>
      {asked.value && found?.place === null && (
        <p role="alert">{t('placeUnknown', { q: asked.value })}</p>
      )}
      {found === null && <Trouble />}
      <ul class="stores">
        {found?.stores.map((store) => (
          <li key={store.id}>
            <StoreHead store={store} />
            <a href={`/shop/filialen/${store.id}`}>{t('hours')}</a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function StoreHead({ store }: { store: ShopStore }) {
  const change = store.changesIn === null ? '' : span(store.changesIn);
  return (
    <>
      <h2>{store.name}</h2>
      <p>
        {store.street}, {store.city}
        {store.km !== null && <span class="km">{t('km', { n: store.km })}</span>}
      </p>
      <p class={store.open ? 'open' : 'shut'}>
        <b>{t(store.open ? 'openNow' : 'closedNow')}</b>
        {change && ` · ${t(store.open ? 'closesIn' : 'opensIn', { t: change })}`}
      </p>
    </>
  );
}

/** One store with its hours and the way there. */
export function StorePage({ id }: { id: string }) {
  const found = useGet<ShopStores>('/stores');
  const store = found?.stores.find((one) => one.id === id);
  if (store) return <Store store={store} />;
  if (found === undefined) return <main id="content" class="page" aria-busy="true" />;
  return (
    <Page type="stores" title={t('notFound')} id={`store ${id} missing`}>
      <Trouble />
    </Page>
  );
}

function Store({ store }: { store: ShopStore }) {
  const about = { store_id: store.id, store_name: store.name, city: store.city };
  useLayoutEffect(() => tell('Store Viewed', about), [store.id]);
  const locale = language.value === 'de' ? 'de-DE' : 'en-GB';
  // 1 January 2024 was a Monday.
  const day = (index: number): string =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
      Date.UTC(2024, 0, index + 1),
    );
  return (
    <Page type="opening_hours" title={store.name} id={`store ${store.id}`} facts={about} hidden>
      <StoreHead store={store} />
      <dl class="facts hours">
        {store.hours.map((open, index) => (
          <div key={index}>
            <dt>{day(index)}</dt>
            <dd>{open ? `${clock(open.from)}–${clock(open.to)}` : t('closed')}</dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        class="button"
        onClick={() => {
          tell('Route Requested', about);
          notice.value = t('routeNote');
        }}
      >
        <Icon name="pin" /> {t('route')}
      </button>
      <p>
        <a href="/shop/filialen">{t('stores')}</a>
      </p>
    </Page>
  );
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
