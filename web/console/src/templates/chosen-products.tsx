import { useTexts } from '@augenblick/ui/react';
import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useProducts } from './queries.ts';
import { blockTexts } from './texts-blocks.ts';

/** Most products that can be chosen by hand. */
const PRODUCTS_MAX = 12;

/** Products of the catalogue by name; those already chosen keep their names while another search is typed. */
export function ChosenProducts(props: {
  productIds: string[];
  onChange: (productIds: string[]) => void;
}) {
  const { productIds, onChange } = props;
  const text = useTexts(blockTexts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const { data } = useProducts(search);
  const found = (data?.products ?? []).map(({ productId, name }) => ({
    value: productId,
    label: name,
  }));
  const kept = productIds
    .filter((id) => !found.some(({ value }) => value === id))
    .map((id) => ({ value: id, label: names.get(id) ?? id }));
  return (
    <MultiSelect
      label={text('chooseProducts')}
      placeholder={productIds.length === 0 ? text('searchProducts') : ''}
      data={[...kept, ...found]}
      value={productIds}
      maxValues={PRODUCTS_MAX}
      searchable
      nothingFoundMessage={text('noProducts')}
      // The server has searched already, also in brands and numbers that the label does not show.
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(next) => {
        setNames(new Map([...names, ...found.map(({ value, label }) => [value, label] as const)]));
        onChange(next);
      }}
    />
  );
}
