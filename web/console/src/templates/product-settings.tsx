import { PRODUCT_SOURCES } from '@augenblick/contract';
import type { ProductsBlock, RecommendationsBlock } from '@augenblick/contract';
import { FieldRow, useTexts } from '@augenblick/ui/react';
import { MultiSelect, Select, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';
import { Choice, ChoiceRow } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { useProducts } from './queries.ts';
import { blockTexts } from './texts-blocks.ts';
import { WordsField } from './words-field.tsx';

/** Most products that can be chosen by hand, and shown. */
const PRODUCTS_MAX = 12;

/** A grid of products: those of the trigger, the cart, chosen by hand – or what fits the shopper. */
export function GridSettings(props: SettingsProps<ProductsBlock | RecommendationsBlock>) {
  const { block, onChange } = props;
  const text = useTexts(blockTexts);
  return (
    <>
      {block.kind === 'recommendations' ? (
        <p className={styles.fieldNote}>{text('recommendationsNote')}</p>
      ) : (
        <SourceFields block={block} onChange={onChange} />
      )}
      <WordsField
        label={text('title')}
        maxLength={200}
        value={block.title}
        onChange={(title) => onChange({ ...block, title }, 'title')}
      />
      <FieldRow>
        <NumberField
          label={text('most')}
          min={1}
          max={PRODUCTS_MAX}
          value={block.max}
          onChange={(max) => onChange({ ...block, max: max ?? 3 }, 'max')}
        />
        <WordsField
          label={text('productButton')}
          note={text('productButtonNote')}
          maxLength={60}
          value={block.button}
          onChange={(button) => onChange({ ...block, button }, 'button')}
        />
      </FieldRow>
      <ChoiceRow>
        <Choice
          label={text('beside')}
          value={String(block.columns)}
          options={(['1', '2', '3'] as const).map((value) => ({ value, label: value }))}
          onChange={(columns) =>
            onChange({ ...block, columns: columns === '1' ? 1 : columns === '2' ? 2 : 3 }, null)
          }
        />
        <Switch
          label={text('price')}
          checked={block.price}
          onChange={(event) => onChange({ ...block, price: event.currentTarget.checked }, null)}
        />
      </ChoiceRow>
    </>
  );
}

function SourceFields({ block, onChange }: SettingsProps<ProductsBlock>) {
  const text = useTexts(blockTexts);
  return (
    <>
      <Select
        label={text('source')}
        allowDeselect={false}
        value={block.source}
        data={PRODUCT_SOURCES.map((value) => ({ value, label: text(`source.${value}`) }))}
        onChange={(value) => {
          const source = PRODUCT_SOURCES.find((one) => one === value);
          if (source) onChange({ ...block, source }, null);
        }}
      />
      {block.source === 'chosen' && <ChosenProducts block={block} onChange={onChange} />}
    </>
  );
}

/** Products of the catalogue by name; those already chosen keep their names while another search is typed. */
function ChosenProducts({ block, onChange }: SettingsProps<ProductsBlock>) {
  const text = useTexts(blockTexts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const { data } = useProducts(search);
  const found = (data?.products ?? []).map(({ productId, name }) => ({
    value: productId,
    label: name,
  }));
  const kept = block.productIds
    .filter((id) => !found.some(({ value }) => value === id))
    .map((id) => ({ value: id, label: names.get(id) ?? id }));
  return (
    <MultiSelect
      label={text('chooseProducts')}
      placeholder={block.productIds.length === 0 ? text('searchProducts') : ''}
      data={[...kept, ...found]}
      value={block.productIds}
      maxValues={PRODUCTS_MAX}
      searchable
      nothingFoundMessage={text('noProducts')}
      // The server has searched already, also in brands and numbers that the label does not show.
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(productIds) => {
        setNames(new Map([...names, ...found.map(({ value, label }) => [value, label] as const)]));
        onChange({ ...block, productIds }, null);
      }}
    />
  );
}
