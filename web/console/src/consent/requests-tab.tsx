import { errorText } from '@augenblick/api';
import type { DataRequest } from '@augenblick/contract/api/optin.ts';
import type { Column } from '@augenblick/ui/react';
import {
  Chip,
  DataTable,
  EmptyState,
  Quiet,
  useFormats,
  useLanguage,
  useNow,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import styles from './consent.module.css';
import { useCloseRequest, useDataRequests } from './queries.ts';
import { consentTexts } from './texts.ts';

/** Who wants a copy of their data or to be forgotten, and by when. */
export function RequestsTab() {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const query = useDataRequests();
  return (
    <div className={styles.stack}>
      <p className={styles.quiet}>{text('requestsNote')}</p>
      <DataTable<DataRequest>
        label={text('tabRequests')}
        columns={useColumns()}
        rows={query.data?.requests}
        rowKey={({ id }) => id}
        error={query.error ? errorText(query.error, language) : undefined}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon="user" title={text('requestsEmpty')} text={text('requestsEmptyText')} />
        }
      />
    </div>
  );
}

function useColumns(): Column<DataRequest>[] {
  const text = useTexts(consentTexts);
  const formats = useFormats();
  const now = useNow();
  const [language] = useLanguage();
  const toast = useToast();
  const mayWrite = useMay('consent.write');
  const mayRead = useMay('shopper.read');
  const close = useCloseRequest();
  const tick = (id: string): void =>
    close.mutate(id, {
      onSuccess: () => toast({ text: text('markedDone'), tone: 'good' }),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return [
    { key: 'what', header: text('what'), cell: ({ kind }) => <b>{text(`kind.${kind}`)}</b> },
    {
      key: 'who',
      header: text('who'),
      cell: ({ profileId, name, email, confirmedAt }) => {
        const words = name ?? email ?? text('toShopper');
        return (
          <div className={styles.asker}>
            {mayRead ? <Link to={`/shoppers/${profileId}`}>{words}</Link> : words}
            {confirmedAt === null ? (
              <Chip tone="caution" icon="warning">
                {text('askerUnknown')}
              </Chip>
            ) : (
              <Quiet>{text('askerConfirmed', { at: formats.date(confirmedAt) })}</Quiet>
            )}
          </div>
        );
      },
    },
    {
      key: 'due',
      header: text('due'),
      hide: 'phone',
      cell: ({ dueAt, doneAt }) =>
        doneAt === null && dueAt - now < 7 * 86_400_000 ? (
          <Chip tone="caution" icon="clock">
            {formats.date(dueAt)}
          </Chip>
        ) : (
          <Quiet>{formats.date(dueAt)}</Quiet>
        ),
    },
    {
      key: 'done',
      header: text('done'),
      align: 'end',
      cell: ({ id, doneAt, doneBy }) => {
        if (doneAt !== null)
          return <Quiet>{text('doneBy', { at: formats.date(doneAt), name: doneBy ?? '–' })}</Quiet>;
        if (!mayWrite) return <Quiet>{text('open')}</Quiet>;
        return (
          <Button
            size="xs"
            variant="default"
            loading={close.isPending && close.variables === id}
            onClick={() => tick(id)}
          >
            {text('markDone')}
          </Button>
        );
      },
    },
  ];
}
