import { errorText } from '@augenblick/api';
import type { ImportRun, ImportSummary, RowProblem } from '@augenblick/contract/api/import.ts';
import {
  Card,
  ConfirmDialog,
  Icon,
  KeyValue,
  Notice,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { useDeleteImport, useStartImport } from './import-queries.ts';
import { Figures } from './import-running.tsx';
import styles from './imports.module.css';
import { importTexts } from './texts-import.ts';
import { problemTexts } from './texts-import-problems.ts';

/** What became of an import: figures, what was in the file, what was turned away and why. */
export function ImportResult({ run }: { run: ImportRun }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { startedAt, finishedAt } = run;
  const took =
    startedAt !== null && finishedAt !== null ? formats.duration(finishedAt - startedAt) : '';
  return (
    <>
      {run.state === 'done' && (
        <Notice tone="good" title={text('doneTitle')}>
          {text('doneText', { took })}
        </Notice>
      )}
      {run.state === 'failed' && (
        <Notice tone="bad" title={text('failedTitle')} actions={<Again run={run} />}>
          {run.failure?.[language] ?? text('failedText')}
        </Notice>
      )}
      {(run.state === 'cancelled' || run.state === 'interrupted') && (
        <Notice tone="caution" title={text(`${run.state}Title`)} actions={<Again run={run} />}>
          {text(`${run.state}Text`)}
        </Notice>
      )}
      <Figures progress={run.progress} />
      {run.progress.rejected > 0 && <Rejected run={run} />}
      {run.summary && <Summary summary={run.summary} />}
      <Remove run={run} />
    </>
  );
}

function Again({ run }: { run: ImportRun }) {
  const text = useTexts(importTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const start = useStartImport(run.id);
  if (!useMay('import.write')) return null;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<Icon name="refresh" size={14} />}
      loading={start.isPending}
      onClick={() =>
        start.mutate(
          {},
          { onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }) },
        )
      }
    >
      {text('again')}
    </Button>
  );
}

function Rejected({ run }: { run: ImportRun }) {
  const text = useTexts(importTexts);
  const reasonName = useTexts(problemTexts);
  const formats = useFormats();
  const path = useRetailerPath();
  const may = useMay('import.write');
  const reasons = Object.entries(run.progress.reasons).sort(([, a], [, b]) => b - a);
  return (
    <Card
      tone="caution"
      title={text('rejectedTitle', { count: run.progress.rejected })}
      note={text('rejectedText')}
      actions={
        may && (
          <Button
            component="a"
            variant="default"
            leftSection={<Icon name="download" size={14} />}
            href={path(`/imports/${run.id}/rejected`)}
            download={`${run.fileName.replace(/\.[^.]+$/, '')}-${text('rejectedFile')}.csv`}
          >
            {text('rejectedDownload')}
          </Button>
        )
      }
    >
      <ul className={styles.reasons}>
        {reasons.map(([code, count]) => (
          <li key={code}>
            <b>{formats.number(count)}</b>
            <span>{reasonName(code as RowProblem)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Summary({ summary }: { summary: ImportSummary }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  const { firstAt, lastAt, months } = summary;
  const count = (value: number): string | null => (value === 0 ? null : formats.number(value));
  const entries: [string, string | null][] = [
    [text('sumOrders'), count(summary.orders)],
    [text('sumReturns'), count(summary.returns)],
    [text('sumLines'), count(summary.lines)],
    [text('sumCustomers'), count(summary.customers)],
    [text('sumConsents'), count(summary.consents ?? 0)],
    [text('sumSignedOff'), count(summary.signedOff ?? 0)],
    [text('sumWithout'), count(summary.withoutCustomer)],
    [text('sumProducts'), count(summary.products)],
    [
      text('sumPeriod'),
      firstAt === null || lastAt === null
        ? null
        : `${formats.date(firstAt)} – ${formats.date(lastAt)}`,
    ],
  ];
  const filled = entries.filter(([, value]) => value !== null);
  if (filled.length === 0) return null;
  return (
    <Card title={text('inFile')} note={text('inFileNote')}>
      <div className={styles.summary}>
        <KeyValue entries={filled} />
        {months.length > 0 && <Months months={months} />}
      </div>
    </Card>
  );
}

function Months({ months }: { months: ImportSummary['months'] }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const top = Math.max(...months.map(({ revenueMinor }) => revenueMinor), 1);
  const name = new Intl.DateTimeFormat(language, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it
    <div className={styles.months} tabIndex={0} role="region" aria-label={text('byMonth')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('month')}</th>
            <th scope="col">{text('sumOrders')}</th>
            <th scope="col" colSpan={2}>
              {text('revenue')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, currency, orders, revenueMinor }) => (
            <tr key={`${month}${currency}`}>
              <th scope="row">{name.format(Date.parse(`${month}-01T00:00:00Z`))}</th>
              <td>{formats.number(orders)}</td>
              <td className={styles.monthBar} aria-hidden>
                <i style={{ width: `${Math.max(0, (revenueMinor / top) * 100)}%` }} />
              </td>
              <td>{formats.money({ amountMinor: revenueMinor, currency })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Takes an import off the list; what it brought stays. */
export function Remove({ run, label }: { run: ImportRun; label?: string }) {
  const text = useTexts(importTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const remove = useDeleteImport(run.id);
  const may = useMay('import.write');
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  const send = (): void =>
    remove.mutate(undefined, { onSuccess: () => void navigate('/sources?tab=imports') });
  return (
    <div>
      <Button variant="subtle" color="bad" onClick={() => setAsking(true)}>
        {label ?? text('remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('removeTitle')}
        confirm={text('remove')}
        onConfirm={send}
        pending={remove.isPending}
        error={remove.error && errorText(remove.error, language)}
      >
        <p>{text('removeText')}</p>
      </ConfirmDialog>
    </div>
  );
}
