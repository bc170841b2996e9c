import { api, ApiError, errorText } from '@augenblick/api';
import type {
  Passkey,
  PasskeyOptionsAnswer,
  PasskeysAnswer,
} from '@augenblick/contract/api/session.ts';
import {
  Card,
  Chip,
  Dialog,
  EmptyState,
  ErrorState,
  Icon,
  Notice,
  RelativeTime,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { startRegistration } from '@simplewebauthn/browser';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../session/failure.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

const PASSKEYS = ['passkeys'] as const;

/** The person's passkeys: add, see, remove. */
export function Passkeys() {
  const text = useTexts(settingsTexts);
  const [adding, setAdding] = useState(false);
  const able = 'PublicKeyCredential' in window;
  const add = (
    <Button
      variant="default"
      disabled={!able}
      leftSection={<Icon name="plus" size={14} />}
      onClick={() => setAdding(true)}
    >
      {text('addPasskey')}
    </Button>
  );
  return (
    <Card title={text('passkeys')} note={text('passkeysNote')} actions={add}>
      <PasskeyList />
      <Dialog
        opened={adding}
        onClose={() => setAdding(false)}
        title={text('addPasskey')}
        note={text('passkeyNameNote')}
      >
        <NewPasskey onDone={() => setAdding(false)} />
      </Dialog>
    </Card>
  );
}

function PasskeyList() {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const [language] = useLanguage();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: PASSKEYS,
    queryFn: ({ signal }) => api.get<PasskeysAnswer>('/api/me/passkeys', { signal }),
  });
  const remove = useMutation({
    mutationFn: ({ id }: Passkey) => api.delete(`/api/me/passkeys/${id}`),
    onSuccess: (_nothing, { name }) => {
      toast({ text: text('passkeyRemoved', { name }), tone: 'good' });
      void client.invalidateQueries({ queryKey: PASSKEYS });
    },
    onError: (failure) => toast({ text: errorText(failure, language), tone: 'bad' }),
  });
  if (error) {
    return <ErrorState text={errorText(error, language)} onRetry={() => void refetch()} />;
  }
  if (!data) return <TextSkeleton />;
  if (data.passkeys.length === 0) {
    return (
      <EmptyState icon="passkey" title={text('noPasskeysTitle')} text={text('noPasskeysText')} />
    );
  }
  return (
    <ul className={styles.rows}>
      {data.passkeys.map((passkey) => (
        <li key={passkey.id}>
          <span className={styles.rowIcon}>
            <Icon name="passkey" size={18} />
          </span>
          <span className={styles.rowWords}>
            <b>
              {passkey.name}
              {passkey.backedUp && <Chip hint={text('backedUpHint')}>{text('backedUp')}</Chip>}
            </b>
            <span>
              {text('lastUsed')}:{' '}
              {passkey.lastUsedAt === null ? (
                text('neverUsed')
              ) : (
                <RelativeTime at={passkey.lastUsedAt} quiet />
              )}
            </span>
          </span>
          <Button
            size="xs"
            variant="subtle"
            color="bad"
            loading={remove.isPending && remove.variables.id === passkey.id}
            onClick={() => remove.mutate(passkey)}
          >
            {text('remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function NewPasskey({ onDone }: { onDone: () => void }) {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const client = useQueryClient();
  const [name, setName] = useState(text('thisDevice'));
  const register = useMutation({
    mutationFn: registerPasskey,
    onSuccess: (passkey) => {
      toast({ text: text('passkeyAdded', { name: passkey.name }), tone: 'good' });
      void client.invalidateQueries({ queryKey: PASSKEYS });
      onDone();
    },
  });
  const { error } = register;
  return (
    <form
      className={styles.column}
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate(name.trim());
      }}
    >
      {error instanceof ApiError && <Failure error={error} />}
      {error && !(error instanceof ApiError) && (
        <Notice tone="caution">{text('passkeyCancelled')}</Notice>
      )}
      <TextInput
        data-autofocus
        label={text('passkeyName')}
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={register.isPending}>
        {text('addPasskey')}
      </Button>
    </form>
  );
}

async function registerPasskey(name: string): Promise<Passkey> {
  const { options } = await api.post<PasskeyOptionsAnswer>('/api/me/passkeys/options');
  // The server makes these options with the same library; the contract passes them on unopened.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const credential = await startRegistration({ optionsJSON });
  return api.post<Passkey>('/api/me/passkeys', { name, credential });
}
