import type { CampaignVariant, Content } from '@augenblick/contract';
import { LANGUAGES } from '@augenblick/ui';
import type { Language } from '@augenblick/ui';
import { Fields, Icon, useTexts, useToast } from '@augenblick/ui/react';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { ContentFields } from '../content/content-fields.tsx';
import type { PanelProps } from './panel.ts';
import styles from '../published/editor.module.css';
import { editorTexts } from './texts-editor.ts';

const VARIANTS_MAX = 10;

/** What is shown: the wordings, each in both languages. Which one is written is known to the page, for its preview. */
export function WhatPanel(
  props: PanelProps & {
    writing: Writing;
    onWriting: (writing: Writing) => void;
  },
) {
  const { draft, onChange, writing, onWriting } = props;
  const text = useTexts(editorTexts);
  const toast = useToast();
  const { variants } = draft;
  const variant = variants[writing.variant] ?? variants[0];
  if (!variant) return null;
  const at = variants.indexOf(variant);
  const set = (next: CampaignVariant): void => onChange({ variants: variants.with(at, next) });
  const remove = (): void => {
    onChange({ variants: variants.filter((one) => one !== variant) });
    onWriting({ ...writing, variant: 0 });
    toast({ text: text('variantRemoved'), undo: () => onChange({ variants }) });
  };
  return (
    <Fields>
      <div className={styles.variantBar}>
        {variants.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={text('variantName')}
            value={String(at)}
            onChange={(value) => onWriting({ ...writing, variant: Number(value) })}
            data={variants.map(({ name }, one) => ({
              value: String(one),
              label: text('variant', { name }),
            }))}
          />
        )}
        {variants.length < VARIANTS_MAX && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="split" size={14} />}
            onClick={() => {
              onChange({ variants: [...variants, furtherVariant(variants, variant)] });
              onWriting({ ...writing, variant: variants.length });
            }}
          >
            {text('variantAdd')}
          </Button>
        )}
      </div>
      {variants.length > 1 && (
        <VariantName
          name={variant.name}
          onName={(name) => set({ ...variant, name })}
          onRemove={remove}
        />
      )}
      <InLanguage
        variant={variant}
        locale={writing.locale}
        mayCode={draft.offerId !== null}
        onLocale={(locale) => onWriting({ ...writing, locale })}
        onChange={set}
      />
    </Fields>
  );
}

function VariantName(props: {
  name: string;
  onName: (name: string) => void;
  onRemove: () => void;
}) {
  const text = useTexts(editorTexts);
  return (
    <div className={styles.variantName}>
      <TextInput
        label={text('variantName')}
        maxLength={120}
        value={props.name}
        onChange={(event) => props.onName(event.currentTarget.value)}
      />
      <Button size="xs" variant="subtle" color="bad" onClick={props.onRemove}>
        {text('variantRemove')}
      </Button>
    </div>
  );
}

/** Which wording is being written in which language. */
export interface Writing {
  variant: number;
  locale: Language;
}

function InLanguage(props: {
  variant: CampaignVariant;
  locale: Language;
  mayCode: boolean;
  onLocale: (locale: Language) => void;
  onChange: (variant: CampaignVariant) => void;
}) {
  const { variant, locale, mayCode, onLocale, onChange } = props;
  const text = useTexts(editorTexts);
  const set = (content: Content): void =>
    onChange({ ...variant, contents: { ...variant.contents, [locale]: content } });
  const content = variant.contents[locale];
  const other = variant.contents[locale === 'de' ? 'en' : 'de'];
  return (
    <>
      <div className={styles.variantBar}>
        <SegmentedControl
          size="xs"
          aria-label={text('language')}
          value={locale}
          onChange={(value) => onLocale(value === 'en' ? 'en' : 'de')}
          data={LANGUAGES.map((value) => ({
            value,
            label: text(value === 'de' ? 'german' : 'english'),
          }))}
        />
        {content.picture === null && other.picture !== null && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              const { look, picture, links, products, code } = other;
              set({ ...content, look, picture, links, products, code });
            }}
          >
            {text('copyOver')}
          </Button>
        )}
      </div>
      <ContentFields
        key={`${variant.id}${locale}`}
        content={content}
        mayCode={mayCode}
        onChange={set}
      />
    </>
  );
}

/** A new wording begins as a copy, so that one word can be tried against another. */
function furtherVariant(
  variants: readonly CampaignVariant[],
  like: CampaignVariant,
): CampaignVariant {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const id = letters.split('').find((letter) => !variants.some((one) => one.id === letter)) ?? 'z1';
  return { ...like, id, name: id.toUpperCase() };
}
