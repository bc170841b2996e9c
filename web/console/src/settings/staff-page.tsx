import { api, errorText } from '@augenblick/api';
import type {
  InvitationsAnswer,
  StaffAnswer,
  StaffMember,
} from '@augenblick/contract/api/staff.ts';
import {
  Avatar,
  Chip,
  DataTable,
  EmptyState,
  Icon,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay, useRetailer, useRetailerPath } from '../session/session.tsx';
import { InviteDialog, OpenInvitations } from './invitations.tsx';
import { MemberDrawer } from './member-drawer.tsx';
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
  const headline = staff.data
    ? text('teamHeadline', {
        count: staff.data.staff.length,
        shop: retailer.name,
        open: invitations.data?.invitations.length ?? 0,
      })
    : staff.error
      ? text('team')
      : undefined;
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
  const [openedId, setOpenedId] = useState<string | null>(null);
  const opened = props.staff?.find(({ id }) => id === openedId);
  const columns = useColumns();
  return (
    <>
      <DataTable
        label={text('members')}
        columns={columns}
        rows={props.staff}
        rowKey={(member) => member.id}
        onOpen={(member) => setOpenedId(member.id)}
        isSelected={(member) => member.id === openedId}
        searchText={(member) => `${member.name} ${member.email} ${text(member.role)}`}
        placeholder={text('searchTeam')}
        error={props.error ? errorText(props.error, language) : undefined}
        onRetry={props.retry}
        empty={<EmptyState icon="shoppers" title={text('members')} text={text('inviteNote')} />}
      />
      <MemberDrawer member={opened} onClose={() => setOpenedId(null)} />
    </>
  );
}

function useColumns(): Column<StaffMember>[] {
  const text = useTexts(settingsTexts);
  const formats = useFormats();
  return [
    {
      key: 'name',
      header: text('name'),
      sort: (member) => member.name,
      cell: (member) => <Person member={member} />,
    },
    {
      key: 'role',
      header: text('role'),
      width: '150px',
      sort: (member) => text(member.role),
      cell: (member) => text(member.role),
    },
    {
      key: 'seen',
      header: text('lastSeen'),
      hide: 'phone',
      width: '170px',
      sort: (member) => member.lastSeenAt,
      cell: ({ lastSeenAt }) => <Seen at={lastSeenAt} />,
    },
    {
      key: 'since',
      header: text('since'),
      hide: 'tablet',
      width: '150px',
      sort: (member) => member.since,
      cell: ({ since }) => <span className={styles.quiet}>{formats.date(since)}</span>,
    },
  ];
}

function Seen({ at }: { at: number | null }) {
  const text = useTexts(settingsTexts);
  if (at === null) return <span className={styles.quiet}>{text('never')}</span>;
  return <RelativeTime at={at} quiet />;
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
