import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import { useTexts } from '@augenblick/ui/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { PublishedActions } from '../published/published-actions.tsx';
import { useMay } from '../session/session.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { useDeleteOffer, useOfferStep } from './queries.ts';
import { offerTexts } from './texts.ts';

/** What can be done with an offer: edit, pause with a way back, copy, end. */
export function OfferActions({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const may = useMay('offer.write');
  const step = useOfferStep();
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  const remove = useDeleteOffer();
  const navigate = useNavigate();
  if (!may) return null;
  const close = (): void => setAsking(null);
  const { id, name } = one.offer;
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
      <SureDialog
        opened={asking === 'end'}
        onClose={close}
        title={text('endTitle', { name })}
        confirm={text('end')}
        dismiss={text('endNot')}
        doing={step}
        what={{ id, step: 'end' }}
        said={() => text('ended', { name })}
      >
        <p>{text('endText')}</p>
      </SureDialog>
      <SureDialog
        opened={asking === 'delete'}
        onClose={close}
        title={text('deleteTitle', { name })}
        confirm={text('delete')}
        doing={remove}
        what={id}
        said={() => text('deleted', { name })}
        onDone={() => void navigate('/offers')}
      >
        <p>{text('deleteText')}</p>
      </SureDialog>
    </>
  );
}
