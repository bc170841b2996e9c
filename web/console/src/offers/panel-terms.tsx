import { CODE_KINDS, STACKING_MODES } from '@augenblick/contract';
import type { OfferTerms } from '@augenblick/contract';
import { FieldRow, Fields, Quiet, useTexts } from '@augenblick/ui/react';
import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { instantOf, wallOf } from '../campaigns/instants.ts';
import { NumberField } from '../campaigns/number-field.tsx';
import { useRetailer } from '../session/session.tsx';
import { MoneyField } from './money-field.tsx';
import type { PanelProps } from './panel-give.tsx';
import { offerEditorTexts } from './texts-editor.ts';

const SPLIT = [',', ';', '\n'];

function useTerms({ draft, onChange }: PanelProps): (part: Partial<OfferTerms>) => void {
  return (part) => onChange({ terms: { ...draft.terms, ...part } });
}

/** For which goods it applies, and from which value on. */
export function GoodsPanel(props: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { terms, currency } = props.draft;
  const set = useTerms(props);
  return (
    <Fields>
      <FieldRow>
        <TagsInput
          label={text('categories')}
          description={text('whatNote')}
          splitChars={SPLIT}
          maxTags={200}
          value={terms.categories}
          onChange={(categories) => set({ categories })}
        />
        <TagsInput
          label={text('products')}
          description={text('productsNote')}
          splitChars={SPLIT}
          maxTags={1000}
          value={terms.productIds}
          onChange={(productIds) => set({ productIds })}
        />
      </FieldRow>
      <FieldRow>
        <TagsInput
          label={text('excludedCategories')}
          splitChars={SPLIT}
          maxTags={200}
          value={terms.excludedCategories}
          onChange={(excludedCategories) => set({ excludedCategories })}
        />
        <TagsInput
          label={text('excludedProducts')}
          splitChars={SPLIT}
          maxTags={1000}
          value={terms.excludedProductIds}
          onChange={(excludedProductIds) => set({ excludedProductIds })}
        />
      </FieldRow>
      <MoneyField
        label={text('minBasket', { currency })}
        description={text('minBasketNote')}
        currency={currency}
        minor={terms.minBasketMinor}
        empty
        onChange={(minBasketMinor) => set({ minBasketMinor })}
      />
    </Fields>
  );
}

const AUDIENCES = ['individual', 'public'] as const;

/** For whom, and how often. The law asks which it is. */
export function WhoPanel(props: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { draft, onChange } = props;
  const { terms, audience } = draft;
  const set = useTerms(props);
  return (
    <Fields>
      <Select
        label={text('audience')}
        description={text(audience === 'public' ? 'audienceNotePublic' : 'audienceNoteIndividual')}
        value={audience}
        data={AUDIENCES.map((value) => ({ value, label: text(`audience.${value}`) }))}
        onChange={(value) => {
          const chosen = AUDIENCES.find((one) => one === value);
          if (chosen) onChange({ audience: chosen });
        }}
      />
      <Switch
        label={text('newOnly')}
        checked={terms.newCustomersOnly}
        onChange={(event) => set({ newCustomersOnly: event.currentTarget.checked })}
      />
      <NumberField
        label={text('perShopper')}
        description={text('perShopperNote')}
        value={terms.perShopper}
        min={1}
        max={1000}
        empty
        onChange={(perShopper) => set({ perShopper })}
      />
    </Fields>
  );
}

/** With which code, and when. */
export function CodePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { codes, publicCode, codeHours } = draft;
  return (
    <Fields>
      <Select
        label={text('codes')}
        value={codes}
        data={CODE_KINDS.toReversed().map((value) => ({ value, label: text(`codes.${value}`) }))}
        onChange={(value) => {
          const kind = CODE_KINDS.find((one) => one === value);
          if (kind) onChange({ codes: kind, ...(kind === 'public' ? {} : { publicCode: null }) });
        }}
      />
      {codes === 'public' && <PublicWord word={publicCode} onChange={onChange} />}
      {codes === 'single' && (
        <NumberField
          label={text('codeHours')}
          description={text('codeHoursNote')}
          value={codeHours}
          min={1}
          max={17_520}
          empty
          onChange={(hours) => onChange({ codeHours: hours })}
        />
      )}
    </Fields>
  );
}

const WORD = /^[A-ZÄÖÜ0-9][A-ZÄÖÜ0-9-]{2,29}$/;

/** The word of a public code. What cannot be one is not saved; the field says why. */
function PublicWord(props: { word: string | null } & Pick<PanelProps, 'onChange'>) {
  const text = useTexts(offerEditorTexts);
  return (
    <TextInput
      key="word"
      label={text('publicCode')}
      description={text('publicCodeNote')}
      maxLength={30}
      defaultValue={props.word ?? ''}
      onChange={(event) => {
        const word = event.currentTarget.value.trim().toUpperCase();
        if (WORD.test(word)) props.onChange({ publicCode: word });
        else if (word === '') props.onChange({ publicCode: null });
      }}
    />
  );
}

/** From when to when. */
export function TimePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { timeZone } = useRetailer();
  const { validFrom, validTo } = draft;
  return (
    <Fields>
      <FieldRow>
        <TextInput
          type="datetime-local"
          label={text('validFrom')}
          value={validFrom === null ? '' : wallOf(validFrom, timeZone)}
          onChange={(event) =>
            onChange({ validFrom: instantOf(event.currentTarget.value, timeZone) })
          }
        />
        <TextInput
          type="datetime-local"
          label={text('validTo')}
          value={validTo === null ? '' : wallOf(validTo, timeZone)}
          onChange={(event) =>
            onChange({ validTo: instantOf(event.currentTarget.value, timeZone) })
          }
        />
      </FieldRow>
      <Quiet>{text('open')}</Quiet>
    </Fields>
  );
}

/** How it goes together with others. */
export function StackingPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { stacking } = draft;
  return (
    <Fields>
      <Quiet>{text('stackingText')}</Quiet>
      <FieldRow>
        <Select
          label={text('mode')}
          description={text('modeNote')}
          value={stacking.mode}
          data={STACKING_MODES.map((value) => ({ value, label: text(`mode.${value}`) }))}
          onChange={(value) => {
            const mode = STACKING_MODES.find((one) => one === value);
            if (mode) onChange({ stacking: { ...stacking, mode } });
          }}
        />
        {stacking.mode === 'together' && (
          <TextInput
            label={text('group')}
            description={text('groupNote')}
            maxLength={60}
            value={stacking.group ?? ''}
            onChange={(event) =>
              onChange({ stacking: { ...stacking, group: event.currentTarget.value || null } })
            }
          />
        )}
      </FieldRow>
    </Fields>
  );
}

/** How many and how much in all. */
export function LimitsPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { stock, budgetMinor, currency } = draft;
  return (
    <FieldRow>
      <NumberField
        label={text('stock')}
        description={text('stockNote')}
        value={stock}
        min={1}
        max={100_000_000}
        empty
        onChange={(pieces) => onChange({ stock: pieces })}
      />
      <MoneyField
        label={text('budget', { currency })}
        description={text('budgetNote')}
        currency={currency}
        minor={budgetMinor}
        empty
        onChange={(minor) => onChange({ budgetMinor: minor })}
      />
    </FieldRow>
  );
}
