import { api } from '@augenblick/api';
import type { MeRequest, PasswordRequest, StaffAccount } from '@augenblick/contract/api/session.ts';
import { Card, Notice, useTexts, useToast } from '@augenblick/ui/react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../session/failure.tsx';
import { useSession, useStaff } from '../session/session.tsx';
import { LanguageSwitch, ThemeSwitch } from '../shell/switches.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { Passkeys } from './passkeys.tsx';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** The person's own account: name, language, password, passkeys, sessions. */
export default function AccountPage() {
  const text = useTexts(settingsTexts);
  const staff = useStaff();
  return (
    <SettingsFrame
      title={text('account')}
      headline={text('accountHeadline', { name: staff.name })}
      note={staff.email}
    >
      {staff.demo && <Notice tone="caution">{text('demoAccount')}</Notice>}
      <Profile />
      {/* A log-in that belongs to everybody has nothing to change; the server refuses it, too. */}
      {!staff.demo && (
        <>
          <Password />
          <Passkeys />
          <OwnSessions />
        </>
      )}
    </SettingsFrame>
  );
}

function Profile() {
  const text = useTexts(settingsTexts);
  const staff = useStaff();
  const toast = useToast();
  const { answer, set } = useSession();
  const [name, setName] = useState(staff.name);
  const save = useMutation({
    mutationFn: (change: MeRequest) => api.patch<StaffAccount>('/api/me', change),
    onSuccess: (saved) => {
      if (answer?.signedIn) set({ ...answer, staff: saved });
      const before = staff.name;
      toast({
        text: text('saved'),
        tone: 'good',
        undo: () => {
          setName(before);
          save.mutate({ name: before });
        },
      });
    },
  });
  return (
    <Card title={text('profile')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name });
        }}
      >
        <div className={styles.column}>
          <Failure error={save.error} />
          <div className={styles.fields}>
            <TextInput
              label={text('name')}
              autoComplete="name"
              required
              withAsterisk={false}
              maxLength={120}
              disabled={staff.demo}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <div>
              <p className={styles.label}>{text('language')}</p>
              <LanguageSwitch />
            </div>
            <div>
              <p className={styles.label}>{text('theme')}</p>
              <ThemeSwitch />
            </div>
          </div>
        </div>
        <div className={styles.foot}>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={name.trim() === '' || name.trim() === staff.name}
          >
            {text('save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Password() {
  const text = useTexts(settingsTexts);
  const staff = useStaff();
  const toast = useToast();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: (request: PasswordRequest) => api.post<void>('/api/me/password', request),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      toast({ text: text('passwordChanged'), tone: 'good' });
      void client.invalidateQueries({ queryKey: ['own-sessions'] });
    },
  });
  return (
    <Card title={text('password')} note={text('passwordNote')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(staff.hasPassword ? { current, next } : { next });
        }}
      >
        <input type="hidden" name="username" autoComplete="username" value={staff.email} readOnly />
        <div className={styles.column}>
          <Failure error={change.error} />
          <div className={styles.fields}>
            {staff.hasPassword && (
              <PasswordInput
                label={text('currentPassword')}
                autoComplete="current-password"
                required
                withAsterisk={false}
                value={current}
                onChange={(event) => setCurrent(event.currentTarget.value)}
              />
            )}
            <PasswordInput
              label={text('newPassword')}
              description={text('passwordRule')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              autoComplete="new-password"
              minLength={10}
              required
              withAsterisk={false}
              value={next}
              onChange={(event) => setNext(event.currentTarget.value)}
            />
          </div>
        </div>
        <div className={styles.foot}>
          <Button type="submit" variant="default" loading={change.isPending}>
            {text('changePassword')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
