/** @jsxImportSource preact */
import type { ShopItem } from '@augenblick/contract/api/shop.ts';
import { language, money, notice, toggleWish, wishes } from '../state.ts';
import { facts, tell } from '../tag.ts';
import { t, words } from '../texts.ts';
import { Icon } from './icon.tsx';

/** Five stars as a bar that is filled as far as they go; the figure for those who do not see it. */
export function Stars({ tenths }: { tenths: number }) {
  const figure = (tenths / 10).toLocaleString(language.value === 'de' ? 'de-DE' : 'en-GB');
  return (
    <span class="stars" role="img" aria-label={`${figure} / 5`}>
      <span style={{ width: `${tenths * 2}%` }}>★★★★★</span>★★★★★
    </span>
  );
}

/** A heart that keeps the item on the wish list. */
export function WishButton({ item, wide = false }: { item: ShopItem; wide?: boolean }) {
  const there = wishes.value.some(({ id }) => id === item.id);
  const toggle = (): void => {
    const now = toggleWish(item);
    tell(now ? 'Product Added to Wishlist' : 'Product Removed from Wishlist', facts(item));
    notice.value = `${words(item.name)}: ${t(now ? 'wished' : 'remove')}`;
  };
  return (
    <button
      type="button"
      class={wide ? 'button quiet' : 'round'}
      aria-pressed={there}
      aria-label={wide ? undefined : `${t('wish')}: ${words(item.name)}`}
      onClick={toggle}
    >
      <Icon name="heart" filled={there} />
      {wide && t(there ? 'wished' : 'wish')}
    </button>
  );
}

/** An item in a list. */
export function Card({ item }: { item: ShopItem }) {
  const name = words(item.name);
  return (
    <li class="card">
      <a href={`/shop/artikel/${encodeURIComponent(item.id)}`}>
        <img src={item.picture} alt="" width="200" height="200" loading="lazy" />
        <span class="card-name">{name}</span>
        <span class="card-foot">
          <b>{money(item.price)}</b>
          <Stars tenths={item.stars} />
        </span>
      </a>
      <WishButton item={item} />
    </li>
  );
}

/** A grid of items. */
export function Cards({ items }: { items: readonly ShopItem[] }) {
  return (
    <ul class="cards">
      {items.map((item) => (
        <Card key={item.id} item={item} />
      ))}
    </ul>
  );
}

/** The grid while it loads. */
export function CardsLoading({ count = 8 }: { count?: number }) {
  return (
    <ul class="cards" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li key={index} class="card loading" />
      ))}
    </ul>
  );
}
