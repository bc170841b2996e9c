import { errorText } from '@augenblick/api';
import { CHANNEL_WORDS, CHANNELS } from '@augenblick/contract';
import type { ChannelName } from '@augenblick/contract';
import type { TemplateRow } from '@augenblick/contract/api/template.ts';
import {
  Chip,
  DataTable,
  EmptyState,
  Icon,
  IconTile,
  Named,
  RelativeTime,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button, Menu, Select } from '@mantine/core';
import { lazy } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { blankTemplate } from './blank.ts';
import { CHANNEL_ICONS, plainWords } from './kinds.ts';
import { useCreateTemplate, useTemplateBook, useTemplates } from './queries.ts';
import styles from './templates.module.css';
import { templateTexts } from './texts.ts';
import { useNameOf } from './use-names.ts';

const BookDrawer = lazy(async () => ({ default: (await import('./book-drawer.tsx')).BookDrawer }));

/** All templates, what is in the archive, and the way to new ones. */
export function TemplatesTab() {
  const text = useTexts(templateTexts);
  const may = useMay('message.write');
  const [params, setParams] = useSearchParams();
  const set = (key: string, value: string | null): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const book = params.has('book');
  return (
    <>
      <div className={styles.tools}>
        <Button
          component={Link}
          to="/messages/brand"
          variant="default"
          leftSection={<Icon name="palette" size={14} />}
        >
          {text('brand')}
        </Button>
        <Button
          component={Link}
          to="/messages/pictures"
          variant="default"
          leftSection={<Icon name="image" size={14} />}
        >
          {text('pictures')}
        </Button>
        <span className={styles.spring} />
        {may && (
          <>
            <Button
              variant="default"
              leftSection={<Icon name="book" size={14} />}
              onClick={() => set('book', '1')}
            >
              {text('book')}
            </Button>
            <NewMenu />
          </>
        )}
      </div>
      <List
        channel={CHANNELS.find((one) => one === params.get('channel')) ?? null}
        archived={params.get('show') === 'archive'}
        onSet={set}
        onBook={() => set('book', '1')}
      />
      <OnDemand wanted={book}>
        <BookDrawer opened={book} onClose={() => set('book', null)} />
      </OnDemand>
    </>
  );
}

/** Makes an empty template for a channel and opens it. */
function NewMenu() {
  const text = useTexts(templateTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const { data } = useTemplateBook();
  const { mutate, isPending } = useCreateTemplate();
  const make = (channel: ChannelName): void =>
    mutate(blankTemplate(text('unnamed'), channel, data?.blocks ?? []), {
      onSuccess: ({ template }) => void navigate(`/messages/templates/${template.id}`),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return (
    <Menu width={250}>
      <Menu.Target>
        <Button
          leftSection={<Icon name="plus" size={14} />}
          loading={isPending}
          disabled={data === undefined}
        >
          {text('new')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text('forChannel')}</Menu.Label>
        {CHANNELS.map((channel) => (
          <Menu.Item
            key={channel}
            leftSection={<Icon name={CHANNEL_ICONS[channel]} />}
            onClick={() => make(channel)}
          >
            {CHANNEL_WORDS[channel][language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function List(props: {
  channel: ChannelName | null;
  archived: boolean;
  onSet: (key: string, value: string | null) => void;
  onBook: () => void;
}) {
  const { channel, archived, onSet, onBook } = props;
  const text = useTexts(templateTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const query = useTemplates({ archived });
  // The first lines name facts of a shopper: they are shown when the words for them are there.
  const templates = useTemplateBook().isPending ? undefined : query.data?.templates;
  const rows = templates?.filter((row) => channel === null || row.channel === channel);
  return (
    <DataTable<TemplateRow>
      label={text('label')}
      columns={useColumns()}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate(`/messages/templates/${id}`)}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      searchText={({ name, subject }) => `${name} ${subject.de} ${subject.en}`}
      placeholder={text('search')}
      pageSize={25}
      filtered={channel !== null}
      onClearFilters={() => onSet('channel', null)}
      filters={
        <>
          <Select
            className={styles.filter}
            aria-label={text('channel')}
            placeholder={text('channel')}
            clearable
            value={channel}
            data={CHANNELS.map((value) => ({ value, label: CHANNEL_WORDS[value][language] }))}
            onChange={(value) => onSet('channel', value)}
          />
          <Select
            className={styles.filter}
            aria-label={text('show')}
            value={archived ? 'archive' : 'use'}
            data={[
              { value: 'use', label: text('inUse') },
              { value: 'archive', label: text('inArchive') },
            ]}
            onChange={(value) => onSet('show', value === 'archive' ? 'archive' : null)}
          />
        </>
      }
      empty={<Empty archived={archived} onBook={onBook} />}
    />
  );
}

function Empty({ archived, onBook }: { archived: boolean; onBook: () => void }) {
  const text = useTexts(templateTexts);
  const may = useMay('message.write');
  return archived ? (
    <EmptyState icon="box" title={text('archiveEmptyTitle')} text={text('archiveEmptyText')} />
  ) : (
    <EmptyState
      icon="mail"
      title={text('emptyTitle')}
      text={text('emptyText')}
      action={may && <Button onClick={onBook}>{text('fromBook')}</Button>}
    />
  );
}

function useColumns(): Column<TemplateRow>[] {
  const text = useTexts(templateTexts);
  const nameOf = useNameOf();
  const [language] = useLanguage();
  return [
    {
      key: 'name',
      header: text('name'),
      sort: ({ name }) => name,
      cell: (row) => (
        <Named
          mark={<IconTile icon={CHANNEL_ICONS[row.channel]} />}
          title={
            <Link to={`/messages/templates/${row.id}`} tabIndex={-1}>
              {row.name}
            </Link>
          }
          note={plainWords(row.subject[language], nameOf) || text('noSubject')}
          below={<StateChip row={row} />}
          chips={
            <>
              {row.basis === 'service' && <Chip>{text('service')}</Chip>}
              {row.variants.length > 0 && (
                <Chip>{text('variants', { count: row.variants.length + 1 })}</Chip>
              )}
            </>
          }
        />
      ),
    },
    {
      key: 'channel',
      header: text('channel'),
      hide: 'tablet',
      width: '190px',
      sort: ({ channel }) => CHANNEL_WORDS[channel][language],
      cell: ({ channel }) => CHANNEL_WORDS[channel][language],
    },
    {
      key: 'state',
      header: text('state'),
      hide: 'phone',
      width: '190px',
      sort: ({ version, changed }) => (version === 0 ? 2 : changed ? 1 : 0),
      cell: (row) => <StateChip row={row} />,
    },
    {
      key: 'at',
      header: text('changedAt'),
      hide: 'phone',
      width: '150px',
      align: 'end',
      sort: ({ updatedAt }) => updatedAt,
      cell: ({ updatedAt }) => <RelativeTime at={updatedAt} quiet />,
    },
  ];
}

function StateChip({ row }: { row: TemplateRow }) {
  const text = useTexts(templateTexts);
  if (row.version === 0) return <Chip icon="edit">{text('draft')}</Chip>;
  if (!row.changed) {
    return (
      <Chip tone="good" icon="check">
        {text('published')}
      </Chip>
    );
  }
  return (
    <Chip tone="accent" icon="edit">
      {text('changed')}
    </Chip>
  );
}
