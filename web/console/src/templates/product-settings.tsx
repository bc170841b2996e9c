import { PRODUCT_SOURCES } from '@augenblick/contract';
import type { ProductsBlock, RecommendationsBlock } from '@augenblick/contract';
import { FieldRow, TextSkeleton, useTexts } from '@augenblick/ui/react';
import { NativeSelect, Switch } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';
import { Choice, ChoiceRow } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { blockTexts } from './texts-blocks.ts';
import { WordsField } from './words-field.tsx';

const ChosenProducts = lazy(async () => ({
  default: (await import('./chosen-products.tsx')).ChosenProducts,
}));

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
      <NativeSelect
        label={text('source')}
        value={block.source}
        data={PRODUCT_SOURCES.map((value) => ({ value, label: text(`source.${value}`) }))}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const source = PRODUCT_SOURCES.find((one) => one === value);
          if (source) onChange({ ...block, source }, null);
        }}
      />
      {block.source === 'chosen' && (
        <Suspense fallback={<TextSkeleton lines={1} />}>
          <ChosenProducts
            productIds={block.productIds}
            onChange={(productIds) => onChange({ ...block, productIds }, null)}
          />
        </Suspense>
      )}
    </>
  );
}
