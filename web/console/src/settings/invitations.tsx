import { api, errorText } from '@augenblick/api';
import { ROLES } from '@augenblick/contract';
import type { Role } from '@augenblick/contract';
import type { Invitation, NewInvitation } from '@augenblick/contract/api/staff.ts';
import {
  Card,
  Chip,
  CopyField,
  Dialog,
  Icon,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../session/failure.tsx';
import { useMay, useRetailerPath } from '../session/session.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** Invitations that nobody has accepted yet. */
export function OpenInvitations({ invitations }: { invitations: readonly Invitation[] }) {
  const text = useTexts(settingsTexts);
  const formats = useFormats();
  const toast = useToast();
  const [language] = useLanguage();
  const path = useRetailerPath();
  const client = useQueryClient();
  const mayWrite = useMay('staff.write');
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => api.delete(path(`/invitations/${id}`)),
    onSuccess: (_nothing, { email }) => {
      toast({ text: text('invitationRevoked', { email }), tone: 'good' });
      void client.invalidateQueries({ queryKey: ['invitations', path('')] });
    },
    onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
  });
  if (invitations.length === 0) return null;
  return (
    <Card title={text('invitations')}>
      <ul className={styles.rows}>
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <span className={styles.rowIcon}>
              <Icon name="mail" size={18} />
            </span>
            <span className={styles.rowWords}>
              <b>
                {invitation.email} <Chip>{text(invitation.role)}</Chip>
              </b>
              <span>
                {text('invitedBy', { name: invitation.invitedBy })},{' '}
                {text('validUntil', { when: formats.date(invitation.expiresAt) })}
              </span>
            </span>
            {mayWrite && (
              <Button
                size="xs"
                variant="subtle"
                color="bad"
                loading={revoke.isPending && revoke.variables.id === invitation.id}
                onClick={() => revoke.mutate(invitation)}
              >
                {text('revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Makes an invitation link and shows it this once. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(settingsTexts);
  return (
    <Dialog opened={opened} onClose={onClose} title={text('inviteTitle')} note={text('inviteNote')}>
      <Invite onClose={onClose} />
    </Dialog>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const text = useTexts(settingsTexts);
  const formats = useFormats();
  const path = useRetailerPath();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('marketing');
  const create = useMutation({
    mutationFn: () => api.post<NewInvitation>(path('/invitations'), { email, role }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations', path('')] }),
  });
  const made = create.data;
  if (made) {
    const when = formats.dateTime(made.expiresAt);
    return (
      <div className={styles.column}>
        <CopyField
          label={text('inviteReady')}
          value={made.url}
          note={text('inviteReadyNote', { email: made.email, when })}
        />
        <Button onClick={onClose}>{text('done')}</Button>
      </div>
    );
  }
  return (
    <form
      className={styles.column}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Failure error={create.error} />
      <TextInput
        data-autofocus
        label={text('email')}
        type="email"
        autoComplete="off"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Select
        label={text('role')}
        description={text(`${role}Text`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={role}
        data={ROLES.map((value) => ({ value, label: text(value) }))}
        onChange={(value) => value && setRole(value as Role)}
      />
      <Button type="submit" loading={create.isPending}>
        {text('inviteCreate')}
      </Button>
    </form>
  );
}
