import type { ImportPreview } from '@augenblick/contract/api/import.ts';
import { Card, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { IMPORT_FIELDS } from './import-lists.ts';
import styles from './sources.module.css';
import { importTexts } from './texts-import.ts';

const SHOWN_ROWS = 8;

/** The first rows as they would be taken over; what would be turned away says why. */
export function PreviewRows({ preview }: { preview: ImportPreview }) {
  const text = useTexts(importTexts);
  const [language] = useLanguage();
  const fields = IMPORT_FIELDS[preview.kind].filter((field) => field in preview.mapping);
  const rows = preview.rows.slice(0, SHOWN_ROWS);
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
                  fields.map((field) => <td key={field}>{row.values[field] ?? ''}</td>)
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
