import { errorText } from '@augenblick/api';
import type { Offer } from '@augenblick/contract';
import type { CodeView, RevokeCodes } from '@augenblick/contract/api/offer.ts';
import {
  Card,
  Chip,
  DataTable,
  EmptyState,
  Icon,
  Named,
  Quiet,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { lazy, useState } from 'react';
import type { ReactNode } from 'react';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import styles from './offers.module.css';
import { useCodes, useRevokeCodes } from './queries.ts';
import { codeTexts } from './texts-codes.ts';

// As types only: the schemas of the API would cost every visitor 25 kB.
const CODE_STATES = [
  'free',
  'held',
  'used',
  'expired',
  'revoked',
] as const satisfies readonly CodeView['state'][];

const MakeCodes = lazy(async () => ({ default: (await import('./make-codes.tsx')).MakeCodes }));

/** Which codes are to be revoked, and how that is said. */
interface Asking {
  which: RevokeCodes;
  words: string;
}

/** The single codes of an offer: lists of them, those given to shoppers, what became of each. */
export function CodesTab({ offer }: { offer: Offer }) {
  const text = useTexts(codeTexts);
  if (offer.codes !== 'single') {
    const { publicCode } = offer;
    return (
      <Card>
        <EmptyState
          icon="tag"
          title={text('notSingle')}
          text={
            offer.codes === 'public'
              ? text('notSinglePublic', { code: publicCode ?? '–' })
              : text('notSingleNone')
          }
        />
      </Card>
    );
  }
  return <SingleCodes offer={offer} />;
}

function SingleCodes({ offer }: { offer: Offer }) {
  const text = useTexts(codeTexts);
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const may = useMay('offer.write');
  const make = may && offer.status !== 'ended' && (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
      {text('make')}
    </Button>
  );
  const revokeAll = (): void => setAsking({ which: { all: true }, words: text('revokeAllText') });
  return (
    <div className={styles.stack}>
      <div className={styles.intro}>
        <p>{text('intro')}</p>
        {may && (
          <Button variant="default" onClick={revokeAll}>
            {text('revokeAll')}
          </Button>
        )}
        {make}
      </div>
      <CodeTable offerId={offer.id} make={make} onAsk={may ? setAsking : null} />
      <OnDemand wanted={making}>
        <MakeCodes offer={offer} opened={making} onClose={() => setMaking(false)} />
      </OnDemand>
      <RevokeDialog offerId={offer.id} asking={asking} onClose={() => setAsking(null)} />
    </div>
  );
}

function CodeTable(props: {
  offerId: string;
  make: ReactNode;
  onAsk: ((asking: Asking) => void) | null;
}) {
  const { offerId, make, onAsk } = props;
  const text = useTexts(codeTexts);
  const [language] = useLanguage();
  const [state, setState] = useState<string | null>(null);
  const query = useCodes(offerId, state);
  const pages = query.data?.pages;
  const counts = pages?.[0]?.counts;
  return (
    <DataTable<CodeView>
      label={text('code')}
      columns={useColumns(onAsk)}
      rows={pages?.flatMap(({ codes }) => codes)}
      rowKey={({ id }) => id}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      more={{
        has: query.hasNextPage,
        loading: query.isFetchingNextPage,
        load: () => void query.fetchNextPage(),
      }}
      filtered={state !== null}
      onClearFilters={() => setState(null)}
      filters={
        <Select
          aria-label={text('any')}
          placeholder={text('any')}
          clearable
          value={state}
          data={CODE_STATES.map((value) => ({
            value,
            label: `${text(`state.${value}`)} (${counts?.[value] ?? 0})`,
          }))}
          onChange={setState}
        />
      }
      empty={
        <EmptyState icon="tag" title={text('emptyTitle')} text={text('emptyText')} action={make} />
      }
    />
  );
}

const TONES = {
  free: 'good',
  held: 'accent',
  used: 'plain',
  expired: 'caution',
  revoked: 'caution',
} as const;

function useColumns(onAsk: ((asking: Asking) => void) | null): Column<CodeView>[] {
  const text = useTexts(codeTexts);
  const formats = useFormats();
  const from = ({ batch, shopper }: CodeView): string => {
    if (shopper !== null) return text('forShopper', { name: shopper.name ?? text('unknown') });
    if (batch === null) return text('campaign');
    return batch.note === '' ? text('listPlain') : text('list', { note: batch.note });
  };
  const columns: Column<CodeView>[] = [
    {
      key: 'code',
      header: text('code'),
      cell: (code) => <Named title={<code>{code.hint}</code>} note={from(code)} />,
    },
    {
      key: 'state',
      header: text('state'),
      width: '130px',
      cell: ({ state }) => <Chip tone={TONES[state]}>{text(`state.${state}`)}</Chip>,
    },
    {
      key: 'created',
      header: text('created'),
      hide: 'phone',
      width: '150px',
      cell: ({ createdAt }) => <RelativeTime at={createdAt} quiet />,
    },
    {
      key: 'expiry',
      header: text('expiry'),
      hide: 'tablet',
      width: '170px',
      cell: ({ expiresAt }) => (
        <Quiet>{expiresAt === null ? text('none') : formats.dateTime(expiresAt)}</Quiet>
      ),
    },
    {
      key: 'used',
      header: text('usedAt'),
      hide: 'phone',
      width: '150px',
      cell: ({ usedAt }) =>
        usedAt === null ? <Quiet>–</Quiet> : <RelativeTime at={usedAt} quiet />,
    },
  ];
  if (onAsk === null) return columns;
  return [
    ...columns,
    {
      key: 'more',
      header: '',
      align: 'end',
      width: '56px',
      cell: (code) => <CodeMenu code={code} onAsk={onAsk} />,
    },
  ];
}

function CodeMenu({ code, onAsk }: { code: CodeView; onAsk: (asking: Asking) => void }) {
  const text = useTexts(codeTexts);
  const { id, hint, state, batch } = code;
  if (state !== 'free' && state !== 'held') return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={text('more', { hint })}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => onAsk({ which: { ids: [id] }, words: text('revokeOneText', { hint }) })}
        >
          {text('revoke')}
        </Menu.Item>
        {batch && (
          <Menu.Item
            onClick={() => onAsk({ which: { batchId: batch.id }, words: text('revokeListText') })}
          >
            {text('revokeList')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function RevokeDialog(props: { offerId: string; asking: Asking | null; onClose: () => void }) {
  const { offerId, asking, onClose } = props;
  const text = useTexts(codeTexts);
  return (
    <SureDialog
      opened={asking !== null}
      onClose={onClose}
      title={text('revokeTitle')}
      confirm={text('revokeNow')}
      doing={useRevokeCodes(offerId)}
      what={asking?.which ?? null}
      said={({ revoked }) => text('revoked', { count: revoked })}
    >
      <p>{asking?.words}</p>
    </SureDialog>
  );
}
