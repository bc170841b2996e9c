import { api, errorText } from '@augenblick/api';
import { ROLES } from '@augenblick/contract';
import type { Role } from '@augenblick/contract';
import type {
  InvitationsAnswer,
  StaffAnswer,
  StaffMember,
} from '@augenblick/contract/api/staff.ts';
import {
  Avatar,
  Chip,
  DataTable,
  Dialog,
  EmptyState,
  Icon,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Failure } from '../session/failure.tsx';
import { useMay, useRetailer, useRetailerPath } from '../session/session.tsx';
import { InviteDialog, OpenInvitations } from './invitations.tsx';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

/** Who works at this shop: people, roles, invitations. */
export default function StaffPage() {
  const text = useTexts(settingsTexts);
  const path = useRetailerPath();
  const retailer = useRetailer();
  const mayWrite = useMay('staff.write');
  const [address, setAddress] = useSearchParams();
  const staff = useQuery({
    queryKey: ['staff', path('')],
    queryFn: ({ signal }) => api.get<StaffAnswer>(path('/staff'), { signal }),
  });
  const invitations = useQuery({
    queryKey: ['invitations', path('')],
    queryFn: ({ signal }) => api.get<InvitationsAnswer>(path('/invitations'), { signal }),
  });
  const inviting = mayWrite && address.get('invite') !== null;
  const invite = (open: boolean): void => setAddress(open ? { invite: '1' } : {});
  const headline =
    staff.data &&
    text('teamHeadline', {
      count: staff.data.staff.length,
      shop: retailer.name,
      open: invitations.data?.invitations.length ?? 0,
    });
  return (
    <SettingsFrame
      title={text('team')}
      headline={headline}
      actions={
        mayWrite && (
          <Button leftSection={<Icon name="userPlus" size={15} />} onClick={() => invite(true)}>
            {text('invite')}
          </Button>
        )
      }
    >
      <Members staff={staff.data?.staff} error={staff.error} retry={() => void staff.refetch()} />
      <OpenInvitations invitations={invitations.data?.invitations ?? []} />
      <InviteDialog opened={inviting} onClose={() => invite(false)} />
    </SettingsFrame>
  );
}

function Members(props: { staff: StaffMember[] | undefined; error: unknown; retry: () => void }) {
  const text = useTexts(settingsTexts);
  const [language] = useLanguage();
  const formats = useFormats();
  const mayWrite = useMay('staff.write');
  const columns: Column<StaffMember>[] = [
    {
      key: 'name',
      header: text('name'),
      sort: (member) => member.name,
      cell: (member) => <Person member={member} />,
    },
    {
      key: 'role',
      header: text('role'),
      width: '190px',
      sort: (member) => text(member.role),
      cell: (member) =>
        mayWrite && !member.self ? <RoleSelect member={member} /> : text(member.role),
    },
    {
      key: 'seen',
      header: text('lastSeen'),
      hide: 'phone',
      width: '150px',
      sort: (member) => member.lastSeenAt,
      cell: ({ lastSeenAt }) =>
        lastSeenAt === null ? (
          <span className={styles.quiet}>{text('never')}</span>
        ) : (
          <RelativeTime at={lastSeenAt} quiet />
        ),
    },
    {
      key: 'since',
      header: text('since'),
      hide: 'tablet',
      width: '130px',
      sort: (member) => member.since,
      cell: ({ since }) => <span className={styles.quiet}>{formats.date(since)}</span>,
    },
    ...(mayWrite
      ? [
          {
            key: 'actions',
            header: '',
            width: '60px',
            align: 'end' as const,
            cell: (member: StaffMember) => (member.self ? null : <MemberMenu member={member} />),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={text('members')}
      columns={columns}
      rows={props.staff}
      rowKey={(member) => member.id}
      searchText={(member) => `${member.name} ${member.email} ${text(member.role)}`}
      placeholder={text('searchTeam')}
      error={props.error ? errorText(props.error, language) : undefined}
      onRetry={props.retry}
      empty={<EmptyState icon="shoppers" title={text('members')} text={text('inviteNote')} />}
    />
  );
}

function Person({ member }: { member: StaffMember }) {
  const text = useTexts(settingsTexts);
  return (
    <span className={styles.person}>
      <Avatar name={member.name} />
      <span>
        <b>
          {member.name}
          {member.self && <Chip tone="accent">{text('you')}</Chip>}
          {member.passkeys > 0 && (
            <Chip icon="passkey">{text('passkeyCount', { count: member.passkeys })}</Chip>
          )}
        </b>
        <small>{member.email}</small>
      </span>
    </span>
  );
}

/** Changes of the team, with the lists loaded again afterwards. */
function useStaffChange() {
  const client = useQueryClient();
  const path = useRetailerPath();
  return {
    path,
    reload: () => void client.invalidateQueries({ queryKey: ['staff', path('')] }),
  };
}

function RoleSelect({ member }: { member: StaffMember }) {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const [language] = useLanguage();
  const { path, reload } = useStaffChange();
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
  return (
    <Select
      aria-label={text('changeRole', { name: member.name })}
      value={change.isPending ? change.variables : member.role}
      allowDeselect={false}
      disabled={change.isPending}
      data={ROLES.map((role) => ({ value: role, label: text(role) }))}
      renderOption={({ option }) => (
        <span className={styles.option}>
          <b>{option.label}</b>
          <span>{text(`${option.value as Role}Text`)}</span>
        </span>
      )}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      onChange={(role) => role && role !== member.role && change.mutate(role as Role)}
    />
  );
}

function MemberMenu({ member }: { member: StaffMember }) {
  const text = useTexts(settingsTexts);
  const retailer = useRetailer();
  const toast = useToast();
  const { path, reload } = useStaffChange();
  const [asking, setAsking] = useState(false);
  const { name } = member;
  const remove = useMutation({
    mutationFn: () => api.delete(path(`/staff/${member.id}`)),
    onSuccess: () => {
      setAsking(false);
      reload();
      toast({ text: text('memberRemoved', { name }), tone: 'good' });
    },
  });
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={text('memberActions', { name })}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            color="bad"
            leftSection={<Icon name="trash" size={15} />}
            onClick={() => setAsking(true)}
          >
            {text('removeMember')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('removeTitle', { name })}
        footer={
          <>
            <Button variant="default" onClick={() => setAsking(false)}>
              {text('cancel')}
            </Button>
            <Button color="bad" loading={remove.isPending} onClick={() => remove.mutate()}>
              {text('remove')}
            </Button>
          </>
        }
      >
        <Failure error={remove.error} />
        <p>{text('removeText', { name, shop: retailer.name })}</p>
      </Dialog>
    </>
  );
}
