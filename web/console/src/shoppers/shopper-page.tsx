import { shortId } from '@augenblick/contract';
import { ApiError } from '@augenblick/api';
import type { ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import {
  Avatar,
  Chip,
  EmptyState,
  HeadName,
  Page,
  RelativeTime,
  Stat,
  StatRow,
  TextSkeleton,
  useFormats,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { FactsCard } from './facts.tsx';
import { SimulatedChip } from '../event/words.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { channelName, storeName } from './names.ts';
import { useShopper } from './queries.ts';
import { ShopperMenu } from './shopper-menu.tsx';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';
import { TimelineSection } from './timeline-section.tsx';

// The story comes first; what stands behind the other tabs is fetched when somebody looks there.
const EventDrawer = lazy(async () => ({
  default: (await import('../event/event-drawer.tsx')).EventDrawer,
}));
const ShopperJourneys = lazy(async () => ({
  default: (await import('../journeys/shopper-journeys.tsx')).ShopperJourneys,
}));
const ShopperMoment = lazy(() => import('../moment/shopper-moment.tsx'));
const OrdersSection = lazy(async () => ({
  default: (await import('./orders-section.tsx')).OrdersSection,
}));
const MessagesSection = lazy(async () => ({
  default: (await import('./messages-section.tsx')).MessagesSection,
}));
const IdentitiesSection = lazy(async () => ({
  default: (await import('./identities-section.tsx')).IdentitiesSection,
}));
const ConsentsSection = lazy(async () => ({
  default: (await import('./consents-section.tsx')).ConsentsSection,
}));

const TABS = ['timeline', 'facts', 'orders', 'messages', 'identities', 'consents'] as const;
type Tab = (typeof TABS)[number];

/** One shopper as a story: who, what they are worth, what happened, what is known and where it comes from. */
export default function ShopperPage() {
  const { profileId = '' } = useParams();
  const text = useTexts(pageTexts);
  const navigate = useNavigate();
  const { search } = useLocation();
  const query = useShopper(profileId);
  const shopper = query.data;
  useEffect(() => {
    // A profile that was merged answers under the id it has now; the address follows.
    if (shopper && shopper.id !== profileId) {
      void navigate(`/shoppers/${shopper.id}${search}`, { replace: true });
    }
  }, [shopper, profileId, navigate, search]);
  const name = shopper && (shopper.displayName ?? text('unknown', { id: shortId(shopper.id) }));
  const gone = query.error instanceof ApiError && query.error.code === 'not_found';
  return (
    <Page
      title={name ?? text('title')}
      headline={gone ? text('gone') : shopper && <Head shopper={shopper} name={name ?? ''} />}
      note={shopper && <Since shopper={shopper} />}
      back={<BackLink to="/shoppers">{text('title')}</BackLink>}
      actions={shopper && <ShopperMenu shopper={shopper} name={name ?? ''} />}
    >
      {gone ? (
        <EmptyState
          icon="shoppers"
          title={text('goneTitle')}
          text={text('goneText')}
          action={
            <Button component={Link} to="/shoppers">
              {text('toList')}
            </Button>
          }
        />
      ) : (
        <Loaded query={query} lines={8}>
          {(loaded) => <Story key={loaded.id} shopper={loaded} name={name ?? ''} />}
        </Loaded>
      )}
    </Page>
  );
}

function Head({ shopper, name }: { shopper: ShopperDetail; name: string }) {
  const text = useTexts(pageTexts);
  return (
    <HeadName
      mark={<Avatar name={shopper.displayName} size={48} />}
      name={name}
      chips={
        <>
          {shopper.identified ? (
            <Chip tone="good" icon="check">
              {text('known')}
            </Chip>
          ) : (
            <Chip icon="user" hint={text('anonymousHint')}>
              {text('anonymous')}
            </Chip>
          )}
          {shopper.simulated && <SimulatedChip look="head" />}
        </>
      }
    />
  );
}

function Since({ shopper }: { shopper: ShopperDetail }) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  const channel = shopper.channels[0];
  return (
    <>
      {text('since', { date: formats.date(shopper.firstSeenAt) })}
      {channel && ` · ${text('mostly', { channel: channelName(word, channel.channel) })}`}
      {` · ${text('events', { count: shopper.events })}`}
    </>
  );
}

function Worth({ shopper }: { shopper: ShopperDetail }) {
  const text = useTexts(pageTexts);
  const formats = useFormats();
  const orders = shopper.worth.reduce((sum, one) => sum + one.orders, 0);
  const items = shopper.worth.reduce((sum, one) => sum + one.items, 0);
  return (
    <StatRow>
      {shopper.worth.length === 0 && (
        <Stat label={text('revenue')} value="–" note={text('nothingBought')} />
      )}
      {shopper.worth.map(({ currency, revenueMinor, refundedMinor, orders: count }) => (
        <Stat
          key={currency}
          label={text('revenue')}
          value={formats.money({ currency, amountMinor: revenueMinor - refundedMinor })}
          note={
            refundedMinor > 0
              ? text('refunded', {
                  amount: formats.money({ currency, amountMinor: refundedMinor }),
                })
              : text('average', {
                  amount: formats.money({
                    currency,
                    amountMinor: Math.round(revenueMinor / Math.max(1, count)),
                  }),
                })
          }
        />
      ))}
      <Stat
        label={text('orders')}
        value={formats.number(orders)}
        note={text('items', { count: items })}
      />
      <Stat
        label={text('lastOrder')}
        value={shopper.lastOrderAt === null ? '–' : <RelativeTime at={shopper.lastOrderAt} />}
        note={
          shopper.firstOrderAt === null
            ? text('noOrderYet')
            : text('firstOrder', { date: formats.date(shopper.firstOrderAt) })
        }
      />
      <Stat
        label={text('lastSeen')}
        value={<RelativeTime at={shopper.lastSeenAt} />}
        note={
          shopper.lastPage?.title ||
          (shopper.lastStore && text('store', { store: storeName(shopper.lastStore.storeId) }))
        }
      />
    </StatRow>
  );
}

function Story({ shopper, name }: { shopper: ShopperDetail; name: string }) {
  const text = useTexts(pageTexts);
  const formats = useFormats();
  const [params, setParams] = useSearchParams();
  const [follow, setFollow] = useState<string | null>(null);
  // Beside the story where there is room, else as a tab of its own: facts below a long story are never seen.
  const beside = useMediaQuery('(min-width: 1080px)', undefined, {
    getInitialValueInEffect: false,
  });
  const asked = TABS.find((tab) => tab === params.get('tab')) ?? 'timeline';
  const tab: Tab = beside && asked === 'facts' ? 'timeline' : asked;
  const setTab = (next: string | null): void =>
    setParams(next === null || next === 'timeline' ? {} : { tab: next }, { replace: true });
  const orders = shopper.worth.reduce((sum, one) => sum + one.orders, 0);
  const facts = <Facts shopper={shopper} onFollow={setFollow} onTab={setTab} />;
  return (
    <>
      <Suspense>
        <ShopperMoment profileId={shopper.id} onEvent={setFollow} />
      </Suspense>
      <Worth shopper={shopper} />
      <div className={styles.columns}>
        <Tabs value={tab} onChange={setTab} keepMounted={false} className={styles.main}>
          <Tabs.List>
            <Tabs.Tab value="timeline">{text('tabTimeline')}</Tabs.Tab>
            {!beside && <Tabs.Tab value="facts">{text('tabFacts')}</Tabs.Tab>}
            <Tabs.Tab value="orders">
              {text('tabOrders')} <Count of={formats.number(orders)} />
            </Tabs.Tab>
            <Tabs.Tab value="messages">{text('tabMessages')}</Tabs.Tab>
            <Tabs.Tab value="identities">
              {text('tabIdentities')} <Count of={formats.number(shopper.identities.length)} />
            </Tabs.Tab>
            <Tabs.Tab value="consents">
              {text('tabConsents')} <Count of={formats.number(shopper.consents.length)} />
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="timeline">
            <TimelineSection profileId={shopper.id} onFollow={setFollow} />
          </Tabs.Panel>
          {!beside && <Tabs.Panel value="facts">{facts}</Tabs.Panel>}
          <Tabs.Panel value="orders">
            <Suspense fallback={<TextSkeleton />}>
              <OrdersSection profileId={shopper.id} onFollow={setFollow} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="messages">
            <Suspense fallback={<TextSkeleton />}>
              <MessagesSection profileId={shopper.id} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="identities">
            <Suspense fallback={<TextSkeleton />}>
              <IdentitiesSection shopper={shopper} name={name} onFollow={setFollow} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="consents">
            <Suspense fallback={<TextSkeleton />}>
              <ConsentsSection profileId={shopper.id} onFollow={setFollow} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
        {beside && <aside aria-label={text('tabFacts')}>{facts}</aside>}
      </div>
      <OnDemand wanted={follow !== null}>
        <EventDrawer eventId={follow} onClose={() => setFollow(null)} />
      </OnDemand>
    </>
  );
}

/** What is known of them, and the journeys they are on. */
function Facts(props: Parameters<typeof FactsCard>[0]) {
  return (
    <div className={styles.facts}>
      <Suspense>
        <ShopperJourneys profileId={props.shopper.id} />
      </Suspense>
      <FactsCard {...props} />
    </div>
  );
}

function Count({ of }: { of: string }) {
  return <span className={styles.count}>{of}</span>;
}
