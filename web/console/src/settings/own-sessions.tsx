import { api, errorText } from '@augenblick/api';
import type { OwnSession, OwnSessionsAnswer } from '@augenblick/contract/api/session.ts';
import {
  Card,
  Chip,
  ErrorState,
  Icon,
  RelativeTime,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';
import { deviceOf } from './user-agent.ts';

/** Where the person is signed in; any session but this one can be ended. */
export function OwnSessions() {
  const text = useTexts(settingsTexts);
  const toast = useToast();
  const [language] = useLanguage();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['own-sessions'],
    queryFn: ({ signal }) => api.get<OwnSessionsAnswer>('/api/me/sessions', { signal }),
  });
  const end = useMutation({
    mutationFn: ({ id }: OwnSession) => api.delete(`/api/me/sessions/${id}`),
    onSuccess: () => {
      toast({ text: text('sessionEnded'), tone: 'good' });
      void client.invalidateQueries({ queryKey: ['own-sessions'] });
    },
    onError: (failure) => toast({ text: errorText(failure, language), tone: 'bad' }),
  });
  return (
    <Card title={text('sessions')} note={text('sessionsNote')}>
      {error && <ErrorState text={errorText(error, language)} onRetry={() => void refetch()} />}
      {!data && !error && <TextSkeleton />}
      {data && (
        <ul className={styles.rows}>
          {data.sessions.map((session) => (
            <li key={session.id}>
              <SessionWords session={session} />
              {!session.current && (
                <Button
                  size="xs"
                  variant="subtle"
                  color="bad"
                  loading={end.isPending && end.variables.id === session.id}
                  onClick={() => end.mutate(session)}
                >
                  {text('endSession')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function SessionWords({ session }: { session: OwnSession }) {
  const text = useTexts(settingsTexts);
  const device = deviceOf(session.userAgent);
  const name = device
    ? text('browserOn', { browser: device.browser, system: device.system })
    : text('unknownBrowser');
  return (
    <>
      <span className={styles.rowIcon}>
        <Icon name={device?.mobile ? 'device' : 'monitor'} size={18} />
      </span>
      <span className={styles.rowWords}>
        <b>
          {name}
          {session.current && <Chip tone="good">{text('thisSession')}</Chip>}
        </b>
        <span>
          {text('lastSeen')}: <RelativeTime at={session.lastSeenAt} quiet />,{' '}
          {text('from', { address: session.address })}
        </span>
      </span>
    </>
  );
}
