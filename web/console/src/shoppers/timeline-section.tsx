import type { TimelineEntry } from '@augenblick/contract/api/shopper.ts';
import { Card, EmptyState, Timeline, useFormats, useTexts } from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Loaded } from '../shell/loaded.tsx';
import { useTimeline } from './queries.ts';
import { iconOf, sentence } from './sentence.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { timelineTexts } from './texts-timeline.ts';
import { wordTexts } from './texts-words.ts';

const KINDS = ['all', 'event', 'order', 'identity', 'consent'] as const;

/** Everything that happened, as one list of sentences by day. */
export function TimelineSection(props: { profileId: string; onFollow: (eventId: string) => void }) {
  const { profileId, onFollow } = props;
  const text = useTexts(pageTexts);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('all');
  const query = useTimeline(profileId, kind === 'all' ? undefined : kind);
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

/** Title and quieter line of an entry. */
function useEntryWords(): (entry: TimelineEntry) => { title: string; note: string } {
  const text = useTexts(timelineTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  return (entry) => {
    const { phrase, amount, source } = entry;
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
    if (entry.type === 'identity') return [({ value }) => (value == null ? null : String(value))];
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
        store && entry.phrase.key !== 'event.store' ? text('storeName', { store }) : null,
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
