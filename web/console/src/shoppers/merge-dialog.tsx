import { shortId } from '@augenblick/contract';
import { api, errorText } from '@augenblick/api';
import type { ShopperDetail, ShopperRow } from '@augenblick/contract/api/shopper.ts';
import {
  Avatar,
  Dialog,
  Fields,
  Icon,
  Notice,
  RelativeTime,
  SearchBox,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRetailerPath } from '../session/session.tsx';
import { useMerge, useShopper, useShopperList, useUnmerge } from './queries.ts';
import { ReasonForm } from './reason-form.tsx';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

interface MergeProps {
  opened: boolean;
  onClose: () => void;
  shopper: ShopperDetail;
  name: string;
}

/** Joins another shopper with this one: find them, say why. */
export function MergeDialog(props: MergeProps) {
  const text = useTexts(pageTexts);
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={text('mergeTitle', { name: props.name })}
      note={text('mergeText')}
    >
      <MergeForm {...props} />
    </Dialog>
  );
}

function MergeForm({ onClose, shopper, name }: MergeProps) {
  const text = useTexts(pageTexts);
  const [other, setOther] = useState<ShopperRow | null>(null);
  const { merge, error, pending } = useMergeWithUndo(shopper, other);
  const label = (row: ShopperRow): string =>
    row.displayName ?? text('unknown', { id: shortId(row.id) });
  if (!other) return <Finder exceptId={shopper.id} onChoose={setOther} />;
  return (
    <ReasonForm
      example={text('mergeReasonExample')}
      submit={text('mergeNow')}
      pending={pending}
      error={error}
      onCancel={onClose}
      onSubmit={(reason) =>
        void merge(other, label(other), reason).then((done) => done && onClose())
      }
    >
      <div className={styles.pair}>
        <Avatar name={shopper.displayName} />
        <b>{name}</b>
        <Icon name="merge" />
        <Avatar name={other.displayName} />
        <b>{label(other)}</b>
        <Button size="xs" variant="subtle" onClick={() => setOther(null)}>
          {text('chooseOther')}
        </Button>
      </div>
      <p>{text('mergeExplains')}</p>
    </ReasonForm>
  );
}

/**
 * Joining, with a way back. One identifier can be taken out again exactly; where both had several, the way back is the
 * list of identifiers, and the note says so.
 */
function useMergeWithUndo(shopper: ShopperDetail, chosen: ShopperRow | null) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const path = useRetailerPath();
  const merging = useMerge();
  const parting = useUnmerge();
  const other = useShopper(chosen?.id ?? '', chosen !== null).data;
  const merge = async (row: ShopperRow, name: string, reason: string): Promise<boolean> => {
    const identities = other?.identities ?? [];
    try {
      const { id } = await merging.mutateAsync({
        profileId: shopper.id,
        otherProfileId: row.id,
        reason,
      });
      // Two people with a customer number each stay two: the number allows one person only.
      const after = await api.get<ShopperDetail>(path(`/shoppers/${row.id}`));
      if (after.id !== id) {
        toast({ text: text('mergedPartly', { name }), tone: 'bad' });
        return true;
      }
      const single = [shopper.identities, identities].find((list) => list.length === 1)?.[0];
      const undo = async (): Promise<void> => {
        if (!single) return;
        const { kind, value } = single;
        try {
          await parting.mutateAsync({ profileId: id, kind, value, reason: text('undoReason') });
        } catch (error) {
          toast({ text: errorText(error, language), tone: 'bad' });
        }
      };
      toast({
        text: text(single ? 'merged' : 'mergedNoUndo', { name }),
        tone: 'good',
        ...(single ? { undo } : {}),
      });
      return true;
    } catch {
      // The mutation keeps the error and the form shows it.
      return false;
    }
  };
  return { merge, error: merging.error, pending: merging.isPending };
}

function Finder(props: { exceptId: string; onChoose: (row: ShopperRow) => void }) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const [language] = useLanguage();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 220);
  const list = useShopperList({ q: query || undefined });
  const rows = list.data?.pages[0]?.items.filter((row) => row.id !== props.exceptId).slice(0, 8);
  return (
    <Fields>
      <SearchBox value={typed} onChange={setTyped} placeholder={text('findOther')} />
      {list.error && <Notice tone="bad">{errorText(list.error, language)}</Notice>}
      {!rows && !list.error && <TextSkeleton />}
      {rows?.length === 0 && <p className={styles.quiet}>{text('findNone')}</p>}
      <ul className={styles.found}>
        {rows?.map((row) => (
          <li key={row.id}>
            <UnstyledButton onClick={() => props.onChoose(row)}>
              <Avatar name={row.displayName} />
              <span className={styles.foundWords}>
                <b>{row.displayName ?? text('unknown', { id: shortId(row.id) })}</b>
                <span className={styles.quiet}>
                  {row.hit ? `${word(`kind.${row.hit.kind}`)} ${row.hit.value}` : row.email}
                </span>
              </span>
              <RelativeTime at={row.lastSeenAt} quiet />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Fields>
  );
}
