/** @jsxImportSource preact */
import { useLayoutEffect } from 'preact/hooks';
import { Cards } from '../parts/card.tsx';
import { Page, Slot } from '../parts/page.tsx';
import { cart, front, type Line, money, setQuantity, shipping, sum, wishes } from '../state.ts';
import { facts, lineFacts, tell } from '../tag.ts';
import { t, words } from '../texts.ts';

/** What is in the cart, and what it comes to. */
export function CartPage() {
  const lines = cart.value;
  useLayoutEffect(() => {
    if (lines.length > 0) tell('Cart Viewed', { products: lineFacts(lines) });
  }, []);
  return (
    <Page type="cart" title={t('cart')} id="cart">
      <Slot
        name="cart-top"
        height={72}
        page="cart"
        own={{ text: t('ownMore'), label: t('browse'), href: '/shop/suche' }}
      />
      {lines.length === 0 ? (
        <Empty text={t('emptyCart')} />
      ) : (
        <div class="cart">
          <ul class="lines">
            {lines.map((line) => (
              <CartLine key={line.item.id} line={line} />
            ))}
          </ul>
          <div class="totals">
            <Totals />
            <a class="button main" href="/shop/kasse">
              {t('toCheckout')}
            </a>
          </div>
        </div>
      )}
    </Page>
  );
}

function CartLine({ line: { item, quantity } }: { line: Line }) {
  const name = words(item.name);
  const change = (to: number): void => {
    setQuantity(item.id, to);
    const event = to > quantity ? 'Product Added' : 'Product Removed';
    tell(event, { ...facts(item), quantity: Math.abs(to - quantity) });
  };
  return (
    <li>
      <img src={item.picture} alt="" width="72" height="72" />
      <a href={`/shop/artikel/${encodeURIComponent(item.id)}`}>{name}</a>
      <span class="amount" role="group" aria-label={`${t('quantity')}: ${name}`}>
        <button type="button" aria-label={t('less')} onClick={() => change(quantity - 1)}>
          −
        </button>
        <output>{quantity}</output>
        <button type="button" aria-label={t('oneMore')} onClick={() => change(quantity + 1)}>
          +
        </button>
      </span>
      <b>{money(item.price * quantity)}</b>
    </li>
  );
}

/** The sums of the cart. */
export function Totals() {
  const missing = (front.value?.freeShippingFrom ?? 0) - sum.value;
  return (
    <dl class="sums">
      <div>
        <dt>{t('subtotal')}</dt>
        <dd>{money(sum.value)}</dd>
      </div>
      <div>
        <dt>{t('delivery')}</dt>
        <dd>{shipping.value === 0 ? t('free') : money(shipping.value)}</dd>
      </div>
      <div class="total">
        <dt>{t('total')}</dt>
        <dd>{money(sum.value + shipping.value)}</dd>
      </div>
      <div class="small">
        <dt class="unseen">{t('delivery')}</dt>
        <dd>{missing > 0 ? t('missing', { m: money(missing) }) : t('reached')}</dd>
      </div>
    </dl>
  );
}

/** What was kept for later. */
export function WishPage() {
  return (
    <Page type="wishlist" title={t('wishes')} id="wishes">
      {wishes.value.length === 0 ? (
        <Empty text={t('emptyWishes')} />
      ) : (
        <Cards items={wishes.value} />
      )}
    </Page>
  );
}

/** Nothing there, and where to go. */
export function Empty({ text }: { text: string }) {
  return (
    <div class="empty">
      <p class="lead">{text}</p>
      <a class="button" href="/shop/suche">
        {t('browse')}
      </a>
    </div>
  );
}
