import { api, errorText, listen } from '@augenblick/api';
import type { DemoStatus } from '@augenblick/contract/api/demo.ts';
import {
  Card,
  ConfirmDialog,
  ErrorState,
  ProgressBar,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMay, useRetailer, useRetailerPath, useSession } from '../session/session.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** The demo shop: let visitors come or not, and remove all of it. */
export function DemoCard() {
  const text = useTexts(settingsTexts);
  const [language] = useLanguage();
  const may = useMay('retailer.write');
  const { status, error, refetch } = useDemo();
  const [asking, setAsking] = useState(false);
  const remove = may && status?.stage !== 'removing' && (
    <Button variant="default" color="bad" onClick={() => setAsking(true)}>
      {text('demoRemove')}
    </Button>
  );
  return (
    <Card title={text('demo')} note={text('demoNote')} actions={remove}>
      {error && <ErrorState text={errorText(error, language)} onRetry={refetch} />}
      {!status && !error && <TextSkeleton />}
      {status && <Status status={status} />}
      {status && (
        <p className={styles.attribution}>
          {status.attribution[language]}{' '}
          <a href={status.attribution.url} target="_blank" rel="noreferrer">
            {text('demoData')}
          </a>
        </p>
      )}
      <RemoveDialog opened={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}

/** The demo shop's state, kept fresh by live messages; asks who is signed in again when it is gone. */
function useDemo() {
  const path = useRetailerPath();
  const client = useQueryClient();
  const { id: retailerId } = useRetailer();
  const { reload } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['demo', path('')],
    queryFn: ({ signal }) => api.get<DemoStatus>(path('/demo'), { signal }),
    refetchInterval: 10_000,
  });
  useEffect(
    () =>
      listen({
        retailerId,
        topics: ['demo'],
        onMessage: (message) => {
          if (message.type !== 'changed') return;
          const last = message.items.at(-1) as DemoStatus | undefined;
          if (last?.stage === 'removed') reload();
          else if (last) client.setQueryData(['demo', path('')], last);
        },
      }),
    [retailerId, client, path, reload],
  );
  return { status: data, error, refetch: () => void refetch() };
}

function Status({ status }: { status: DemoStatus }) {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const [language] = useLanguage();
  const path = useRetailerPath();
  const client = useQueryClient();
  const may = useMay('retailer.write');
  const change = useMutation({
    mutationFn: (running: boolean) => api.patch<DemoStatus>(path('/demo'), { running }),
    onSuccess: (next) => client.setQueryData(['demo', path('')], next),
    onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
  });
  const { stage, progress } = status;
  if (stage === 'loading' || stage === 'removing') {
    return (
      <ProgressBar
        label={text(stage === 'loading' ? 'demoLoading' : 'demoRemoving')}
        share={progress.total === 0 ? null : progress.done / progress.total}
      />
    );
  }
  return (
    <Switch
      label={text('demoRunning')}
      description={<StatusWords status={status} />}
      checked={change.isPending ? change.variables : status.running}
      disabled={!may || change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}

function StatusWords({ status }: { status: DemoStatus }) {
  const text = useTexts(settingsTexts);
  const formats = useFormats();
  const total = formats.number(status.simulated.total);
  if (status.paused === 'event_limit') return text('demoPausedLimit');
  if (status.paused === 'no_worker') return text('demoPausedWorker');
  if (!status.running) return text('demoOff', { total });
  return text('demoOn', { count: status.simulated.lastMinute, total });
}

function RemoveDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(settingsTexts);
  const [language] = useLanguage();
  const path = useRetailerPath();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(path('/demo')),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['demo', path('')] });
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('demoRemoveTitle')}
      confirm={text('demoRemove')}
      onConfirm={() => remove.mutate()}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, language)}
    >
      <p>{text('demoRemoveText')}</p>
    </ConfirmDialog>
  );
}
