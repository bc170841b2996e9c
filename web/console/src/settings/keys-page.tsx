import { api, errorText } from '@augenblick/api';
import type { ApiKey, ApiKeysAnswer } from '@augenblick/contract/api/staff.ts';
import {
  Chip,
  ConfirmDialog,
  DataTable,
  EmptyState,
  Icon,
  RelativeTime,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useRetailerPath } from '../session/session.tsx';
import { NewKeyDialog } from './new-key.tsx';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** Keys for programs. */
export default function KeysPage() {
  const text = useTexts(settingsTexts);
  const [language] = useLanguage();
  const path = useRetailerPath();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', path('')],
    queryFn: ({ signal }) => api.get<ApiKeysAnswer>(path('/api-keys'), { signal }),
  });
  const make = (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
      {text('newKey')}
    </Button>
  );
  const count = data?.keys.filter(({ revokedAt }) => revokedAt === null).length;
  const columns = useColumns();
  return (
    <SettingsFrame
      title={text('keys')}
      headline={
        count === undefined ? (error ? text('keys') : undefined) : text('keysHeadline', { count })
      }
      note={text('keysNote')}
      actions={make}
    >
      <DataTable
        label={text('keys')}
        columns={columns}
        rows={data?.keys}
        rowKey={(key) => key.id}
        searchText={(key) => `${key.name} ${key.hint} ${key.createdBy}`}
        placeholder={text('searchKeys')}
        error={error ? errorText(error, language) : undefined}
        onRetry={() => void refetch()}
        empty={
          <EmptyState
            icon="key"
            title={text('noKeysTitle')}
            text={text('noKeysText')}
            action={make}
          />
        }
      />
      <NewKeyDialog opened={making} onClose={() => setMaking(false)} />
    </SettingsFrame>
  );
}

function useColumns(): Column<ApiKey>[] {
  const text = useTexts(settingsTexts);
  return [
    {
      key: 'name',
      header: text('key'),
      sort: (key) => key.name,
      cell: (key) => (
        <span className={styles.rowWords}>
          <b>
            {key.name} <Chip>{text(key.role)}</Chip>
          </b>
          <span className={styles.code}>{key.hint}</span>
        </span>
      ),
    },
    {
      key: 'created',
      header: text('created'),
      hide: 'tablet',
      width: '190px',
      sort: (key) => key.createdAt,
      cell: (key) => (
        <span className={styles.quiet}>
          <RelativeTime at={key.createdAt} /> {text('createdBy', { name: key.createdBy })}
        </span>
      ),
    },
    {
      key: 'used',
      header: text('lastUsed'),
      hide: 'phone',
      width: '140px',
      sort: (key) => key.lastUsedAt,
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? (
          <span className={styles.quiet}>{text('neverUsed')}</span>
        ) : (
          <RelativeTime at={lastUsedAt} quiet />
        ),
    },
    {
      key: 'state',
      header: text('keyState'),
      width: '130px',
      align: 'end',
      cell: (key) =>
        key.revokedAt === null ? <Revoke apiKey={key} /> : <Chip>{text('revoked')}</Chip>,
    },
  ];
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const text = useTexts(settingsTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const path = useRetailerPath();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { name } = apiKey;
  const revoke = useMutation({
    mutationFn: () => api.delete(path(`/api-keys/${apiKey.id}`)),
    onSuccess: () => {
      setAsking(false);
      toast({ text: text('keyRevoked', { name }), tone: 'good' });
      void client.invalidateQueries({ queryKey: ['api-keys', path('')] });
    },
  });
  return (
    <>
      <Button size="xs" variant="subtle" color="bad" onClick={() => setAsking(true)}>
        {text('revokeKey')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('revokeTitle', { name })}
        confirm={text('revokeKey')}
        onConfirm={() => revoke.mutate()}
        pending={revoke.isPending}
        error={revoke.error && errorText(revoke.error, language)}
      >
        <p>{text('revokeText')}</p>
      </ConfirmDialog>
    </>
  );
}
