import { CHANNEL_WORDS } from '@augenblick/contract';
import { Page, TextSkeleton, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { useChannels } from '../channels/queries.ts';
import tabs from '../shell/tabs.module.css';
import styles from './messages.module.css';
import { useCaughtTotal } from './queries.ts';
import { messageTexts } from './texts.ts';

const BroadcastsTab = lazy(async () => ({
  default: (await import('../broadcasts/broadcasts-tab.tsx')).BroadcastsTab,
}));
const TemplatesTab = lazy(async () => ({
  default: (await import('../templates/templates-tab.tsx')).TemplatesTab,
}));
const InboxTab = lazy(async () => ({ default: (await import('./inbox-tab.tsx')).InboxTab }));
const ChannelsTab = lazy(async () => ({
  default: (await import('../channels/channels-tab.tsx')).ChannelsTab,
}));
const DeliverabilityTab = lazy(async () => ({
  default: (await import('../channels/deliverability-tab.tsx')).DeliverabilityTab,
}));

const TABS = ['broadcasts', 'templates', 'inbox', 'channels', 'deliverability'] as const;
const NAMES = {
  broadcasts: 'tabBroadcasts',
  templates: 'tabTemplates',
  inbox: 'tabInbox',
  channels: 'tabChannels',
  deliverability: 'tabDeliverability',
} as const;

/** Everything about speaking to shoppers: what is said, through what, and whether it arrives. */
export default function MessagesPage() {
  const text = useTexts(messageTexts);
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get('tab')) ?? TABS[0];
  const open = (next: string | null): void =>
    setParams(next === null || next === TABS[0] ? {} : { tab: next });
  return (
    <Page title={text('title')} headline={<Headline />}>
      <Tabs value={tab} onChange={open} keepMounted={false} className={tabs.tabs}>
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {text(NAMES[name])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Suspense fallback={<TextSkeleton lines={6} />}>
          <Tabs.Panel value="broadcasts">
            <BroadcastsTab />
          </Tabs.Panel>
          <Tabs.Panel value="templates" className={styles.stack}>
            <TemplatesTab />
          </Tabs.Panel>
          <Tabs.Panel value="inbox">
            <InboxTab />
          </Tabs.Panel>
          <Tabs.Panel value="channels">
            <ChannelsTab />
          </Tabs.Panel>
          <Tabs.Panel value="deliverability" className={styles.stack}>
            <DeliverabilityTab />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </Page>
  );
}

/** Which channels speak for real; until one does, that nothing leaves the house. */
function Headline() {
  const text = useTexts(messageTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const channels = useChannels().data?.channels;
  const caught = useCaughtTotal().data;
  if (!channels) return text('headlineNone');
  const mail = channels.find(({ channel }) => channel === 'mail');
  if (mail?.mode !== 'catcher') {
    // Inbox, hints and webhooks are always ours; what counts is what reaches people elsewhere.
    const live = channels.filter(({ mode, modes }) => mode === 'live' && modes.includes('catcher'));
    if (live.length === 0) return text('headlineNone');
    const names = live.map(({ channel }) => CHANNEL_WORDS[channel][language]);
    return text('headlineLive', { channels: list(names, language) });
  }
  const [before, after] = text('headlineCatcher', { count: caught ?? 0 }).split('§');
  if (after === undefined) return before;
  return (
    <>
      {before}
      <b>{formats.number(caught ?? 0)}</b>
      {after}
    </>
  );
}

function list(names: string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
