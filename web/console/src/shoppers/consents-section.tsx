import type { ConsentFactView, ConsentList } from '@augenblick/contract/api/consent.ts';
import {
  Card,
  Chip,
  EmptyState,
  Icon,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, UnstyledButton } from '@mantine/core';
import { lazy, useState } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { consentName } from './names.ts';
import { useConsents } from './queries.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

const ConsentDialog = lazy(async () => ({
  default: (await import('./consent-dialog.tsx')).ConsentDialog,
}));

const TONES = { granted: 'good', requested: 'caution', withdrawn: 'plain' } as const;
const MARKS = { granted: 'check', requested: 'clock', withdrawn: 'close' } as const;

/** What a shopper allows, and every statement with its proof. */
export function ConsentsSection(props: { profileId: string; onFollow: (eventId: string) => void }) {
  const { profileId, onFollow } = props;
  const text = useTexts(pageTexts);
  const mayWrite = useMay('shopper.write');
  const [recording, setRecording] = useState(false);
  const query = useConsents(profileId);
  const record = mayWrite && (
    <Button
      variant="default"
      leftSection={<Icon name="plus" size={14} />}
      onClick={() => setRecording(true)}
    >
      {text('recordConsent')}
    </Button>
  );
  return (
    <div className={styles.stack}>
      <Card
        title={text('allows')}
        note={text('allowsNote')}
        actions={
          <>
            <ProofButton profileId={profileId} />
            {record}
          </>
        }
      >
        <Loaded query={query}>
          {({ present }) =>
            present.length === 0 ? (
              <EmptyState icon="shield" title={text('noConsents')} text={text('noConsentsText')} />
            ) : (
              <PresentConsents present={present} />
            )
          }
        </Loaded>
      </Card>
      <Card title={text('statements')} note={text('statementsNote')}>
        <Loaded query={query}>
          {({ facts }) =>
            facts.length === 0 ? (
              <p className={styles.quiet}>{text('noStatements')}</p>
            ) : (
              <ol className={styles.statements}>
                {facts.map((fact) => (
                  <Statement
                    key={`${fact.eventId}:${fact.purpose}:${fact.channel}`}
                    fact={fact}
                    onFollow={() => onFollow(fact.eventId)}
                  />
                ))}
              </ol>
            )
          }
        </Loaded>
      </Card>
      <OnDemand wanted={recording}>
        <ConsentDialog
          opened={recording}
          onClose={() => setRecording(false)}
          profileId={profileId}
        />
      </OnDemand>
    </div>
  );
}

function PresentConsents({ present }: { present: ConsentList['present'] }) {
  const word = useTexts(wordTexts);
  return (
    <ul className={styles.consents}>
      {present.map(({ purpose, channel, state, at }) => (
        <li key={`${purpose}:${channel}`}>
          <span>{consentName(word, purpose, channel)}</span>
          <Chip tone={TONES[state]} icon={MARKS[state]}>
            {word(`state.${state}`)}
          </Chip>
          <span className={styles.quiet}>
            <RelativeTime at={at} quiet />
          </span>
        </li>
      ))}
    </ul>
  );
}

function ProofButton({ profileId }: { profileId: string }) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const path = useRetailerPath();
  if (!useMay('shopper.export')) return null;
  return (
    <Button
      component="a"
      variant="default"
      target="_blank"
      rel="noopener"
      leftSection={<Icon name="file" size={14} />}
      href={`${path(`/shoppers/${profileId}/consents/proof`)}?lang=${language}`}
    >
      {text('printProof')}
    </Button>
  );
}

function Statement({ fact, onFollow }: { fact: ConsentFactView; onFollow: () => void }) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  const how = [
    fact.method && methodName(word, fact.method, fact.state),
    fact.place,
    fact.staff && text('byStaff', { name: fact.staff }),
    fact.source?.name,
    fact.ip,
  ];
  return (
    <li>
      <div className={styles.statementHead}>
        <b>{consentName(word, fact.purpose, fact.channel)}</b>
        <Chip tone={TONES[fact.state]} icon={MARKS[fact.state]}>
          {word(`state.${fact.state}`)}
        </Chip>
        <time dateTime={new Date(fact.at).toISOString()}>{formats.exact(fact.at)}</time>
      </div>
      {fact.wording ? (
        <blockquote className={styles.wording}>
          {fact.wording}
          {fact.wordingVersion && (
            <cite>{text('wordingVersion', { version: fact.wordingVersion })}</cite>
          )}
        </blockquote>
      ) : (
        fact.state === 'granted' && <p className={styles.missing}>{text('wordingMissing')}</p>
      )}
      <p className={styles.quiet}>
        {how.filter(Boolean).join(' · ')}{' '}
        <UnstyledButton className={styles.inlineLink} onClick={onFollow}>
          {text('showEvent')}
        </UnstyledButton>
      </p>
    </li>
  );
}

const METHODS = [
  'form',
  'page',
  'banner',
  'link',
  'store',
  'phone',
  'staff',
  'import',
  'api',
  'double_opt_in',
] as const;

/** How it was said; with a double opt-in, a request has only been asked about yet. */
function methodName(
  word: (key: `method.${(typeof METHODS)[number] | 'asked_by_mail'}`) => string,
  method: string,
  state: ConsentFactView['state'],
): string {
  if (method === 'double_opt_in' && state === 'requested') return word('method.asked_by_mail');
  const known = METHODS.find((one) => one === method);
  return known ? word(`method.${known}`) : method;
}
