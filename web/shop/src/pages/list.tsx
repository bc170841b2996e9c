/** @jsxImportSource preact */
import { SHOP_SORTS } from './sorts.ts';
import type { ShopItem, ShopList } from '@augenblick/contract/api/shop.ts';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api.ts';
import { Cards, CardsLoading } from '../parts/card.tsx';
import { Page, Slot } from '../parts/page.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { front } from '../state.ts';
import { facts, tell } from '../tag.ts';
import { t, words } from '../texts.ts';

const STEP = 24;
type Sort = (typeof SHOP_SORTS)[number];

/** A category or the answer to a search, a step at a time. */
function useItems(category: string | undefined, q: string, sort: Sort, count: number) {
  const found = useSignal<ShopList | null | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    const asked = new URLSearchParams({ sort, limit: String(Math.min(60, count)) });
    if (category) asked.set('category', category);
    if (q) asked.set('q', q);
    const load = async (): Promise<void> => {
      const list = await get<ShopList>(`/products?${asked}`);
      if (!gone) found.value = list;
    };
    void load();
    return () => {
      gone = true;
    };
  }, [category, q, sort, count]);
  return found;
}

/** One category. */
export function CategoryPage({ id }: { id: string }) {
  const category = front.value?.categories.find((one) => one.id === id);
  const title = category ? words(category.name) : t('categories');
  return (
    <Page type="category" title={title} id={`category ${id}`}>
      <Listing key={id} category={id} />
    </Page>
  );
}

/** What a search found, or everything. */
export function SearchPage({ q }: { q: string }) {
  return (
    <Page
      type="search"
      title={q === '' ? t('categories') : `${t('search')}: ${q}`}
      id={`search ${q}`}
    >
      <Listing key={q} q={q} />
    </Page>
  );
}

function Listing({ category, q = '' }: { category?: string; q?: string }) {
  const sort = useSignal<Sort>('popular');
  const count = useSignal(STEP);
  const found = useItems(category, q, sort.value, count.value);
  const list = found.value;
  useEffect(() => {
    if (!list) return;
    if (q !== '') tell('Products Searched', { query: q, results: list.total });
    else if (category) tellList(category, list.items);
  }, [list?.total, category, q]);
  if (list === null) return <Trouble />;
  if (list && list.total === 0) return <NothingFound q={q} />;
  return (
    <>
      <div class="list-head">
        <p>
          {list ? (q ? t('results', { n: list.total, q }) : t('items', { n: list.total })) : ' '}
        </p>
        <label>
          {t('sort')}
          <select
            value={sort.value}
            onChange={(event) => {
              sort.value = event.currentTarget.value as Sort;
              const value = sort.value.replace('price_', '');
              tell('Product List Filtered', {
                list_id: category ?? 'search',
                category,
                sorts: [{ type: sort.value === 'popular' ? 'popular' : 'price', value }],
              });
            }}
          >
            {SHOP_SORTS.map((one) => (
              <option key={one} value={one}>
                {t(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {category && (
        <Slot
          name="category-top"
          height={120}
          page={category}
          own={{ text: t('ownGuide'), label: t('ownGuideLink'), href: '/shop/ratgeber' }}
        />
      )}
      {list ? <Cards items={list.items} /> : <CardsLoading count={12} />}
      {list && list.items.length < list.total && count.value < 60 && (
        <button type="button" class="button quiet wide" onClick={() => (count.value += STEP)}>
          {t('more')}
        </button>
      )}
    </>
  );
}

function NothingFound({ q }: { q: string }) {
  return (
    <>
      <p class="lead">{t('nothing', { q })}</p>
      <Slot name="search-empty" height={160} page={q} />
      <p>{t('nothingHint')}</p>
      <ul class="shelves">
        {front.value?.categories.map(({ id, name }) => (
          <li key={id}>
            <a href={`/shop/sortiment/${id}`}>{words(name)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function tellList(category: string, items: readonly ShopItem[]): void {
  const name = front.value?.categories.find(({ id }) => id === category)?.name.de;
  tell('Product List Viewed', {
    list_id: category,
    category: name ?? category,
    products: items.slice(0, 6).map(facts),
  });
}
