import { errorText } from '@augenblick/api';
import { DATE_FIELDS, DATE_FORMATS, IMPORT_FIELDS } from './import-lists.ts';
import type {
  ImportChoices,
  ImportColumn,
  ImportField,
  ImportMapping,
  ImportPreview,
  ImportRun,
  ImportSettings,
} from '@augenblick/contract/api/import.ts';
import { Card, Icon, Notice, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { NewsletterConsent } from './import-consent.tsx';
import { useImportPreview, useStartImport } from './import-queries.ts';
import { Reading } from './import-reading.tsx';
import type { PreviewPartProps } from './import-reading.tsx';
import { Remove } from './import-result.tsx';
import { PreviewRows } from './preview-rows.tsx';
import imports from './imports.module.css';
import styles from './sources.module.css';
import { importTexts } from './texts-import.ts';

const SKIP = '';
const KEEP = '+';

/** The look before the start: how the file was understood, to be corrected, and its first rows as they would be taken. */
export function ImportPreviewPart({ run }: { run: ImportRun }) {
  const [choices, setChoices] = useState<ImportChoices>({});
  const query = useImportPreview(run.id, choices);
  return (
    <Loaded query={query} lines={10}>
      {({ preview }) => (
        <div className={styles.stack} data-busy={query.isFetching}>
          <Reading preview={preview} choices={choices} onChange={setChoices} />
          <Columns preview={preview} choices={choices} onChange={setChoices} />
          <NewsletterConsent preview={preview} choices={choices} onChange={setChoices} />
          <PreviewRows preview={preview} />
          <Start run={run} preview={preview} choices={choices} />
        </div>
      )}
    </Loaded>
  );
}

function Columns({ preview, choices, onChange }: PreviewPartProps) {
  const text = useTexts(importTexts);
  const { columns, mapping, settings, kind } = preview;
  const extras = settings.extras;
  const mayKeep = kind === 'customers' || kind === 'products';
  const choose = (column: ImportColumn, value: string): void => {
    const next: ImportMapping = Object.fromEntries(
      Object.entries(mapping).filter(([field, name]) => name !== column.name && field !== value),
    );
    if (value !== SKIP && value !== KEEP) next[value as ImportField] = column.name;
    const others = extras.filter((name) => name !== column.name);
    onChange({
      ...choices,
      kind,
      mapping: next,
      settings: { ...choices.settings, extras: value === KEEP ? [...others, column.name] : others },
    });
  };
  const options = [
    { value: SKIP, label: text('skipColumn') },
    ...(mayKeep ? [{ value: KEEP, label: text('keepColumn') }] : []),
    ...IMPORT_FIELDS[kind].map((field) => ({ value: field, label: text(`field.${field}`) })),
  ];
  return (
    <Card title={text('columnsTitle')} note={text('columnsNote')}>
      <ul className={imports.columns}>
        {columns.map((column) => (
          <li key={column.name} data-used={column.field !== null || extras.includes(column.name)}>
            <span className={imports.columnWords}>
              <b>{column.name}</b>
              <span className={styles.quiet}>
                {column.samples.slice(0, 3).join(' · ') || text('emptyColumn')}
              </span>
            </span>
            <Icon name="arrowRight" size={16} />
            <span className={imports.columnChoice}>
              <Select
                aria-label={text('columnBecomes', { column: column.name })}
                searchable
                value={column.field ?? (extras.includes(column.name) ? KEEP : SKIP)}
                data={options}
                onChange={(value) => value !== null && choose(column, value)}
              />
              <Notation column={column} preview={preview} choices={choices} onChange={onChange} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const NUMBER_FIELDS: ReadonlySet<string> = new Set([
  'total',
  'shipping',
  'tax',
  'discount',
  'quantity',
  'unit_price',
  'line_total',
  'price',
]);
const NUMBER_NOTATIONS = {
  comma: { decimal: ',', group: '.' },
  point: { decimal: '.', group: ',' },
} as const;

/** How the dates or amounts of a column are written, where that can be told apart in more than one way. */
function Notation(props: PreviewPartProps & { column: ImportColumn }) {
  const { column, preview, choices, onChange } = props;
  const text = useTexts(importTexts);
  const { settings } = preview;
  const set = (part: Partial<ImportSettings>): void =>
    onChange({ ...choices, settings: { ...choices.settings, ...part } });
  const label = text('notation', { column: column.name });
  if (DATE_FIELDS.has(column.field ?? '')) {
    return (
      <Select
        aria-label={label}
        placeholder={text('notationOpen')}
        value={settings.dates[column.name] ?? null}
        data={DATE_FORMATS.map((value) => ({ value, label: text(`date.${value}`) }))}
        onChange={(value) => {
          const format = DATE_FORMATS.find((one) => one === value);
          if (format) set({ dates: { ...settings.dates, [column.name]: format } });
        }}
      />
    );
  }
  if (!NUMBER_FIELDS.has(column.field ?? '')) return null;
  const decimal = settings.numbers[column.name]?.decimal ?? '.';
  return (
    <Select
      aria-label={label}
      value={decimal === ',' ? 'comma' : 'point'}
      data={[
        { value: 'comma', label: text('number.comma') },
        { value: 'point', label: text('number.point') },
      ]}
      onChange={(value) => {
        const notation = NUMBER_NOTATIONS[value === 'comma' ? 'comma' : 'point'];
        set({ numbers: { ...settings.numbers, [column.name]: notation } });
      }}
    />
  );
}

function Start(props: { run: ImportRun; preview: ImportPreview; choices: ImportChoices }) {
  const { run, preview, choices } = props;
  const text = useTexts(importTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const may = useMay('import.write');
  const start = useStartImport(run.id);
  const problems = preview.rows.filter(({ problem }) => problem !== null).length;
  const none = preview.ready && problems === preview.rows.length;
  const ready = preview.ready && !none;
  return (
    <div className={imports.startBar}>
      <span>
        <b>{text(ready ? 'readyTitle' : 'notReadyTitle')}</b>
        <span className={styles.quiet}>
          {none && text('noneReady')}
          {!preview.ready && text('notReadyText')}
          {ready && text('readyText', { rows: formats.number(preview.sampled), problems })}
        </span>
        {start.error && <Notice tone="bad">{errorText(start.error, language)}</Notice>}
      </span>
      {may && (
        <>
          <Remove run={run} label={text('discard')} />
          <Button
            disabled={!ready}
            loading={start.isPending}
            leftSection={<Icon name="play" size={14} />}
            onClick={() => start.mutate(choices)}
          >
            {text('start')}
          </Button>
        </>
      )}
    </div>
  );
}
