import type { CombinedOffers, OfferCart, OfferDraft } from '@augenblick/contract';
import { Card, Icon, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Switch } from '@mantine/core';
import { useState } from 'react';
import { Loaded } from '../shell/loaded.tsx';
import styles from './offers.module.css';
import { useExample, useExampleProducts } from './queries.ts';
import { offerEditorTexts } from './texts-editor.ts';

interface ExampleItem {
  productId: string;
  name: string;
  unitPriceMinor: number;
  categories: string[];
}

const SHIPPING_MINOR = 490;
const QUANTITY_MAX = 20;

/** A basket as a receipt: what comes off in which order, and why other offers do not apply. */
export function ExampleCard({ draft, offerId }: { draft: OfferDraft; offerId: string }) {
  const text = useTexts(offerEditorTexts);
  const items = useItems(draft);
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({});
  const [newCustomer, setNewCustomer] = useState(false);
  const quantityOf = ({ productId }: ExampleItem): number => quantities[productId] ?? 1;
  const bought = items.filter((item) => quantityOf(item) > 0);
  const cart: OfferCart = {
    currency: draft.currency,
    items: bought.map((item) => ({
      productId: item.productId,
      quantity: quantityOf(item),
      unitPriceMinor: item.unitPriceMinor,
      categories: item.categories,
    })),
    shippingMinor: SHIPPING_MINOR,
  };
  const query = useExample(bought.length > 0 ? { cart, draft, offerId, newCustomer } : null);
  return (
    <Card title={text('exampleTitle')} note={text('exampleNote')}>
      <div className={styles.stack}>
        <Loaded query={query} lines={6}>
          {(result) => (
            <>
              <Receipt
                items={items}
                quantityOf={quantityOf}
                onQuantity={(id, quantity) =>
                  setQuantities((before) => keepOne(items, { ...before, [id]: quantity }))
                }
                result={result}
                currency={draft.currency}
              />
              <Refused result={result} />
            </>
          )}
        </Loaded>
        <Switch
          label={text('exampleNew')}
          checked={newCustomer}
          onChange={(event) => setNewCustomer(event.currentTarget.checked)}
        />
      </div>
    </Card>
  );
}

/** A basket is never empty: the last piece stays. */
function keepOne(
  items: readonly ExampleItem[],
  quantities: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const some = items.some(({ productId }) => (quantities[productId] ?? 1) > 0);
  const [first] = items;
  return some || !first ? quantities : { ...quantities, [first.productId]: 1 };
}

/** Products the offer is about, from the catalogue; without any, one that is made up. */
function useItems(draft: OfferDraft): ExampleItem[] {
  const text = useTexts(offerEditorTexts);
  const { terms, currency } = draft;
  const { data } = useExampleProducts(terms.categories[0]);
  const priced = (data?.products ?? []).flatMap((product): ExampleItem[] => {
    const { productId, name, priceMinor, categoryPath } = product;
    const fits = priceMinor !== null && product.currency === currency;
    return fits ? [{ productId, name, unitPriceMinor: priceMinor, categories: categoryPath }] : [];
  });
  if (priced.length > 0) return priced;
  const [productId = 'example'] = terms.productIds;
  const name = text('exampleProduct');
  return [{ productId, name, unitPriceMinor: 4900, categories: terms.categories }];
}

function Receipt(props: {
  items: readonly ExampleItem[];
  quantityOf: (item: ExampleItem) => number;
  onQuantity: (productId: string, quantity: number) => void;
  result: CombinedOffers;
  currency: string;
}) {
  const { items, quantityOf, onQuantity, result, currency } = props;
  const text = useTexts(offerEditorTexts);
  const formats = useFormats();
  const money = (amountMinor: number): string => formats.money({ amountMinor, currency });
  return (
    <table className={styles.receipt}>
      <tbody>
        {items.map((item) => (
          <tr key={item.productId}>
            <td>
              {item.name}
              <Stepper
                name={item.name}
                value={quantityOf(item)}
                onChange={(quantity) => onQuantity(item.productId, quantity)}
              />
            </td>
            <td>{money(item.unitPriceMinor * quantityOf(item))}</td>
          </tr>
        ))}
        <Reductions result={result} currency={currency} />
        <tr>
          <td>{text('delivery')}</td>
          <td>{money(result.shippingMinor)}</td>
        </tr>
        <tr data-kind="total">
          <td>{text('total')}</td>
          <td>{money(result.totalMinor)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Reductions({ result, currency }: { result: CombinedOffers; currency: string }) {
  const formats = useFormats();
  const [language] = useLanguage();
  return result.applied.map((one) => {
    const off = one.discountMinor + one.shippingDiscountMinor;
    return (
      <tr key={one.offerId} data-kind="off">
        <td>
          {one.title[language] || one.name}
          <small>{one.words[language]}</small>
        </td>
        <td>{off === 0 ? '' : formats.money({ amountMinor: -off, currency })}</td>
      </tr>
    );
  });
}

/** How many of a product are in the basket. */
function Stepper(props: { name: string; value: number; onChange: (value: number) => void }) {
  const { name, value, onChange } = props;
  const text = useTexts(offerEditorTexts);
  const formats = useFormats();
  return (
    <span className={styles.step} role="group" aria-label={text('quantityOf', { name })}>
      <ActionIcon
        size="sm"
        variant="default"
        aria-label={`− ${name}`}
        disabled={value === 0}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={12} />
      </ActionIcon>
      <span aria-live="polite">{formats.number(value)}</span>
      <ActionIcon
        size="sm"
        variant="default"
        aria-label={`+ ${name}`}
        disabled={value >= QUANTITY_MAX}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={12} />
      </ActionIcon>
    </span>
  );
}

/** Offers that do not apply, each with the reason in words. */
function Refused({ result }: { result: CombinedOffers }) {
  const text = useTexts(offerEditorTexts);
  const [language] = useLanguage();
  if (result.refused.length === 0) return null;
  return (
    <ul className={styles.refused} aria-label={text('appliesNot')}>
      {result.refused.map((one) => (
        <li key={`${one.offerId ?? ''}${one.reason}`}>
          <b>{one.name}</b>
          <span>{one.words[language]}</span>
        </li>
      ))}
    </ul>
  );
}
