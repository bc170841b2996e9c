import type {
  ImportChoices,
  ImportNote,
  ImportPreview,
  ImportSettings,
} from '@augenblick/contract/api/import.ts';
import { Card, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { IMPORT_DELIMITERS, IMPORT_ENCODINGS } from './import-lists.ts';
import { IMPORT_KIND_LIST } from './import-words.tsx';
import imports from './imports.module.css';
import styles from './sources.module.css';
import { importTexts } from './texts-import.ts';

/** What each part of the look before the start shows and what it lets a person correct. */
export interface PreviewPartProps {
  preview: ImportPreview;
  choices: ImportChoices;
  onChange: (choices: ImportChoices) => void;
}

/** What the file holds and how it is written, as it was understood; all of it can be corrected. */
export function Reading({ preview, choices, onChange }: PreviewPartProps) {
  const text = useTexts(importTexts);
  const { settings, kind, sheets, notes } = preview;
  const set = (part: Partial<ImportSettings>): void =>
    onChange({ ...choices, settings: { ...choices.settings, ...part } });
  return (
    <Card title={text('readTitle')} note={text('readNote')}>
      <div className={styles.form}>
        <div className={imports.settings}>
          <Select
            label={text('holds')}
            value={kind}
            data={IMPORT_KIND_LIST.map((value) => ({ value, label: text(`kind.${value}`) }))}
            onChange={(value) => {
              const next = IMPORT_KIND_LIST.find((one) => one === value);
              // Another kind has other fields: what was mapped by hand no longer fits.
              if (next)
                onChange({
                  kind: next,
                  ...(choices.settings ? { settings: choices.settings } : {}),
                });
            }}
          />
          {sheets.length > 0 ? (
            <Select
              label={text('sheet')}
              value={settings.sheet}
              data={sheets}
              onChange={(sheet) => sheet && set({ sheet })}
            />
          ) : (
            <TextFileFields settings={settings} onChange={set} />
          )}
          <Currency
            key={settings.currency}
            value={settings.currency}
            onChange={(currency) => set({ currency })}
          />
          <Switch
            className={imports.switch}
            label={text('header')}
            checked={settings.header}
            onChange={(event) => set({ header: event.currentTarget.checked })}
          />
        </div>
        <Notes notes={notes} />
      </div>
    </Card>
  );
}

/** What only a text file leaves open: its encoding and what stands between two columns. */
function TextFileFields(props: {
  settings: ImportSettings;
  onChange: (part: Partial<ImportSettings>) => void;
}) {
  const { settings, onChange } = props;
  const text = useTexts(importTexts);
  return (
    <>
      <Select
        label={text('encoding')}
        value={settings.encoding}
        data={IMPORT_ENCODINGS.map((value) => ({ value, label: text(`encoding.${value}`) }))}
        onChange={(value) => value && onChange({ encoding: value as ImportSettings['encoding'] })}
      />
      <Select
        label={text('delimiter')}
        value={settings.delimiter}
        data={IMPORT_DELIMITERS.map((value) => ({
          value,
          label: text(`delimiter.${DELIMITER_NAMES[value]}`),
        }))}
        onChange={(value) => value && onChange({ delimiter: value as ImportSettings['delimiter'] })}
      />
    </>
  );
}

const DELIMITER_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

function Currency({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const text = useTexts(importTexts);
  const [typed, setTyped] = useState(value);
  const take = (): void => {
    const code = typed.trim().toUpperCase();
    if (/^[A-Z]{3}$/.test(code) && code !== value) onChange(code);
    else setTyped(value);
  };
  return (
    <TextInput
      label={text('field.currency')}
      value={typed}
      maxLength={3}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}

function Notes({ notes }: { notes: readonly ImportNote[] }) {
  const [language] = useLanguage();
  return (
    <ul className={imports.notes}>
      {notes.map((note) => (
        <li key={note[language]} data-level={note.level}>
          <Icon
            name={note.level === 'info' ? 'info' : note.level === 'error' ? 'error' : 'warning'}
            size={15}
          />
          <span>{note[language]}</span>
        </li>
      ))}
    </ul>
  );
}
