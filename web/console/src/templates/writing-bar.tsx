import { LANGUAGES } from '@augenblick/ui';
import { Icon, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { OTHER } from './block-list.ts';
import styles from './editor.module.css';
import { addVariant, contentsOf, removeVariant, takeOver, VARIANT_LETTERS } from './steps.ts';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';

/** Which language and which wording is being written. */
export function WritingBar({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const { writing, onWriting } = editing;
  return (
    <div className={styles.writingBar}>
      <SegmentedControl
        size="xs"
        aria-label={text('language')}
        value={writing.language}
        data={LANGUAGES.map((value) => ({ value, label: text(value) }))}
        onChange={(next) => onWriting({ language: next === 'en' ? 'en' : 'de' })}
      />
      <Variants editing={editing} />
      <TakeOver editing={editing} />
    </div>
  );
}

/** Wordings to compare: A is the template itself. */
function Variants({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const toast = useToast();
  const { draft, writing, onWriting, act, undo } = editing;
  const letters = ['a', ...draft.variants.map(({ id }) => id)];
  const add = (): void => {
    const next = addVariant(draft, writing.variant, (letter) => text('variantName', { letter }));
    if (!next) return;
    act(next.draft);
    onWriting({ variant: next.id });
  };
  const remove = (): void => {
    act(removeVariant(draft, writing.variant));
    toast({ text: text('variantRemoved', { letter: writing.variant.toUpperCase() }), undo });
  };
  return (
    <div className={styles.variants}>
      {letters.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={text('variant')}
          value={writing.variant}
          data={letters.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={(variant) => onWriting({ variant })}
        />
      )}
      {writing.variant !== 'a' && (
        <ActionIcon
          size="sm"
          aria-label={text('removeVariant', { letter: writing.variant.toUpperCase() })}
          onClick={remove}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      )}
      {letters.length < VARIANT_LETTERS.length && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          onClick={add}
        >
          {text('addVariant')}
        </Button>
      )}
    </div>
  );
}

/** Where one language is still empty: begin with the other one's words. */
function TakeOver({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const toast = useToast();
  const { draft, writing, act, undo } = editing;
  const contents = contentsOf(draft, writing.variant);
  const here = contents[writing.language];
  const there = contents[OTHER[writing.language]];
  const first = here.kind === 'mail' ? here.subject : here.text;
  const other = there.kind === 'mail' ? there.subject : there.text;
  if (first !== '' || other === '') return null;
  const language = text(OTHER[writing.language]);
  return (
    <Button
      size="xs"
      variant="subtle"
      leftSection={<Icon name="copy" size={14} />}
      onClick={() => {
        act(takeOver(draft, writing));
        toast({ text: text('takeOverNote', { language }), undo });
      }}
    >
      {text('takeOver', { language })}
    </Button>
  );
}
