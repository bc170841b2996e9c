import type { ImportField, ImportPreview } from '@augenblick/contract/api/import.ts';
import { Card, Icon, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { DATE_FIELDS, IMPORT_FIELDS } from './import-lists.ts';
import styles from './imports.module.css';
import { importTexts } from './texts-import.ts';

const SHOWN_ROWS = 8;

/** The first rows as they would be taken over; what would be turned away says why. */
export function PreviewRows({ preview }: { preview: ImportPreview }) {
  const text = useTexts(importTexts);
  const [language] = useLanguage();
  const formats = useFormats();
  const fields = IMPORT_FIELDS[preview.kind].filter((field) => field in preview.mapping);
  const rows = preview.rows.slice(0, SHOWN_ROWS);
  // Times come as ISO text in UTC; people read them in their shop's time.
  const shown = (field: ImportField, value: string | number): string => {
    const at = DATE_FIELDS.has(field) ? Date.parse(String(value)) : Number.NaN;
    if (Number.isNaN(at)) return String(value);
    return field === 'birthday' ? formats.date(at) : formats.dateTime(at);
  };
  return (
    <Card flush title={text('rowsTitle')} note={text('rowsNote')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it */}
      <div className={styles.preview} tabIndex={0} role="region" aria-label={text('rowsTitle')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('row')}</th>
              {fields.map((field) => (
                <th scope="col" key={field}>
                  {text(`field.${field}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row} data-problem={row.problem !== null}>
                <th scope="row">{row.row}</th>
                {row.problem ? (
                  <td colSpan={Math.max(1, fields.length)}>
                    <span className={styles.problem}>
                      <Icon name="warning" size={14} />
                      {row.problem[language]}
                    </span>
                  </td>
                ) : (
                  fields.map((field) => (
                    <td key={field}>{shown(field, row.values[field] ?? '')}</td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
