import { api, errorText } from '@augenblick/api';
import { ROLES } from '@augenblick/contract';
import type { Role } from '@augenblick/contract';
import type { StaffMember } from '@augenblick/contract/api/staff.ts';
import {
  ConfirmDialog,
  Drawer,
  KeyValue,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useRetailer, useRetailerPath } from '../session/session.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** One member of the team: role and removal for those who may, facts for everybody. */
export function MemberDrawer(props: { member: StaffMember | undefined; onClose: () => void }) {
  const { member, onClose } = props;
  return (
    <Drawer
      opened={member !== undefined}
      onClose={onClose}
      title={member?.name}
      note={member?.email}
    >
      {member && <Member member={member} onGone={onClose} />}
    </Drawer>
  );
}

function Member({ member, onGone }: { member: StaffMember; onGone: () => void }) {
  const text = useTexts(settingsTexts);
  const formats = useFormats();
  const mayChange = useMay('staff.write') && !member.self;
  return (
    <div className={styles.column}>
      {mayChange && <RoleSelect member={member} />}
      <KeyValue
        entries={[
          ...(mayChange ? [] : [[text('role'), text(member.role)] as const]),
          [text('since'), formats.date(member.since)],
          [
            text('lastSeen'),
            member.lastSeenAt === null ? text('never') : <RelativeTime at={member.lastSeenAt} />,
          ],
          [text('passkeys'), formats.number(member.passkeys)],
        ]}
      />
      {mayChange && <Remove member={member} onGone={onGone} />}
    </div>
  );
}

/** Loads the team again after a change. */
function useReload(): () => void {
  const client = useQueryClient();
  const path = useRetailerPath();
  return () => void client.invalidateQueries({ queryKey: ['staff', path('')] });
}

function RoleSelect({ member }: { member: StaffMember }) {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const [language] = useLanguage();
  const path = useRetailerPath();
  const reload = useReload();
  const change = useMutation({
    mutationFn: (role: Role) => api.patch<StaffMember>(path(`/staff/${member.id}`), { role }),
    onSuccess: (saved) => {
      reload();
      const before = member.role;
      toast({
        text: text('roleChanged', { name: saved.name, role: text(saved.role) }),
        tone: 'good',
        undo: () => change.mutate(before),
      });
    },
    onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
  });
  const role = change.isPending ? change.variables : member.role;
  return (
    <Select
      label={text('role')}
      description={text(`${role}Text`)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={role}
      disabled={change.isPending}
      data={ROLES.map((value) => ({ value, label: text(value) }))}
      renderOption={({ option }) => (
        <span className={styles.option}>
          <b>{option.label}</b>
          <span>{text(`${option.value as Role}Text`)}</span>
        </span>
      )}
      onChange={(next) => next && next !== member.role && change.mutate(next as Role)}
    />
  );
}

function Remove({ member, onGone }: { member: StaffMember; onGone: () => void }) {
  const text = useTexts(settingsTexts);
  const [language] = useLanguage();
  const retailer = useRetailer();
  const toast = useToast();
  const path = useRetailerPath();
  const reload = useReload();
  const [asking, setAsking] = useState(false);
  const { name } = member;
  const remove = useMutation({
    mutationFn: () => api.delete(path(`/staff/${member.id}`)),
    onSuccess: () => {
      setAsking(false);
      onGone();
      reload();
      toast({ text: text('memberRemoved', { name }), tone: 'good' });
    },
  });
  return (
    <>
      <div>
        <Button variant="default" color="bad" onClick={() => setAsking(true)}>
          {text('removeMember')}
        </Button>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('removeTitle', { name })}
        confirm={text('remove')}
        onConfirm={() => remove.mutate()}
        pending={remove.isPending}
        error={remove.error && errorText(remove.error, language)}
      >
        <p>{text('removeText', { name, shop: retailer.name })}</p>
      </ConfirmDialog>
    </>
  );
}
