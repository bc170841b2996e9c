import { api, ApiError, errorText } from '@augenblick/api';
import { identityText } from '@augenblick/contract';
import type { DropReason, IdentityKind } from '@augenblick/contract';
import type { FollowView } from '@augenblick/contract/api/event.ts';
import {
  Chip,
  CodeBlock,
  Drawer,
  ErrorState,
  KeyValue,
  More,
  Notice,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Language } from '@augenblick/ui';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { ActivityChip } from './activity-mark.tsx';
import { useChanges } from './changes.ts';
import styles from './event-drawer.module.css';
import { dropTexts, eventTexts } from './texts.ts';
import { identityIcon, useEventWords, useIdentityWords } from './words.tsx';

/**
 * One event's whole path through the house, beside the list it was opened from. `eventId` null closes it. `extra`
 * stands at the top (the simulated mark, for instance).
 */
export function EventDrawer(props: {
  eventId: string | null;
  onClose: () => void;
  extra?: ReactNode;
}) {
  const text = useTexts(eventTexts);
  const [language] = useLanguage();
  const formats = useFormats();
  const words = useEventWords();
  const path = useRetailerPath();
  const { eventId, onClose, extra } = props;
  const follow = useQuery({
    queryKey: ['follow', path(''), eventId],
    queryFn: ({ signal }) =>
      api.get<FollowView>(path(`/events/${encodeURIComponent(eventId ?? '')}/follow`), { signal }),
    enabled: eventId !== null,
  });
  const { data: view, error } = follow;
  const stored = view?.stored;
  const missing = error instanceof ApiError && error.status === 404;
  const title = stored ? words(stored.name) : view?.dropped ? text('dropped') : text('eventId');
  return (
    <Drawer
      opened={eventId !== null}
      onClose={onClose}
      title={title}
      note={stored ? formats.exact(stored.at) : undefined}
    >
      {error && (
        <ErrorState
          text={missing ? text('notFound') : errorText(error, language)}
          onRetry={missing ? undefined : () => void follow.refetch()}
        />
      )}
      {!view && !error && <TextSkeleton lines={6} />}
      {view && <Follow view={view} extra={extra} onLeave={onClose} />}
    </Drawer>
  );
}

function Follow(props: { view: FollowView; extra: ReactNode; onLeave: () => void }) {
  const text = useTexts(eventTexts);
  const dropText = useTexts(dropTexts);
  const [language] = useLanguage();
  const mayOpen = useMay('shopper.read');
  const { view, extra, onLeave } = props;
  const { stored, dropped } = view;
  const changes = useChanges(view);
  return (
    <div className={styles.follow}>
      <div className={styles.chips}>
        {stored && <ActivityChip event={stored.name} />}
        {stored?.source && <Chip icon="sources">{stored.source.name}</Chip>}
        {extra}
      </div>
      {dropped && (
        <Notice tone="bad" title={`${text('dropped')}: ${dropText(dropped.reason as DropReason)}`}>
          {dropped.words[language]}
        </Notice>
      )}
      {stored?.profileId && mayOpen && (
        <Button
          component={Link}
          to={`/shoppers/${stored.profileId}`}
          variant="default"
          onClick={onLeave}
        >
          {text('openShopper')}
        </Button>
      )}
      {stored && (
        <Part title={text('story')}>
          <Story stored={stored} changes={changes.length} />
        </Part>
      )}
      <Recognised view={view} />
      {view.identityChanges.length > 0 && (
        <Part title={text('links')}>
          <Sentences items={view.identityChanges.map(({ words }) => words[language])} />
        </Part>
      )}
      {changes.length > 0 && (
        <Part title={text('changes')}>
          <Sentences items={changes} />
        </Part>
      )}
      {toldOf(view, 'moment', language).length > 0 && (
        <Part title={text('moments')}>
          <Sentences items={toldOf(view, 'moment', language)} />
        </Part>
      )}
      {toldOf(view, 'decision', language).length > 0 && (
        <Part title={text('decisions')}>
          <Sentences items={toldOf(view, 'decision', language)} />
        </Part>
      )}
      {view.orders.length > 0 && (
        <Part title={text('orders')}>
          <Sentences items={view.orders.map(({ words }) => words[language])} />
        </Part>
      )}
      {view.consents.length > 0 && (
        <Part title={text('consents')}>
          <Sentences items={view.consents.map(({ words }) => words[language])} />
        </Part>
      )}
      {stored && <Developers stored={stored} />}
    </div>
  );
}

/** What later stages made of the event, as the server words it. */
function toldOf(view: FollowView, step: string, language: Language): string[] {
  return view.story.filter((one) => one.step === step).map(({ words }) => words[language]);
}

// A difference below this is the way through the network, nothing anybody needs to know.
const LATE_MS = 5_000;

/** The event's way in four steps, in the zone and language of the reader. */
function Story(props: { stored: NonNullable<FollowView['stored']>; changes: number }) {
  const text = useTexts(eventTexts);
  const formats = useFormats();
  const { stored, changes } = props;
  const delay = stored.receivedAt - stored.at;
  const arrival = {
    source: stored.source?.name ?? '–',
    time:
      delay > 86_400_000
        ? formats.dateTime(stored.receivedAt)
        : formats.timeSeconds(stored.receivedAt),
  };
  return (
    <ol className={styles.chain}>
      <li>
        {delay > LATE_MS
          ? text('arrivedLate', { ...arrival, delay: formats.duration(delay) })
          : text('arrived', arrival)}
      </li>
      <li>{text('storedAs')}</li>
      <li>{text(stored.profileId === null ? 'belongsNobody' : 'belongs')}</li>
      {stored.profileId !== null && <li>{text('changedCount', { count: changes })}</li>}
    </ol>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  );
}

function Sentences({ items }: { items: readonly string[] }) {
  return (
    <ul className={styles.sentences}>
      {items.map((sentence, at) => (
        <li key={`${at}${sentence}`}>{sentence}</li>
      ))}
    </ul>
  );
}

function Recognised({ view }: { view: FollowView }) {
  const text = useTexts(eventTexts);
  const words = useIdentityWords();
  if (!view.stored) return null;
  return (
    <Part title={text('identities')}>
      {view.identities.length === 0 ? (
        <p className={styles.quiet}>{text('noIdentity')}</p>
      ) : (
        <ul className={styles.identities}>
          {view.identities.map(({ kind, value, shared }) => (
            <li key={`${kind}${value}`}>
              <Chip icon={identityIcon({ kind: kind as IdentityKind, value })}>
                {words({ kind, value })}
              </Chip>
              <code title={value}>{identityText({ kind: kind as IdentityKind, value })}</code>
              {shared && <Chip tone="caution">{text('shared')}</Chip>}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Developers({ stored }: { stored: NonNullable<FollowView['stored']> }) {
  const text = useTexts(eventTexts);
  const formats = useFormats();
  return (
    <More summary={text('developers')}>
      <KeyValue
        entries={[
          [text('eventId'), <code key="id">{stored.id}</code>],
          [text('messageId'), <code key="message">{stored.messageId}</code>],
          [text('occurred'), formats.exact(stored.at)],
          [text('received'), formats.exact(stored.receivedAt)],
        ]}
      />
      <CodeBlock title="JSON" code={JSON.stringify(stored.raw, null, 2)} />
    </More>
  );
}
