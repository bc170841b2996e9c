import { errorText } from '@augenblick/api';
import { CHANNEL_WORDS, CHANNELS } from '@augenblick/contract';
import type { ChannelName } from '@augenblick/contract';
import type { CaughtRow } from '@augenblick/contract/api/channel.ts';
import {
  EmptyState,
  ErrorState,
  Icon,
  RelativeTime,
  SearchBox,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { ActionIcon, Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { CHANNEL_ICONS } from '../templates/kinds.ts';
import { CaughtReader } from './caught-reader.tsx';
import styles from './messages.module.css';
import { useCaught, useEmptyCatcher } from './queries.ts';
import { messageTexts } from './texts.ts';

/** What would have left, to read like a mail program: list and message side by side, one after the other on a phone. */
export function InboxTab() {
  const text = useTexts(messageTexts);
  const [params] = useSearchParams();
  const [channel, setChannel] = useState<ChannelName | null>(null);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const query = useCaught({ channel, search });
  const messages = query.data?.pages.flatMap((page) => page.messages);
  const total = query.data?.pages[0]?.total ?? 0;
  const open = params.get('message');
  const filtered = channel !== null || search !== '';
  if (messages?.length === 0 && !filtered) return <NothingCaught />;
  return (
    <div className={styles.inbox} data-open={open !== null}>
      <section className={`${styles.listPane} ${styles.list}`} aria-label={text('caughtLabel')}>
        <Tools {...{ channel, setChannel, typed, setTyped }} />
        <Messages query={query} messages={messages} open={open} />
        {messages && messages.length === 0 && (
          <EmptyState
            icon="search"
            title={text('noMatchTitle')}
            text={text('noMatchText')}
            action={
              <Button
                variant="default"
                onClick={() => {
                  setChannel(null);
                  setTyped('');
                }}
              >
                {text('removeFilters')}
              </Button>
            }
          />
        )}
        <div className={styles.listFoot}>
          <span>{text('total', { count: total })}</span>
          {query.hasNextPage && (
            <Button
              size="xs"
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {text('more')}
            </Button>
          )}
        </div>
      </section>
      {open === null ? (
        <div className={`${styles.listPane} ${styles.choose}`}>
          <EmptyState icon="inbox" title={text('chooseTitle')} text={text('chooseText')} />
        </div>
      ) : (
        <CaughtReader key={open} id={open} />
      )}
    </div>
  );
}

function NothingCaught() {
  const text = useTexts(messageTexts);
  return (
    <div className={styles.listPane}>
      <EmptyState
        icon="inbox"
        title={text('noneTitle')}
        text={text('noneText')}
        action={
          <Button component={Link} to="/messages?tab=channels">
            {text('toChannels')}
          </Button>
        }
      />
    </div>
  );
}

function Tools(props: {
  channel: ChannelName | null;
  setChannel: (channel: ChannelName | null) => void;
  typed: string;
  setTyped: (typed: string) => void;
}) {
  const { channel, setChannel, typed, setTyped } = props;
  const text = useTexts(messageTexts);
  const [language] = useLanguage();
  return (
    <div className={styles.listTools}>
      <SearchBox value={typed} onChange={setTyped} placeholder={text('caughtSearch')} />
      <div className={styles.listRow}>
        <Select
          size="xs"
          aria-label={text('channel')}
          placeholder={text('channel')}
          clearable
          value={channel}
          data={CHANNELS.map((value) => ({ value, label: CHANNEL_WORDS[value][language] }))}
          onChange={(value) => setChannel(CHANNELS.find((one) => one === value) ?? null)}
        />
        <EmptyButton />
      </div>
    </div>
  );
}

function EmptyButton() {
  const text = useTexts(messageTexts);
  const may = useMay('message.write');
  const [asking, setAsking] = useState(false);
  const [, setParams] = useSearchParams();
  const empty = useEmptyCatcher();
  if (!may) return null;
  return (
    <>
      <ActionIcon aria-label={text('empty')} title={text('empty')} onClick={() => setAsking(true)}>
        <Icon name="trash" size={15} />
      </ActionIcon>
      <SureDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('emptyTitle')}
        confirm={text('empty')}
        doing={empty}
        what={undefined}
        said={() => text('emptied')}
        onDone={() => {
          setAsking(false);
          setParams({ tab: 'inbox' });
        }}
      >
        {text('emptyText')}
      </SureDialog>
    </>
  );
}

function Messages(props: {
  query: ReturnType<typeof useCaught>;
  messages: CaughtRow[] | undefined;
  open: string | null;
}) {
  const { query, messages, open } = props;
  const [language] = useLanguage();
  const list = useRef<HTMLUListElement>(null);
  if (!messages) {
    if (!query.error) return <TextSkeleton lines={8} />;
    return (
      <ErrorState text={errorText(query.error, language)} onRetry={() => void query.refetch()} />
    );
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[at + step]?.focus();
    event.preventDefault();
  };
  return (
    <ul ref={list} className={styles.messages} onKeyDown={onKey}>
      {messages.map((message) => (
        <li key={message.id}>
          <MessageLine message={message} current={message.id === open} />
        </li>
      ))}
    </ul>
  );
}

function MessageLine({ message, current }: { message: CaughtRow; current: boolean }) {
  const text = useTexts(messageTexts);
  const { id, channel, at, to, subject, preview, test } = message;
  return (
    <Link
      className={styles.message}
      to={{ search: `?tab=inbox&message=${id}` }}
      aria-current={current ? 'true' : undefined}
      preventScrollReset
    >
      <Icon name={CHANNEL_ICONS[channel]} size={17} />
      <b>{subject || preview || text('noSubject')}</b>
      <span className={styles.time}>
        <RelativeTime at={at} quiet />
      </span>
      <span className={styles.address}>
        {test ? `${text('test')} · ` : ''}
        {to}
      </span>
      {subject !== '' && <span className={styles.line}>{preview}</span>}
    </Link>
  );
}
