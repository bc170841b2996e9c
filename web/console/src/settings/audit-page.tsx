import { api, errorText } from '@augenblick/api';
import { ROLES } from '@augenblick/contract';
import type { Role } from '@augenblick/contract';
import type { AuditAction, AuditAnswer, AuditEntry } from '@augenblick/contract/api/audit.ts';
import type { IconName } from '@augenblick/ui';
import {
  Avatar,
  Chip,
  DataTable,
  Drawer,
  CodeBlock,
  EmptyState,
  Icon,
  KeyValue,
  More,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRetailer, useRetailerPath } from '../session/session.tsx';
import { auditChangeTexts } from './audit-change-texts.ts';
import { useAuditChanges } from './audit-changes.ts';
import { auditTexts } from './audit-texts.ts';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

const ICONS: Readonly<Record<string, IconName>> = {
  session: 'enter',
  password: 'lock',
  passkey: 'passkey',
  staff: 'shoppers',
  invitation: 'mail',
  api_key: 'key',
  write_key: 'key',
  retailer: 'store',
  source: 'sources',
  import: 'upload',
  shopper: 'user',
  consent: 'shield',
  dead_letter: 'drop',
  demo: 'flask',
};

/** Who did what at this shop. */
export default function AuditPage() {
  const text = useTexts(settingsTexts);
  const words = useTexts(auditTexts);
  const [language] = useLanguage();
  const retailer = useRetailer();
  const path = useRetailerPath();
  const [action, setAction] = useState<string | null>(null);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const list = useInfiniteQuery({
    queryKey: ['audit', path(''), action],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditAnswer>(path('/audit'), { query: { action, before: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const actions = Object.keys(auditTexts.en) as AuditAction[];
  return (
    <SettingsFrame title={text('audit')} headline={text('auditHeadline', { shop: retailer.name })}>
      <DataTable
        label={text('audit')}
        columns={useColumns()}
        rows={list.data?.pages.flatMap(({ entries }) => entries)}
        rowKey={(entry) => entry.id}
        onOpen={setOpened}
        searchText={(entry) => `${entry.actor.name} ${words(entry.action)} ${entry.target}`}
        placeholder={text('searchAudit')}
        filters={
          <Select
            aria-label={text('onlyAction')}
            placeholder={text('allActions')}
            clearable
            searchable
            value={action}
            data={actions.map((value) => ({ value, label: words(value) }))}
            comboboxProps={{ width: 320, position: 'bottom-end' }}
            onChange={setAction}
          />
        }
        filtered={action !== null}
        onClearFilters={() => setAction(null)}
        error={list.error ? errorText(list.error, language) : undefined}
        onRetry={() => void list.refetch()}
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        empty={
          <EmptyState icon="history" title={text('noAuditTitle')} text={text('noAuditText')} />
        }
      />
      <EntryDrawer entry={opened} onClose={() => setOpened(null)} />
    </SettingsFrame>
  );
}

function useColumns(): Column<AuditEntry>[] {
  const text = useTexts(settingsTexts);
  return [
    { key: 'what', header: text('what'), cell: (entry) => <Sentence entry={entry} /> },
    {
      key: 'when',
      header: text('when'),
      width: '150px',
      align: 'end',
      cell: ({ at }) => <RelativeTime at={at} quiet />,
    },
  ];
}

function Sentence({ entry }: { entry: AuditEntry }) {
  const text = useTexts(settingsTexts);
  const words = useTexts(auditTexts);
  const { actor, action } = entry;
  const about = useAbout()(entry);
  const icon = ICONS[action.split('.')[0] ?? ''] ?? 'info';
  return (
    <span className={styles.person}>
      {actor.kind === 'staff' ? (
        <Avatar name={actor.name} />
      ) : (
        <span className={styles.rowIcon}>
          <Icon name={actor.kind === 'key' ? 'code' : 'server'} />
        </span>
      )}
      <span>
        <b>
          <span>
            {actor.kind === 'system' ? text('system') : actor.name} {words(action)}
          </span>
          {actor.kind === 'key' && <Chip>{text('program')}</Chip>}
        </b>
        {about !== '' && (
          <small className={styles.target}>
            <Icon name={icon} size={12} /> {about}
          </small>
        )}
      </span>
    </span>
  );
}

/** What an entry was about, in words: names, addresses and roles of its details. Ids stand in the drawer. */
function useAbout(): (entry: AuditEntry) => string {
  const text = useTexts(settingsTexts);
  const words = useTexts(auditChangeTexts);
  const changesOf = useAuditChanges();
  return (entry) => {
    const { detail } = entry;
    const changes = changesOf(entry);
    const facts = ['name', 'email', ...(changes.length === 0 ? ['role'] : [])].map((key) => {
      const { [key]: value } = detail;
      if (typeof value !== 'string') return null;
      return key === 'role' && ROLES.some((role) => role === value) ? text(value as Role) : value;
    });
    const changed = changes.map(({ name, ...change }) => `${name}: ${words('change', change)}`);
    return [...facts, ...changed].filter((part) => part !== null).join(' · ');
  };
}

function EntryDrawer(props: { entry: AuditEntry | null; onClose: () => void }) {
  const text = useTexts(settingsTexts);
  const words = useTexts(auditTexts);
  const formats = useFormats();
  const aboutOf = useAbout();
  const changeWords = useTexts(auditChangeTexts);
  const changesOf = useAuditChanges();
  const { entry, onClose } = props;
  const changes = entry ? changesOf(entry) : [];
  const about = entry && changes.length === 0 ? aboutOf(entry) : '';
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      title={entry && `${entry.actor.name} ${words(entry.action)}`}
      note={entry && formats.exact(entry.at)}
    >
      {entry && (
        <div className={styles.column}>
          <KeyValue
            entries={[
              [text('who'), entry.actor.name],
              ...(about === '' ? [] : [[text('what'), about] as const]),
              ...changes.map(
                ({ name, ...change }) => [name, changeWords('change', change)] as const,
              ),
              [text('when'), formats.exact(entry.at)],
            ]}
          />
          <More summary={text('forDevelopers')}>
            <CodeBlock
              title={`${entry.action} ${entry.target}`}
              code={JSON.stringify(entry.detail, null, 2)}
            />
          </More>
        </div>
      )}
    </Drawer>
  );
}
