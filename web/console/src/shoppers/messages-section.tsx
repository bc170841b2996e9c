import { api } from '@augenblick/api';
import type {
  MessageDetail,
  MessageList,
  MessageShown,
} from '@augenblick/contract/api/delivery.ts';
import {
  Card,
  Chip,
  EmptyState,
  Icon,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MailFrame } from '../messages/mail-frame.tsx';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { messagesTexts } from './messages-texts.ts';
import styles from './shopper.module.css';

function useMessages(profileId: string) {
  const path = useRetailerPath();
  return useInfiniteQuery({
    queryKey: [path(''), 'shopper', profileId, 'messages'],
    queryFn: ({ pageParam, signal }) =>
      api.get<MessageList>(path(`/shoppers/${profileId}/messages`), {
        query: { after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** What was sent to the shopper, what was not and why; newest first. */
export function MessagesSection({ profileId }: { profileId: string }) {
  const text = useTexts(messagesTexts);
  const query = useMessages(profileId);
  return (
    <Loaded query={query} lines={6}>
      {({ pages }) => {
        const messages = pages.flatMap((page) => page.messages);
        if (messages.length === 0) {
          return (
            <Card>
              <EmptyState icon="mail" title={text('none')} text={text('noneText')} />
            </Card>
          );
        }
        return (
          <div className={styles.stack}>
            {messages.map((message) => (
              <Message key={message.id} message={message} />
            ))}
            {query.hasNextPage && (
              <div className={styles.more}>
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {text('earlier')}
                </Button>
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

const TONES = {
  waiting: 'plain',
  sending: 'plain',
  sent: 'good',
  delivered: 'good',
  bounced: 'bad',
  complained: 'bad',
  failed: 'bad',
  unknown: 'caution',
  dropped: 'caution',
} as const;

function Message({ message }: { message: MessageShown }) {
  const text = useTexts(messagesTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { origin, status } = message;
  const from = [text(`origin_${origin.kind}`), origin.name].filter(Boolean).join(' · ');
  return (
    <details className={styles.order}>
      <summary>
        <Icon name="chevronRight" size={16} className={styles.turn} />
        <span className={styles.orderWords}>
          <span className={styles.orderTitle}>
            {message.template ?? from}
            <Chip tone={TONES[status]}>{message.statusWords[language]}</Chip>
          </span>
          <span className={styles.quiet}>
            {formats.dateTime(message.at)} · {message.words[language]}
          </span>
        </span>
      </summary>
      <div className={styles.lines}>
        <Facts message={message} from={from} />
        {message.sentAt !== null && <Shown messageId={message.id} />}
      </div>
    </details>
  );
}

/** Every instant of it, in the order in which they come. */
function Facts({ message, from }: { message: MessageShown; from: string }) {
  const text = useTexts(messagesTexts);
  const formats = useFormats();
  const rows: [string, number | null][] = [
    [text('asked'), message.askedAt],
    [text('again'), message.status === 'waiting' ? message.at : null],
    [text('sent'), message.sentAt],
    [text('delivered'), message.deliveredAt],
    [text('opened'), message.openedAt],
    [text('clicked'), message.clickedAt],
    [text('replied'), message.repliedAt],
    [text('bounced'), message.bouncedAt],
    [text('complained'), message.complainedAt],
    [text('unsubscribed'), message.unsubscribedAt],
  ];
  return (
    <table>
      <caption className={styles.hidden}>{from}</caption>
      <tbody>
        <tr>
          <td>{text(`origin_${message.origin.kind}`)}</td>
          <td className={styles.end}>{message.origin.name ?? '–'}</td>
        </tr>
        {message.address !== null && (
          <tr>
            <td>{text('to')}</td>
            <td className={styles.end}>{message.address}</td>
          </tr>
        )}
        {rows.map(
          ([name, at]) =>
            at !== null && (
              <tr key={name}>
                <td>{name}</td>
                <td className={styles.end}>{formats.dateTime(at)}</td>
              </tr>
            ),
        )}
      </tbody>
    </table>
  );
}

/** The message itself, fetched when it is asked for. */
function Shown({ messageId }: { messageId: string }) {
  const text = useTexts(messagesTexts);
  const path = useRetailerPath();
  const [wanted, setWanted] = useState(false);
  const query = useQuery({
    queryKey: [path(''), 'message', messageId],
    queryFn: ({ signal }) => api.get<MessageDetail>(path(`/messages/${messageId}`), { signal }),
    enabled: wanted,
  });
  if (!useMay('message.read')) return null;
  if (!wanted) {
    return (
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Icon name="mail" size={14} />}
        onClick={() => setWanted(true)}
      >
        {text('show')}
      </Button>
    );
  }
  return (
    <Loaded query={query} lines={4}>
      {({ shown, unseen }) => {
        if (shown === null)
          return <p className={styles.quiet}>{text(`unseen_${unseen ?? 'template_gone'}`)}</p>;
        return (
          <div>
            <p>
              <b>{shown.title}</b>
            </p>
            {shown.html === null ? (
              <p>{shown.text}</p>
            ) : (
              <MailFrame html={shown.html} title={text('shownAs')} width={640} height={520} />
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
