import type { LiveEvent } from '@augenblick/contract/api/live.ts';
import { Avatar, DataTable, RelativeTime, useFormats, useTexts } from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ActivityMark } from '../event/activity-mark.tsx';
import { SimulatedChip, useEventWords, useShopperName } from '../event/words.tsx';
import { eventTexts } from '../event/texts.ts';
import { useMay } from '../session/session.tsx';
import styles from './live-page.module.css';
import { liveTexts } from './texts.ts';

/** The stream of events as a list that can be searched, filtered and opened. */
export function EventList(props: {
  events: LiveEvent[] | undefined;
  fresh: ReadonlySet<string>;
  openedId: string | null;
  onOpen: (id: string) => void;
  error: string | undefined;
  onRetry: () => void;
  filters: ReactNode;
  filtered: boolean;
  onClearFilters: () => void;
  empty: ReactNode;
}) {
  const text = useTexts(liveTexts);
  const words = useEventWords();
  const columns = useColumns();
  const { events, fresh, openedId, onOpen } = props;
  return (
    <DataTable
      label={text('stream')}
      columns={columns}
      rows={events}
      rowKey={(event) => event.id}
      onOpen={(event) => onOpen(event.id)}
      isNew={(event) => fresh.has(event.id)}
      isSelected={(event) => event.id === openedId}
      error={props.error}
      onRetry={props.onRetry}
      searchText={(event) =>
        [words(event.name), event.name, event.subject, event.shopper?.name, event.source.name].join(
          ' ',
        )
      }
      placeholder={text('search')}
      filters={props.filters}
      filtered={props.filtered}
      onClearFilters={props.onClearFilters}
      empty={props.empty}
      pageSize={50}
    />
  );
}

function useColumns(): Column<LiveEvent>[] {
  const text = useTexts(liveTexts);
  const formats = useFormats();
  return [
    {
      key: 'event',
      header: text('event'),
      clip: true,
      width: '41%',
      cell: (event) => <What event={event} />,
    },
    {
      key: 'shopper',
      header: text('shopper'),
      hide: 'phone',
      width: '20%',
      cell: (event) => <Who event={event} />,
    },
    {
      key: 'source',
      header: text('source'),
      hide: 'tablet',
      width: '19%',
      cell: ({ source }) => (
        <span className={styles.source}>
          <span>{source.name}</span>
          {source.simulated && <SimulatedChip look="mark" />}
        </span>
      ),
    },
    {
      key: 'amount',
      header: text('amount'),
      align: 'end',
      width: '9%',
      hide: 'phone',
      cell: ({ money }) =>
        money && formats.money({ amountMinor: money.minor, currency: money.currency }),
    },
    {
      key: 'when',
      header: text('when'),
      align: 'end',
      width: '11%',
      hide: 'phone',
      cell: (event) => <RelativeTime at={event.receivedAt} quiet />,
    },
  ];
}

/** What happened and to what; on a phone also who, when and whether it is simulated, because the other columns are gone. */
function What({ event }: { event: LiveEvent }) {
  const words = useEventWords();
  const name = useShopperName();
  return (
    <span className={styles.what}>
      <ActivityMark event={event.name} />
      <span className={styles.whatWords}>
        <b>{words(event.name)}</b>
        {event.subject && <span>{event.subject}</span>}
        <span className={styles.onPhone}>
          {event.shopper && name(event.shopper)}
          <RelativeTime at={event.receivedAt} quiet />
          {event.source.simulated && <SimulatedChip />}
        </span>
      </span>
    </span>
  );
}

function Who({ event }: { event: LiveEvent }) {
  const text = useTexts(eventTexts);
  const name = useShopperName();
  const mayOpen = useMay('shopper.read');
  const { shopper } = event;
  if (!shopper) return <span className={styles.nobody}>{text('nobody')}</span>;
  return (
    <span className={styles.who}>
      <Avatar name={shopper.name} size={24} />
      {mayOpen ? <Link to={`/shoppers/${shopper.id}`}>{name(shopper)}</Link> : name(shopper)}
    </span>
  );
}
