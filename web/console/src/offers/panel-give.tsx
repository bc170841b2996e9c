import type { Benefit, OfferDraft } from '@augenblick/contract';
import { FieldRow, Fields, useNow, useTexts } from '@augenblick/ui/react';
import { Select, TextInput } from '@mantine/core';
import { instantOf, wallOf } from '../campaigns/instants.ts';
import { NumberField } from '../campaigns/number-field.tsx';
import { useRetailer } from '../session/session.tsx';
import { benefitOf, KINDS } from './kinds.ts';
import { MoneyField } from './money-field.tsx';
import { offerTexts } from './texts.ts';
import { offerEditorTexts } from './texts-editor.ts';

/** What each panel gets. */
export interface PanelProps {
  draft: OfferDraft;
  onChange: (part: Partial<OfferDraft>) => void;
}

/** What the offer gives: its kind and the figures of that kind. */
export function GivePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const words = useTexts(offerTexts);
  const now = useNow();
  const { benefit, currency } = draft;
  return (
    <Fields>
      <Select
        label={text('kind')}
        value={benefit.kind}
        data={KINDS.map((value) => ({ value, label: words(`kind.${value}`) }))}
        onChange={(value) => {
          const kind = KINDS.find((one) => one === value);
          if (kind && kind !== benefit.kind) {
            onChange({ benefit: benefitOf(kind, currency, now) });
          }
        }}
      />
      <BenefitFields
        benefit={benefit}
        currency={currency}
        onChange={(next) => onChange({ benefit: next })}
      />
    </Fields>
  );
}

interface BenefitProps<B extends Benefit = Benefit> {
  benefit: B;
  currency: string;
  onChange: (benefit: Benefit) => void;
}

function BenefitFields({ benefit, currency, onChange }: BenefitProps) {
  const shared = { currency, onChange };
  if (benefit.kind === 'percentage') return <Percentage benefit={benefit} {...shared} />;
  if (benefit.kind === 'amount') return <Amount benefit={benefit} {...shared} />;
  if (benefit.kind === 'free_shipping') return <Shipping benefit={benefit} {...shared} />;
  if (benefit.kind === 'gift') return <Gift benefit={benefit} {...shared} />;
  if (benefit.kind === 'points_multiplier') return <Points benefit={benefit} {...shared} />;
  return <Early benefit={benefit} {...shared} />;
}

type Of<K extends Benefit['kind']> = BenefitProps<Extract<Benefit, { kind: K }>>;

function Percentage({ benefit, currency, onChange }: Of<'percentage'>) {
  const text = useTexts(offerEditorTexts);
  return (
    <>
      <FieldRow>
        <NumberField
          label={text('percent')}
          value={benefit.percentBp / 100}
          min={0.01}
          max={100}
          digits={2}
          onChange={(value) =>
            value !== null && onChange({ ...benefit, percentBp: Math.round(value * 100) })
          }
        />
        <OnSelect value={benefit.on} onChange={(on) => onChange({ ...benefit, on })} />
      </FieldRow>
      <MoneyField
        label={text('max', { currency })}
        description={text('maxNote')}
        currency={currency}
        minor={benefit.maxMinor}
        empty
        onChange={(maxMinor) => onChange({ ...benefit, maxMinor })}
      />
    </>
  );
}

function Amount({ benefit, currency, onChange }: Of<'amount'>) {
  const text = useTexts(offerEditorTexts);
  return (
    <FieldRow>
      <MoneyField
        label={text('amount', { currency })}
        currency={currency}
        minor={benefit.amountMinor}
        onChange={(amountMinor) => amountMinor !== null && onChange({ ...benefit, amountMinor })}
      />
      <OnSelect value={benefit.on} onChange={(on) => onChange({ ...benefit, on })} />
    </FieldRow>
  );
}

const ON = ['matching', 'dearest'] as const;

function OnSelect(props: {
  value: (typeof ON)[number];
  onChange: (on: (typeof ON)[number]) => void;
}) {
  const text = useTexts(offerEditorTexts);
  return (
    <Select
      label={text('on')}
      value={props.value}
      data={ON.map((value) => ({ value, label: text(`on.${value}`) }))}
      onChange={(value) => {
        const on = ON.find((one) => one === value);
        if (on) props.onChange(on);
      }}
    />
  );
}

function Shipping({ benefit, currency, onChange }: Of<'free_shipping'>) {
  const text = useTexts(offerEditorTexts);
  return (
    <MoneyField
      label={text('max', { currency })}
      description={text('maxNote')}
      currency={currency}
      minor={benefit.maxMinor}
      empty
      onChange={(maxMinor) => onChange({ ...benefit, maxMinor })}
    />
  );
}

function Gift({ benefit, currency, onChange }: Of<'gift'>) {
  const text = useTexts(offerEditorTexts);
  return (
    <>
      <FieldRow>
        <TextInput
          label={text('gift')}
          maxLength={200}
          value={benefit.name}
          onChange={(event) => onChange({ ...benefit, name: event.currentTarget.value })}
        />
        <TextInput
          label={text('giftId')}
          maxLength={200}
          value={benefit.productId}
          onChange={(event) => onChange({ ...benefit, productId: event.currentTarget.value })}
        />
      </FieldRow>
      <FieldRow>
        <NumberField
          label={text('quantity')}
          value={benefit.quantity}
          min={1}
          max={100}
          onChange={(quantity) => quantity !== null && onChange({ ...benefit, quantity })}
        />
        <MoneyField
          label={text('giftValue', { currency })}
          currency={currency}
          minor={benefit.valueMinor}
          least={0}
          onChange={(valueMinor) => valueMinor !== null && onChange({ ...benefit, valueMinor })}
        />
      </FieldRow>
    </>
  );
}

function Points({ benefit, onChange }: Of<'points_multiplier'>) {
  const text = useTexts(offerEditorTexts);
  return (
    <NumberField
      label={text('factor')}
      value={benefit.factorBp / 10_000}
      min={1.1}
      max={100}
      digits={1}
      onChange={(value) =>
        value !== null && onChange({ ...benefit, factorBp: Math.round(value * 10_000) })
      }
    />
  );
}

function Early({ benefit, onChange }: Of<'early_access'>) {
  const text = useTexts(offerEditorTexts);
  const { timeZone } = useRetailer();
  return (
    <TextInput
      type="datetime-local"
      label={text('until')}
      value={wallOf(benefit.until, timeZone)}
      onChange={(event) => {
        const until = instantOf(event.currentTarget.value, timeZone);
        if (until !== null) onChange({ ...benefit, until });
      }}
    />
  );
}
