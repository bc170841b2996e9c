import type {
  BroadcastOne,
  BroadcastRecipients,
  RecipientResult,
} from '@augenblick/contract/api/broadcast.ts';
import { CHANNEL_WORDS, isChannel } from '@augenblick/contract';
import {
  Card,
  Chip,
  Quiet,
  RelativeTime,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import styles from './broadcasts.module.css';
import { useRecipients } from './queries.ts';
import { resultTexts } from './texts-results.ts';

const RESULTS: readonly RecipientResult[] = [
  'sent',
  'leftOut',
  'failed',
  'unknown',
  'queued',
  'waiting',
  'takenBack',
];

/** Everyone in the audience with what became of them and why; for those who may see shoppers. */
export function RecipientsCard({ one }: { one: BroadcastOne }) {
  const may = useMay('shopper.read');
  return may ? <Recipients one={one} /> : null;
}

function Recipients({ one: { broadcast } }: { one: BroadcastOne }) {
  const text = useTexts(resultTexts);
  const [result, setResult] = useState<RecipientResult | null>(null);
  const query = useRecipients(broadcast.id, { result, reason: null });
  const people = query.data?.pages.flatMap(({ recipients }) => recipients);
  return (
    <Card
      title={text('recipients')}
      note={text('recipientsNote')}
      actions={
        <Select
          aria-label={text('filterResult')}
          placeholder={text('filterResult')}
          clearable
          value={result}
          data={RESULTS.map((value) => ({ value, label: text(`result.${value}`) }))}
          onChange={(value) => setResult(RESULTS.find((one) => one === value) ?? null)}
        />
      }
    >
      {people === undefined ? (
        <TextSkeleton lines={5} />
      ) : people.length === 0 ? (
        <Quiet>{text('nobody')}</Quiet>
      ) : (
        <ul className={styles.people}>
          {people.map((person) => (
            <Person
              key={person.profileId}
              person={person}
              wording={broadcast.variants.length > 1 ? broadcast.variants : []}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text('loadMore')}
        </Button>
      )}
    </Card>
  );
}

function Person(props: {
  person: BroadcastRecipients['recipients'][number];
  wording: readonly { id: string; name: string }[];
}) {
  const { person, wording } = props;
  const text = useTexts(resultTexts);
  const [language] = useLanguage();
  const { profileId, name, result, words, channel, at, variantId } = person;
  const shown = channel !== null && isChannel(channel) ? CHANNEL_WORDS[channel][language] : null;
  const variant = wording.find(({ id }) => id === variantId)?.name;
  return (
    <li>
      <span className={styles.person}>
        <Link to={`/shoppers/${profileId}`}>
          {name ?? text('unknownShopper', { id: profileId.slice(-6) })}
        </Link>
        <Quiet>
          {text(`result.${result}`)}
          {words && result !== 'sent' && `, ${text('because', { words: words[language] })}`}
          {result === 'sent' && shown && ` · ${shown}`}
          {variant && ` · ${variant}`}
        </Quiet>
      </span>
      <span className={styles.row}>
        {person.clicked ? (
          <Chip tone="good">{text('didClick')}</Chip>
        ) : (
          person.opened && <Chip>{text('didOpen')}</Chip>
        )}
        {at !== null && <RelativeTime at={at} quiet />}
      </span>
    </li>
  );
}
