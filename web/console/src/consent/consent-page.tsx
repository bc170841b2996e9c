import { Icon, Page, TextSkeleton, useFormats, useTexts } from '@augenblick/ui/react';
import { Button, Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import tabs from '../shell/tabs.module.css';
import { OverviewTab } from './overview-tab.tsx';
import { useOverview } from './queries.ts';
import { consentTexts } from './texts.ts';

const SignupsTab = lazy(async () => ({ default: (await import('./signups-tab.tsx')).SignupsTab }));
const FormsTab = lazy(async () => ({ default: (await import('./forms-tab.tsx')).FormsTab }));
const WordingsTab = lazy(async () => ({
  default: (await import('./wordings-tab.tsx')).WordingsTab,
}));
const SuppressedTab = lazy(async () => ({
  default: (await import('./suppressed-tab.tsx')).SuppressedTab,
}));
const RequestsTab = lazy(async () => ({
  default: (await import('./requests-tab.tsx')).RequestsTab,
}));
const SettingsTab = lazy(async () => ({
  default: (await import('./settings-tab.tsx')).SettingsTab,
}));
const TakeDialog = lazy(async () => ({ default: (await import('./take-dialog.tsx')).TakeDialog }));

const TABS = {
  overview: { words: 'tabOverview', View: OverviewTab },
  signups: { words: 'tabSignups', View: SignupsTab },
  forms: { words: 'tabForms', View: FormsTab },
  wordings: { words: 'tabWordings', View: WordingsTab },
  suppressed: { words: 'tabSuppressed', View: SuppressedTab },
  requests: { words: 'tabRequests', View: RequestsTab },
  settings: { words: 'tabSettings', View: SettingsTab },
} as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];

/** Who agreed to what, how it is proven, and who wants to hear nothing. */
export default function ConsentPage() {
  const text = useTexts(consentTexts);
  const [params, setParams] = useSearchParams();
  const may = useMay('consent.write');
  const overview = useOverview();
  const tab = NAMES.find((one) => one === params.get('tab')) ?? 'overview';
  const taking = params.has('take') && may;
  const take = (on: boolean): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (on) next.set('take', '1');
        else next.delete('take');
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={text('title')}
      headline={overview.data ? <Headline /> : overview.error ? text('title') : undefined}
      note={text('headlineNote')}
      actions={
        may && (
          <>
            <Button variant="default" onClick={() => take(true)}>
              {text('takeSignup')}
            </Button>
            <Button
              component={Link}
              to="/consent/forms/new"
              leftSection={<Icon name="plus" size={14} />}
            >
              {text('newForm')}
            </Button>
          </>
        )
      }
    >
      <Tabs
        value={tab}
        onChange={(next) => setParams(next === null || next === 'overview' ? {} : { tab: next })}
        keepMounted={false}
        className={tabs.tabs}
      >
        <Tabs.List>
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {text(TABS[name].words)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {NAMES.map((name) => {
          const { View } = TABS[name];
          return (
            <Tabs.Panel key={name} value={name}>
              <Suspense fallback={<TextSkeleton />}>
                <View />
              </Suspense>
            </Tabs.Panel>
          );
        })}
      </Tabs>
      <OnDemand wanted={taking}>
        <TakeDialog opened={taking} onClose={() => take(false)} />
      </OnDemand>
    </Page>
  );
}

function Headline() {
  const text = useTexts(consentTexts);
  const formats = useFormats();
  const { data } = useOverview();
  const count = Math.max(0, ...(data?.granted ?? []).map(({ shoppers }) => shoppers));
  if (count === 0) return text('headlineNone');
  const waiting = formats.number(data?.waiting ?? 0);
  const [before, , after] = text('headline', { count: '', waiting }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(count)}</b>
      {after}
    </>
  );
}
