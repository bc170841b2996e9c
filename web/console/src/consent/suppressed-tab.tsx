import { errorText } from '@augenblick/api';
import { SUPPRESSION_REASONS } from '@augenblick/contract';
import type { SuppressionRow } from '@augenblick/contract/api/optin.ts';
import type { Column } from '@augenblick/ui/react';
import {
  DataTable,
  Dialog,
  EmptyState,
  Form,
  Icon,
  Quiet,
  RelativeTime,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../session/session.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import styles from './consent.module.css';
import { useLift, useSuppress, useSuppressions } from './queries.ts';
import { consentTexts } from './texts.ts';

/** Addresses that get nothing, and why. An erased person's address is known by its hash alone. */
export function SuppressedTab() {
  const text = useTexts(consentTexts);
  const may = useMay('consent.write');
  const [reason, setReason] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [address, setAddress] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<SuppressionRow | null>(null);
  const all = (): void => {
    setAddress(null);
    setTyped('');
    setReason(null);
  };
  return (
    <div className={styles.stack}>
      <FindForm
        typed={typed}
        onType={setTyped}
        filtered={address !== null}
        onFind={setAddress}
        onAll={all}
        onAdd={may ? () => setAdding(true) : null}
      />
      <Entries
        reason={reason}
        onReason={setReason}
        address={address}
        onAll={all}
        onLift={may ? setLifting : null}
      />
      <Dialog
        opened={adding}
        onClose={() => setAdding(false)}
        title={text('addSuppressed')}
        note={text('addNote')}
      >
        <AddForm onClose={() => setAdding(false)} />
      </Dialog>
      <LiftDialog entry={lifting} onClose={() => setLifting(null)} />
    </div>
  );
}

function FindForm(props: {
  typed: string;
  onType: (typed: string) => void;
  /** Whether one address is shown alone. */
  filtered: boolean;
  onFind: (address: string | null) => void;
  onAll: () => void;
  /** Null for those who may only read. */
  onAdd: (() => void) | null;
}) {
  const text = useTexts(consentTexts);
  const { typed, onType, filtered, onFind, onAll, onAdd } = props;
  return (
    <form
      className={styles.row}
      onSubmit={(event) => {
        event.preventDefault();
        onFind(typed.trim() || null);
      }}
    >
      <TextInput
        aria-label={text('findAddress')}
        placeholder={text('findAddress')}
        w={300}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={typed.trim() === ''}>
        {text('find')}
      </Button>
      {filtered && (
        <Button variant="subtle" onClick={onAll}>
          {text('showAll')}
        </Button>
      )}
      {onAdd && (
        <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={onAdd}>
          {text('addSuppressed')}
        </Button>
      )}
    </form>
  );
}

function Entries(props: {
  reason: string | null;
  onReason: (reason: string | null) => void;
  address: string | null;
  onAll: () => void;
  onLift: ((entry: SuppressionRow) => void) | null;
}) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const { reason, onReason, address, onAll, onLift } = props;
  const query = useSuppressions({ reason, address });
  return (
    <DataTable<SuppressionRow>
      label={text('tabSuppressed')}
      columns={useColumns(onLift)}
      rows={query.data?.pages.flatMap(({ suppressions }) => suppressions)}
      rowKey={({ id }) => id}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      filtered={reason !== null}
      onClearFilters={onAll}
      filters={
        address === null && (
          <Select
            aria-label={text('reason')}
            w={220}
            clearable
            placeholder={text('allReasons')}
            value={reason}
            onChange={onReason}
            data={SUPPRESSION_REASONS.map((value) => ({ value, label: text(`reason.${value}`) }))}
          />
        )
      }
      more={{
        has: query.hasNextPage,
        loading: query.isFetchingNextPage,
        load: () => void query.fetchNextPage(),
      }}
      empty={
        address === null ? (
          <EmptyState
            icon="shield"
            title={text('suppressedEmpty')}
            text={text('suppressedEmptyText')}
          />
        ) : (
          <EmptyState icon="shield" title={text('notListed')} text={text('suppressedEmptyText')} />
        )
      }
    />
  );
}

function LiftDialog({ entry, onClose }: { entry: SuppressionRow | null; onClose: () => void }) {
  const text = useTexts(consentTexts);
  return (
    <SureDialog
      opened={entry !== null}
      onClose={onClose}
      title={text('liftTitle')}
      confirm={text('lift')}
      doing={useLift()}
      what={entry?.id ?? null}
      said={() => text('lifted')}
    >
      <p>{entry?.address ?? text('addressGone')}</p>
      <p>{text('liftText')}</p>
    </SureDialog>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const add = useSuppress();
  const [address, setAddress] = useState('');
  const [note, setNote] = useState('');
  return (
    <Form
      onSubmit={() =>
        add.mutate(
          { address: address.trim(), ...(note.trim() ? { note: note.trim() } : {}) },
          {
            onSuccess: () => {
              toast({ text: text('added'), tone: 'good' });
              onClose();
            },
          },
        )
      }
      onCancel={onClose}
      submit={text('add')}
      pending={add.isPending}
      ready={address.trim().length > 2}
      error={add.error && errorText(add.error, language)}
    >
      <TextInput
        label={text('address')}
        maxLength={200}
        data-autofocus
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label={text('addReason')}
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}

function useColumns(onLift: ((entry: SuppressionRow) => void) | null): Column<SuppressionRow>[] {
  const text = useTexts(consentTexts);
  return [
    {
      key: 'address',
      header: text('address'),
      cell: ({ address }) =>
        address === null ? (
          <Quiet>{text('addressGone')}</Quiet>
        ) : (
          <b className={styles.anywhere}>{address}</b>
        ),
    },
    { key: 'reason', header: text('reason'), cell: ({ reason }) => text(`reason.${reason}`) },
    {
      key: 'note',
      header: text('note'),
      hide: 'tablet',
      cell: ({ note }) => <Quiet>{note ?? '–'}</Quiet>,
    },
    {
      key: 'at',
      header: text('since'),
      hide: 'phone',
      align: 'end',
      width: '150px',
      cell: ({ at }) => <RelativeTime at={at} quiet />,
    },
    ...(onLift
      ? [
          {
            key: 'lift',
            header: '',
            align: 'end' as const,
            width: '140px',
            cell: (entry: SuppressionRow) => (
              <Button size="xs" variant="subtle" onClick={() => onLift(entry)}>
                {text('lift')}
              </Button>
            ),
          },
        ]
      : []),
  ];
}
