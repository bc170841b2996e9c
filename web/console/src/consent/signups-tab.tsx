import { errorText } from '@augenblick/api';
import { OPTIN_STATES } from '@augenblick/contract';
import type { SignupRow } from '@augenblick/contract/api/optin.ts';
import type { Column } from '@augenblick/ui/react';
import {
  DataTable,
  EmptyState,
  Quiet,
  RelativeTime,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import { lazy, useState } from 'react';
import { useSearchParams } from 'react-router';
import { OnDemand } from '../shell/on-demand.tsx';
import { useSignups } from './queries.ts';
import { StateChip } from './state-chip.tsx';
import { consentTexts } from './texts.ts';

const SignupDrawer = lazy(async () => ({
  default: (await import('./signup-drawer.tsx')).SignupDrawer,
}));

/** Everybody who signed up, waiting or confirmed; one opens with its whole proof. */
export function SignupsTab() {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<string | null>(null);
  const query = useSignups({ state, search });
  const shown = params.get('open');
  const open = (id: string | null): void =>
    setParams(id === null ? { tab: 'signups' } : { tab: 'signups', open: id }, { replace: true });
  const clear = (): void => {
    setSearch('');
    setState(null);
  };
  return (
    <>
      <DataTable<SignupRow>
        label={text('tabSignups')}
        columns={useColumns()}
        rows={query.data?.pages.flatMap(({ signups }) => signups)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        isSelected={({ id }) => id === shown}
        error={query.error ? errorText(query.error, language) : undefined}
        onRetry={() => void query.refetch()}
        query={search}
        onQuery={setSearch}
        placeholder={text('searchSignups')}
        filtered={state !== null || search !== ''}
        onClearFilters={clear}
        filters={
          <Select
            aria-label={text('state')}
            w={190}
            clearable
            placeholder={text('allStates')}
            value={state}
            onChange={setState}
            data={OPTIN_STATES.map((value) => ({ value, label: text(`state.${value}`) }))}
          />
        }
        more={{
          has: query.hasNextPage,
          loading: query.isFetchingNextPage,
          load: () => void query.fetchNextPage(),
        }}
        empty={
          <EmptyState icon="mail" title={text('signupsEmpty')} text={text('signupsEmptyText')} />
        }
      />
      <OnDemand wanted={shown !== null}>
        <SignupDrawer signupId={shown} onClose={() => open(null)} />
      </OnDemand>
    </>
  );
}

function useColumns(): Column<SignupRow>[] {
  const text = useTexts(consentTexts);
  return [
    { key: 'email', header: text('email'), cell: ({ email }) => <b>{email}</b> },
    {
      key: 'state',
      header: text('state'),
      width: '170px',
      cell: ({ state }) => <StateChip state={state} />,
    },
    {
      key: 'from',
      header: text('from'),
      hide: 'phone',
      cell: ({ form, store, staff }) => (
        <Quiet>{form?.name ?? [text('counter'), store ?? staff].filter(Boolean).join(', ')}</Quiet>
      ),
    },
    {
      key: 'mail',
      header: text('mail'),
      hide: 'tablet',
      width: '150px',
      cell: ({ mail }) => <Quiet>{text(`mail.${mail}`)}</Quiet>,
    },
    {
      key: 'at',
      header: text('requested'),
      align: 'end',
      width: '150px',
      hide: 'phone',
      cell: ({ requestedAt }) => <RelativeTime at={requestedAt} quiet />,
    },
  ];
}
