import type { Block, ButtonBlock, HeadingBlock, QuestionBlock } from '@augenblick/contract';
import { QUESTION_SCALES } from '@augenblick/contract';
import { FieldRow, Fields, Icon, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { lazy, useId } from 'react';
import { Link } from 'react-router';
import { NumberField } from '../campaigns/number-field.tsx';
import { CommonSettings } from './block-common.tsx';
import { AlignChoice, Choice, ChoiceRow } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { PictureSettings } from './picture-settings.tsx';
import { blockTexts } from './texts-blocks.ts';
import { WordsField } from './words-field.tsx';

// The larger ones come when such a block is opened; the row shows grey lines for that blink.
const ColumnsSettings = lazy(async () => ({
  default: (await import('./columns-settings.tsx')).ColumnsSettings,
}));
const GridSettings = lazy(async () => ({
  default: (await import('./product-settings.tsx')).GridSettings,
}));

/** Everything that can be set on a block: what it says first, how it looks below. */
export function BlockSettings({ block, onChange }: SettingsProps) {
  return (
    <Fields>
      <OwnSettings block={block} onChange={onChange} />
      <CommonSettings block={block} onChange={onChange} />
    </Fields>
  );
}

/** What only this kind of block has. */
function OwnSettings({ block, onChange }: SettingsProps) {
  const text = useTexts(blockTexts);
  switch (block.kind) {
    case 'header':
      return (
        <>
          <BrandNote words={text('headerNote')} />
          <AlignChoice
            value={block.align}
            onChange={(align) => onChange({ ...block, align }, null)}
          />
        </>
      );
    case 'heading':
      return <HeadingSettings block={block} onChange={onChange} />;
    case 'text':
      return (
        <>
          <WordsField
            label={text('words')}
            lines={4}
            marks
            maxLength={8000}
            value={block.text}
            onChange={(value) => onChange({ ...block, text: value }, 'text')}
          />
          <AlignChoice
            value={block.align}
            onChange={(align) => onChange({ ...block, align }, null)}
          />
        </>
      );
    case 'picture':
    case 'gif':
    case 'video':
      return <PictureSettings block={block} onChange={onChange} />;
    case 'button':
      return <ButtonSettings block={block} onChange={onChange} />;
    case 'products':
    case 'recommendations':
      return <GridSettings block={block} onChange={onChange} />;
    case 'question':
      return <QuestionSettings block={block} onChange={onChange} />;
    case 'columns':
      return <ColumnsSettings block={block} onChange={onChange} Inner={OwnSettings} />;
    case 'voucher':
    case 'points':
    case 'spacer':
    case 'divider':
    case 'social':
    case 'footer':
    default:
      return <SmallSettings block={block} onChange={onChange} />;
  }
}

type SmallBlock = Extract<
  Block,
  { kind: 'voucher' | 'points' | 'spacer' | 'divider' | 'social' | 'footer' }
>;

/** Blocks that have little to set. */
function SmallSettings({ block, onChange }: SettingsProps<SmallBlock>) {
  const text = useTexts(blockTexts);
  switch (block.kind) {
    case 'voucher':
      return (
        <>
          <p className={styles.fieldNote}>{text('voucherNote')}</p>
          <WordsField
            label={text('title')}
            maxLength={200}
            value={block.title}
            onChange={(title) => onChange({ ...block, title }, 'title')}
          />
          <WordsField
            label={text('voucherText')}
            lines={2}
            marks
            maxLength={1000}
            value={block.text}
            onChange={(value) => onChange({ ...block, text: value }, 'text')}
          />
        </>
      );
    case 'points':
      return (
        <WordsField
          label={text('words')}
          note={text('pointsNote')}
          lines={2}
          marks
          maxLength={1000}
          value={block.text}
          onChange={(value) => onChange({ ...block, text: value }, 'text')}
        />
      );
    case 'spacer':
      return (
        <NumberField
          label={text('height')}
          min={4}
          max={120}
          value={block.height}
          onChange={(height) => onChange({ ...block, height: height ?? 24 }, 'height')}
        />
      );
    case 'footer':
      return (
        <>
          <BrandNote words={text('footerNote')} />
          <WordsField
            label={text('footerText')}
            lines={2}
            marks
            maxLength={2000}
            value={block.text}
            onChange={(value) => onChange({ ...block, text: value }, 'text')}
          />
        </>
      );
    case 'social':
      return <BrandNote words={text('socialNote')} />;
    case 'divider':
    default:
      return <p className={styles.fieldNote}>{text('dividerNote')}</p>;
  }
}

function HeadingSettings({ block, onChange }: SettingsProps<HeadingBlock>) {
  const text = useTexts(blockTexts);
  return (
    <>
      <WordsField
        label={text('headingWords')}
        maxLength={300}
        value={block.text}
        onChange={(value) => onChange({ ...block, text: value }, 'text')}
      />
      <ChoiceRow>
        <Choice
          label={text('size')}
          value={block.level === 1 ? 'large' : 'small'}
          options={[
            { value: 'large', label: text('large') },
            { value: 'small', label: text('small') },
          ]}
          onChange={(size) => onChange({ ...block, level: size === 'large' ? 1 : 2 }, null)}
        />
        <AlignChoice
          value={block.align}
          onChange={(align) => onChange({ ...block, align }, null)}
        />
      </ChoiceRow>
    </>
  );
}

function ButtonSettings({ block, onChange }: SettingsProps<ButtonBlock>) {
  const text = useTexts(blockTexts);
  return (
    <>
      <WordsField
        label={text('label')}
        maxLength={80}
        value={block.label}
        onChange={(label) => onChange({ ...block, label }, 'label')}
      />
      <TextInput
        label={text('url')}
        placeholder="/… · https://…"
        maxLength={1000}
        value={block.url}
        onChange={(event) => onChange({ ...block, url: event.currentTarget.value }, 'url')}
      />
      <ChoiceRow>
        <Choice
          label={text('look')}
          value={block.look}
          options={[
            { value: 'filled', label: text('filled') },
            { value: 'outline', label: text('outline') },
          ]}
          onChange={(look) => onChange({ ...block, look }, null)}
        />
        <AlignChoice
          value={block.align}
          onChange={(align) => onChange({ ...block, align }, null)}
        />
      </ChoiceRow>
    </>
  );
}

const OPTIONS_MAX = 6;

function QuestionSettings({ block, onChange }: SettingsProps<QuestionBlock>) {
  const text = useTexts(blockTexts);
  return (
    <>
      <WordsField
        label={text('ask')}
        maxLength={300}
        value={block.question}
        onChange={(question) => onChange({ ...block, question }, 'question')}
      />
      <Choice
        label={text('scale')}
        value={block.scale}
        options={QUESTION_SCALES.map((value) => ({ value, label: text(`scale.${value}`) }))}
        onChange={(scale) => onChange({ ...block, scale }, null)}
      />
      {block.scale === 'choice' ? (
        <AnswerFields block={block} onChange={onChange} />
      ) : (
        <FieldRow>
          {(['low', 'high'] as const).map((end) => (
            <TextInput
              key={end}
              label={text(end)}
              maxLength={60}
              value={block.ends[end]}
              onChange={(event) => {
                const ends = { ...block.ends, [end]: event.currentTarget.value };
                onChange({ ...block, ends }, `ends.${end}`);
              }}
            />
          ))}
        </FieldRow>
      )}
      <TextInput
        label={text('answerUrl')}
        placeholder="/… · https://…"
        maxLength={1000}
        value={block.url}
        onChange={(event) => onChange({ ...block, url: event.currentTarget.value }, 'url')}
      />
    </>
  );
}

function AnswerFields({ block, onChange }: SettingsProps<QuestionBlock>) {
  const text = useTexts(blockTexts);
  const id = useId();
  const { options } = block;
  const set = (next: string[], field: string | null): void =>
    onChange({ ...block, options: next }, field);
  return (
    <div role="group" aria-labelledby={id} className={styles.answers}>
      <span id={id} className={styles.choiceLabel}>
        {text('scale.choice')}
      </span>
      {options.map((option, at) => (
        // Answers are known by their place: it is what an answer means in both languages.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.answer}>
          <TextInput
            aria-label={text('option', { n: at + 1 })}
            maxLength={80}
            value={option}
            onChange={(event) => set(options.with(at, event.currentTarget.value), `option.${at}`)}
          />
          <ActionIcon
            aria-label={text('removeOption', { n: at + 1 })}
            onClick={() => set(options.toSpliced(at, 1), null)}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      {options.length < OPTIONS_MAX && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => set([...options, ''], null)}
        >
          {text('addOption')}
        </Button>
      )}
    </div>
  );
}

/** What a block takes from the brand kit, with the way there. */
function BrandNote({ words }: { words: string }) {
  const text = useTexts(blockTexts);
  return (
    <p className={styles.fieldNote}>
      {words} <Link to="/messages/brand">{text('toBrand')}</Link>
    </p>
  );
}
