import { api } from '@augenblick/api';
import { ROLE_PERMISSIONS, ROLES } from '@augenblick/contract';
import type { Permission, Role } from '@augenblick/contract';
import type { NewApiKey, NewApiKeyRequest } from '@augenblick/contract/api/staff.ts';
import { CopyField, Dialog, useTexts } from '@augenblick/ui/react';
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../session/failure.tsx';
import { useRetailerPath } from '../session/session.tsx';
import { permissionTexts } from './permission-texts.ts';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

type KeyRole = Exclude<Role, 'owner'>;
const KEY_ROLES = ROLES.filter((role): role is KeyRole => role !== 'owner');
/** Rights that a key never gets, whatever its role (see contract/src/api/staff.ts). */
const NEVER: readonly Permission[] = ['staff.write', 'key.write', 'retailer.write'];

/** Makes an API key and shows it this once. */
export function NewKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(settingsTexts);
  return (
    <Dialog opened={opened} onClose={onClose} title={text('newKey')} note={text('newKeyNote')} wide>
      <NewKey onClose={onClose} />
    </Dialog>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const text = useTexts(settingsTexts);
  const path = useRetailerPath();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<KeyRole>('developer');
  const rights = ROLE_PERMISSIONS[role].filter((right) => !NEVER.includes(right));
  const [chosen, setChosen] = useState<readonly Permission[] | null>(null);
  const create = useMutation({
    mutationFn: (request: NewApiKeyRequest) => api.post<NewApiKey>(path('/api-keys'), request),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys', path('')] }),
  });
  if (create.data) {
    return (
      <div className={styles.column}>
        <CopyField label={text('keyReady')} value={create.data.key} note={text('keyReadyNote')} />
        <Button onClick={onClose}>{text('done')}</Button>
      </div>
    );
  }
  return (
    <form
      className={styles.column}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name, role, ...(chosen ? { permissions: [...chosen] } : {}) });
      }}
    >
      <Failure error={create.error} />
      <TextInput
        data-autofocus
        label={text('keyName')}
        placeholder={text('keyNamePlaceholder')}
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={text('role')}
        description={text(`${role}Text`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={role}
        data={KEY_ROLES.map((value) => ({ value, label: text(value) }))}
        onChange={(value) => {
          if (value) setRole(value as KeyRole);
          setChosen(null);
        }}
      />
      <Rights rights={rights} chosen={chosen} onChange={setChosen} />
      <Button
        type="submit"
        loading={create.isPending}
        disabled={name.trim() === '' || chosen?.length === 0}
      >
        {text('makeKey')}
      </Button>
    </form>
  );
}

function Rights(props: {
  rights: readonly Permission[];
  chosen: readonly Permission[] | null;
  onChange: (chosen: readonly Permission[] | null) => void;
}) {
  const text = useTexts(settingsTexts);
  const words = useTexts(permissionTexts);
  const { rights, chosen, onChange } = props;
  return (
    <div role="group" aria-label={text('keyRights')}>
      <p className={styles.label}>{text('keyRights')}</p>
      <Checkbox
        label={text('allRights')}
        checked={chosen === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : rights)}
      />
      {chosen && (
        <div className={styles.checks}>
          {rights.map((right) => (
            <Checkbox
              key={right}
              label={words(right)}
              checked={chosen.includes(right)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, right]
                    : chosen.filter((other) => other !== right),
                )
              }
            />
          ))}
        </div>
      )}
    </div>
  );
}
