import { identityText, isSignup } from '@augenblick/contract';
import type { IdentityKind } from '@augenblick/contract';
import type { TimelineEntry } from '@augenblick/contract/api/shopper.ts';
import { MOMENTS } from '@augenblick/ui';
import {
  Card,
  EmptyState,
  MomentMark,
  Timeline,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Loaded } from '../shell/loaded.tsx';
import { storeName } from './names.ts';
import { useTimeline } from './queries.ts';
import { iconOf, sentence } from './sentence.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { timelineTexts } from './texts-timeline.ts';
import { wordTexts } from './texts-words.ts';

const KINDS = ['all', 'moment', 'event', 'order', 'decision', 'identity', 'consent'] as const;
/** Under "Moments" stands also what stood out. */
const TYPES = { moment: 'moment,signal' } as const;

/** Everything that happened, as one list of sentences by day. */
export function TimelineSection(props: { profileId: string; onFollow: (eventId: string) => void }) {
  const { profileId, onFollow } = props;
  const text = useTexts(pageTexts);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('all');
  const query = useTimeline(
    profileId,
    kind === 'all' ? undefined : kind === 'moment' ? TYPES.moment : kind,
  );
  const words = useEntryWords();
  return (
    <Card>
      <div className={styles.filterRow}>
        <SegmentedControl
          size="xs"
          aria-label={text('timelineFilter')}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'all')}
          data={KINDS.map((value) => ({ value, label: text(`kind.${value}`) }))}
        />
      </div>
      <Loaded query={query} lines={8}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (entries.length === 0) {
            return (
              <EmptyState icon="history" title={text('noEntries')} text={text('noEntriesText')} />
            );
          }
          return (
            <Timeline
              label={text('tabTimeline')}
              entries={entries.map((entry) => ({
                id: entry.key,
                at: entry.at,
                icon: iconOf(entry),
                ...markOf(entry),
                ...words(entry),
                ...(entry.eventId === null ? {} : { onOpen: () => onFollow(entry.eventId ?? '') }),
              }))}
            />
          );
        }}
      </Loaded>
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
    </Card>
  );
}

/** A moment keeps its own shape and colour wherever it is shown. */
function markOf(entry: TimelineEntry) {
  const moment = MOMENTS.find((kind) => entry.phrase.key === `moment.${kind}`);
  return moment ? { mark: <MomentMark moment={moment} size={15} /> } : {};
}

/** What somebody was recognised by, as a person reads it. */
function identityValue({ kind, value }: TimelineEntry['phrase']['values']): string | null {
  if (value == null) return null;
  const identity = { kind: String(kind) as IdentityKind, value: String(value) };
  // The number of a sign-up says nothing to anybody; the sentence names it already.
  return isSignup(identity) ? null : identityText(identity);
}

/** Title and quieter line of an entry. */
function useEntryWords(): (entry: TimelineEntry) => { title: string; note: string } {
  const text = useTexts(timelineTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  return (entry) => {
    const { phrase, amount, source, told } = entry;
    if (entry.type === 'signal' && told)
      return { title: told.title[language], note: told.words[language] };
    if (entry.type === 'moment' && told) {
      const { lastedMs, subject } = phrase.values;
      const time = formats.duration(Math.max(1000, Number(lastedMs)));
      const lasted = lastedMs === null ? text('momentNow') : text('momentLasted', { time });
      const values = { ...phrase.values, subject: subject === '' ? null : (subject ?? null) };
      const note = [lasted, told.words[language]].filter((part) => part !== '').join(' · ');
      return { title: sentence({ ...phrase, values }, text, word), note };
    }
    // What an order was worth belongs into its sentence; a return is named without its sign.
    const inSentence = phrase.key === 'order.sale' || phrase.key === 'order.return';
    const values = {
      ...phrase.values,
      amount: amount && formats.money({ ...amount, amountMinor: Math.abs(amount.amountMinor) }),
    };
    const about = [
      inSentence ? null : amount && formats.money(amount),
      ...detailsOf(entry).map((detail) => detail(values)),
      source?.name,
      source?.simulated && text('simulated'),
    ];
    return {
      title: sentence({ ...phrase, values }, text, word),
      note: about.filter((part) => typeof part === 'string' && part !== '').join(' · '),
    };
  };

  function detailsOf(
    entry: TimelineEntry,
  ): ((values: TimelineEntry['phrase']['values']) => string | null)[] {
    if (entry.type === 'identity') return [identityValue];
    if (entry.type === 'consent') {
      return [
        ({ wordingVersion }) =>
          wordingVersion ? text('textVersion', { version: wordingVersion }) : null,
        ({ place }) => (place ? String(place) : null),
      ];
    }
    return [
      ({ orderId }) =>
        orderId && entry.type === 'order' ? text('orderNumber', { id: orderId }) : null,
      ({ store }) =>
        store && entry.phrase.key !== 'event.store'
          ? text('storeName', { store: storeName(String(store)) })
          : null,
      ({ status }) =>
        status && status !== 'completed' ? word(`order.${status as 'cancelled'}`) : null,
      ({ refundedMinor }) =>
        refundedMinor && entry.amount && entry.phrase.key === 'order.sale'
          ? text('refunded', {
              amount: formats.money({ ...entry.amount, amountMinor: Number(refundedMinor) }),
            })
          : null,
      ({ products }) => (products ? text('products', { count: products }) : null),
      ({ results }) =>
        results === null || results === undefined ? null : text('results', { count: results }),
      ({ category }) => (category ? String(category) : null),
    ];
  }
}
