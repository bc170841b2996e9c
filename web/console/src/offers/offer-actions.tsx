import { errorText } from '@augenblick/api';
import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import { ConfirmDialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { PublishedActions } from '../published/published-actions.tsx';
import { useMay } from '../session/session.tsx';
import { useDeleteOffer, useOfferStep } from './queries.ts';
import { offerTexts } from './texts.ts';

/** What can be done with an offer: edit, pause with a way back, copy, end. */
export function OfferActions({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const may = useMay('offer.write');
  const step = useOfferStep();
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  if (!may) return null;
  return (
    <>
      <PublishedActions
        thing={one.offer}
        text={text}
        at="/offers"
        step={step}
        idOf={(made) => made.offer.id}
        onAsk={setAsking}
      />
      {(['end', 'delete'] as const).map((what) => (
        <AskDialog
          key={what}
          what={what}
          one={one}
          opened={asking === what}
          onClose={() => setAsking(null)}
        />
      ))}
    </>
  );
}

/** Asks before what cannot be taken back. */
function AskDialog(props: {
  what: 'end' | 'delete';
  one: OfferOne;
  opened: boolean;
  onClose: () => void;
}) {
  const { what, one, opened, onClose } = props;
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useOfferStep();
  const remove = useDeleteOffer();
  const { id, name } = one.offer;
  const doing = what === 'end' ? step : remove;
  const done = (): void => {
    toast({ text: text(what === 'end' ? 'ended' : 'deleted', { name }), tone: 'good' });
    onClose();
    if (what === 'delete') void navigate('/offers');
  };
  const send = (): void =>
    what === 'end'
      ? step.mutate({ id, step: 'end' }, { onSuccess: done })
      : remove.mutate(id, { onSuccess: done });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text(`${what}Title`, { name })}
      confirm={text(what)}
      {...(what === 'end' ? { dismiss: text('endNot') } : {})}
      onConfirm={send}
      pending={doing.isPending}
      error={doing.error && errorText(doing.error, language)}
    >
      <p>{text(`${what}Text`)}</p>
    </ConfirmDialog>
  );
}
