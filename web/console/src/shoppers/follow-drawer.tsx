import { ApiError } from '@augenblick/api';
import type { FollowView } from '@augenblick/contract/api/event.ts';
import type { IconName } from '@augenblick/ui';
import {
  Chip,
  CodeBlock,
  Drawer,
  Icon,
  Notice,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Loaded } from '../shell/loaded.tsx';
import { useFollow } from './queries.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

/** One event's way through the house in words: stored, whose it was, what it changed. */
export function FollowDrawer(props: { eventId: string | null; onClose: () => void }) {
  const text = useTexts(pageTexts);
  const query = useFollow(props.eventId);
  const gone = query.error instanceof ApiError && query.error.code === 'not_found';
  return (
    <Drawer
      opened={props.eventId !== null}
      onClose={props.onClose}
      title={text('followTitle')}
      note={text('followNote')}
    >
      {gone ? (
        <Notice tone="caution">{text('followGone')}</Notice>
      ) : (
        <Loaded query={query} lines={8}>
          {(view) => <Chain view={view} />}
        </Loaded>
      )}
    </Drawer>
  );
}

function Chain({ view }: { view: FollowView }) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { stored, dropped } = view;
  const changed = [...view.orders, ...view.consents].map((one) => one.words[language]);
  return (
    <>
      <ol className={styles.chain}>
        {stored && (
          <Step icon="check" title={text('stepStored')}>
            <p>
              {text('storedFrom', {
                source: stored.source?.name ?? '–',
                when: formats.exact(stored.at),
              })}
            </p>
            <p className={styles.quiet}>
              {text('storedReceived', { when: formats.dateTime(stored.receivedAt) })}
            </p>
          </Step>
        )}
        {dropped && (
          <Step icon="drop" title={text('stepDropped')}>
            <p>{dropped.words[language]}</p>
          </Step>
        )}
        <Step icon="user" title={text('stepIdentity')}>
          {view.identities.length === 0 && <p>{text('nobody')}</p>}
          <ul className={styles.plainList}>
            {view.identities.map(({ kind, value, shared }) => (
              <li key={`${kind}:${value}`}>
                <span className={styles.quiet}>{word(`kind.${kind}`)}</span> {value}
                {shared && <Chip tone="caution">{text('shared')}</Chip>}
              </li>
            ))}
          </ul>
          {view.identityChanges.map(({ id, words }) => (
            <p key={id}>{words[language]}</p>
          ))}
        </Step>
        <Step icon="edit" title={text('stepChanged')}>
          {changed.length + view.changes.length === 0 && <p>{text('nothingChanged')}</p>}
          <ul className={styles.plainList}>
            {changed.map((words) => (
              <li key={words}>{words}</li>
            ))}
            {view.changes.map(({ path, words }) => (
              <li key={path}>{words[language]}</li>
            ))}
          </ul>
        </Step>
      </ol>
      <details className={styles.developers}>
        <summary>
          <Icon name="chevronRight" size={14} className={styles.turn} />
          {text('forDevelopers')}
        </summary>
        <CodeBlock title={view.reference} code={JSON.stringify(stored ?? view, null, 2)} />
      </details>
    </>
  );
}

function Step(props: { icon: IconName; title: string; children: React.ReactNode }) {
  return (
    <li>
      <span className={styles.stepMark}>
        <Icon name={props.icon} size={14} />
      </span>
      <div>
        <h3>{props.title}</h3>
        {props.children}
      </div>
    </li>
  );
}
