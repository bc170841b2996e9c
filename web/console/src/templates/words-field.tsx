import { Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, Textarea, TextInput } from '@mantine/core';
import { useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import styles from './fields.module.css';
import { useTemplateBook } from './queries.ts';
import { blockTexts } from './texts-blocks.ts';

type Written = HTMLInputElement | HTMLTextAreaElement;

/**
 * A field for words that may hold names (`{{ first_name }}`); with `marks` also bold, slanted, links and lists, written as
 * light markup and put in by buttons or Ctrl B, Ctrl I, Ctrl K.
 */
export function WordsField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  maxLength: number;
  /** Several lines, growing with the words. */
  lines?: number;
  marks?: boolean;
  note?: ReactNode;
  placeholder?: string;
}) {
  const { label, value, onChange, maxLength, lines, marks = false, note } = props;
  const id = useId();
  const field = useRef<Written>(null);
  const onKey = (event: KeyboardEvent<Written>): void => {
    const mark = MARKS.find(({ letter }) => letter === event.key.toLowerCase());
    if (!marks || !mark || !(event.metaKey || event.ctrlKey) || event.altKey) return;
    event.preventDefault();
    // ⌘K is the palette everywhere else; in a text it makes a link, as people know it.
    event.stopPropagation();
    wrap(field.current, mark);
  };
  const shared = {
    id,
    value,
    maxLength,
    placeholder: props.placeholder,
    onKeyDown: onKey,
    'aria-describedby': note ? `${id}-note` : undefined,
  };
  return (
    <div className={styles.wordsField}>
      <div className={styles.wordsHead}>
        <label htmlFor={id}>{label}</label>
        <WordsTools field={field} marks={marks} />
      </div>
      {lines === undefined ? (
        <TextInput
          {...shared}
          ref={field as RefObject<HTMLInputElement>}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <Textarea
          {...shared}
          ref={field as RefObject<HTMLTextAreaElement>}
          autosize
          minRows={lines}
          maxRows={18}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {note && (
        <p id={`${id}-note`} className={styles.fieldNote}>
          {note}
        </p>
      )}
    </div>
  );
}

interface MarkTool {
  name: 'bold' | 'slanted' | 'makeLink' | 'bullets';
  letter: string | null;
  /** A letter in its own style, or a drawing. */
  sign: 'B' | 'I' | 'link' | 'decisions';
  before: string;
  after: string;
}

const MARKS: readonly MarkTool[] = [
  { name: 'bold', letter: 'b', sign: 'B', before: '**', after: '**' },
  { name: 'slanted', letter: 'i', sign: 'I', before: '_', after: '_' },
  { name: 'makeLink', letter: 'k', sign: 'link', before: '[', after: '](https://)' },
  { name: 'bullets', letter: null, sign: 'decisions', before: '\n- ', after: '' },
];

function WordsTools({ field, marks }: { field: RefObject<Written | null>; marks: boolean }) {
  const text = useTexts(blockTexts);
  return (
    <div className={styles.wordsTools}>
      {marks &&
        MARKS.map((mark) => (
          <ActionIcon
            key={mark.name}
            size="sm"
            aria-label={text(mark.name)}
            title={text(mark.name)}
            onClick={() => wrap(field.current, mark)}
          >
            {mark.sign === 'B' && <b>B</b>}
            {mark.sign === 'I' && <i>I</i>}
            {mark.sign !== 'B' && mark.sign !== 'I' && <Icon name={mark.sign} size={14} />}
          </ActionIcon>
        ))}
      <NameMenu field={field} />
    </div>
  );
}

/** Puts a name such as the shopper's first name where the cursor stands. */
function NameMenu({ field }: { field: RefObject<Written | null> }) {
  const text = useTexts(blockTexts);
  const [language] = useLanguage();
  const { data } = useTemplateBook();
  const names = data?.names ?? [];
  return (
    <Menu position="bottom-end" width={290} returnFocus={false}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" className={styles.nameButton}>
          {text('insertName')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.nameMenu}>
        <Menu.Label>{text('insertNote')}</Menu.Label>
        {names.map(({ name, words, example }) => (
          <Menu.Item key={name} onClick={() => replaceSelection(field.current, `{{ ${name} }}`)}>
            <span className={styles.nameItem}>
              <span>{words[language]}</span>
              <span>{example[language]}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Puts marks around what is selected. */
function wrap(field: Written | null, mark: MarkTool): void {
  if (!field) return;
  const { selectionStart, selectionEnd, value } = field;
  const chosen = value.slice(selectionStart ?? value.length, selectionEnd ?? value.length);
  // A list at the very beginning needs no empty line before it.
  const before = selectionStart === 0 ? mark.before.trimStart() : mark.before;
  replaceSelection(field, before + chosen + mark.after);
  if (chosen === '' && mark.after !== '') {
    const at = (selectionStart ?? 0) + before.length;
    field.setSelectionRange(at, at);
  }
}

function replaceSelection(field: Written | null, words: string): void {
  if (!field) return;
  const at = field.selectionStart ?? field.value.length;
  field.focus();
  field.setRangeText(words, at, field.selectionEnd ?? at, 'end');
  // React listens to this event and takes the new value over, as if it had been typed.
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
