/** @jsxImportSource preact */
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { Page, Slot } from '../parts/page.tsx';
import { go } from '../route.ts';
import { cart, front, money, orders, shipping, sum } from '../state.ts';
import { lineFacts, tell } from '../tag.ts';
import { t, type TextKey, words } from '../texts.ts';
import { Empty, Totals } from './cart.tsx';

const STEPS = ['contact', 'delivery', 'payment'] as const;
const DELIVERIES = ['standard', 'pickup'] as const;
const PAYMENTS = ['invoice', 'card', 'wallet'] as const;

/** Three steps to an order that nobody fulfils. */
export function CheckoutPage() {
  const step = useSignal(0);
  const name = useSignal('');
  useLayoutEffect(() => {
    if (cart.value.length > 0) tell('Checkout Started', { value: sum.value / 100, ...goods() });
  }, []);
  if (cart.value.length === 0) {
    return (
      <Page type="checkout" title={t('checkout')} id="checkout empty">
        <Empty text={t('emptyCart')} />
      </Page>
    );
  }
  const done = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (step.value === 0) name.value = textOf(form, 'name');
    tellStep(step.value, form);
    if (step.value < 2) step.value += 1;
    else go(`/danke/${order(textOf(form, 'payment'))}?name=${encodeURIComponent(name.value)}`);
  };
  return (
    <Page type="checkout" title={t('checkout')} id="checkout">
      <ol class="progress" aria-label={t('step', { n: step.value + 1 })}>
        {STEPS.map((one, index) => (
          <li key={one} aria-current={index === step.value ? 'step' : undefined}>
            {t(one)}
          </li>
        ))}
      </ol>
      <div class="checkout">
        <form key={step.value} onSubmit={done}>
          <Step step={step.value} name={name.value} />
          <div class="actions">
            {step.value > 0 && (
              <button type="button" class="button quiet" onClick={() => (step.value -= 1)}>
                {t('back')}
              </button>
            )}
            <button type="submit" class="button main">
              {t(step.value < 2 ? 'next' : 'buyNow')}
            </button>
          </div>
          <p class="small">{t('fake')}</p>
        </form>
        <aside>
          <Totals />
          <Slot
            name="checkout-help"
            height={96}
            page={String(step.value)}
            own={{ text: t('ownHelp'), label: t('ownHelpLink'), href: '/shop/hilfe' }}
          />
        </aside>
      </div>
    </Page>
  );
}

function Step({ step, name }: { step: number; name: string }) {
  if (step === 0) {
    return (
      <fieldset>
        <legend>{t('contact')}</legend>
        <label>
          {t('name')}
          <input name="name" required maxLength={80} autocomplete="name" defaultValue={name} />
        </label>
        <label>
          {t('email')}
          <input name="email" type="email" required maxLength={120} autocomplete="email" />
          <span class="small">{t('emailNote')}</span>
        </label>
      </fieldset>
    );
  }
  if (step === 1) {
    return (
      <fieldset>
        <legend>{t('delivery')}</legend>
        <Choices name="delivery" choices={DELIVERIES} />
        <label>
          {t('street')}
          <input name="street" maxLength={120} autocomplete="street-address" />
        </label>
        <label>
          {t('city')}
          <input name="city" maxLength={80} autocomplete="address-level2" />
        </label>
      </fieldset>
    );
  }
  return (
    <fieldset>
      <legend>{t('payment')}</legend>
      <Choices name="payment" choices={PAYMENTS} />
      <Coupon />
    </fieldset>
  );
}

function Choices({ name, choices }: { name: string; choices: readonly TextKey[] }) {
  return (
    <>
      {choices.map((choice, index) => (
        <label key={choice} class="choice">
          <input type="radio" name={name} value={choice} defaultChecked={index === 0} />
          {t(choice)}
        </label>
      ))}
    </>
  );
}

function Coupon() {
  const refused = useSignal(false);
  const code = useSignal('');
  return (
    <div class="coupon">
      <label>
        {t('coupon')}
        <input
          value={code.value}
          maxLength={40}
          onInput={(event) => (code.value = event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          if (!code.value) return;
          tell('Coupon Entered', { coupon: code.value });
          refused.value = true;
        }}
      >
        {t('couponApply')}
      </button>
      {refused.value && <p role="alert">{t('couponNo')}</p>}
    </div>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

function goods(): Record<string, unknown> {
  return { currency: front.value?.currency ?? 'EUR', products: lineFacts(cart.value) };
}

/** Never what was typed into the form: only which step was done and how. */
function tellStep(step: number, form: FormData): void {
  const about = { step: step + 1, ...goods() };
  if (step === 2) {
    tell('Payment Info Entered', { ...about, payment_method: textOf(form, 'payment') });
    return;
  }
  tell('Checkout Step Completed', about);
  if (step === 1 && textOf(form, 'delivery') === 'pickup') tell('Pickup Chosen');
  tell('Checkout Step Viewed', { ...about, step: step + 2 });
}

/** Makes the order of what is in the cart; answers its number. */
function order(payment: string): string {
  const id = `V-${Array.from(crypto.getRandomValues(new Uint8Array(5)), (b) =>
    (b % 32).toString(32),
  )
    .join('')
    .toUpperCase()}`;
  const lines = cart.value;
  const [value, delivery] = [sum.value, shipping.value];
  tell('Order Completed', {
    order_id: id,
    channel: 'web',
    revenue: value / 100,
    shipping: delivery / 100,
    total: (value + delivery) / 100,
    payment_method: payment,
    ...goods(),
  });
  orders.value = [{ id, lines, total: value + delivery }, ...orders.value].slice(0, 10);
  cart.value = [];
  return id;
}

/** After the order: thanks, a review, a recommendation. */
export function ThanksPage({ id, name }: { id: string; name: string }) {
  const found = orders.value.find((one) => one.id === id);
  const recommended = useSignal(false);
  return (
    <Page type="thank_you" title={t('thanks', { name: name || '–' })} id={`thanks ${id}`}>
      <p class="lead">{t('thanksText', { id })}</p>
      {found && (
        <ul class="lines plain-lines">
          {found.lines.map(({ item, quantity }) => (
            <li key={item.id}>
              <img src={item.picture} alt="" width="72" height="72" />
              <span>
                {quantity} × {words(item.name)}
              </span>
              <a href={`/shop/bewerten/${encodeURIComponent(item.id)}`}>{t('review')}</a>
            </li>
          ))}
          <li class="total">
            {t('total')} {money(found.total)}
          </li>
        </ul>
      )}
      <Slot
        name="order-thanks"
        height={120}
        page={id}
        own={{ text: t('ownTouch'), label: t('ownTouchLink'), href: '/shop/filialen' }}
      />
      <section class="recommend">
        <p>{t(recommended.value ? 'recommended' : 'recommendText')}</p>
        {!recommended.value && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              tell('Shop Recommended', { order_id: id });
              recommended.value = true;
            }}
          >
            {t('recommend')}
          </button>
        )}
      </section>
    </Page>
  );
}
