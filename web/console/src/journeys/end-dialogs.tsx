import { errorText } from '@augenblick/api';
import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { ConfirmDialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Choices } from './choices.tsx';
import { useDeleteJourney, useJourneyAct } from './queries.ts';
import { journeyTexts } from './texts.ts';

/** The two things that cannot be taken back: ending a journey, deleting a draft. */
export function EndDialogs(props: {
  one: JourneyOne;
  asking: 'end' | 'delete' | null;
  onClose: () => void;
  onPause: () => void;
}) {
  const { one, asking, onClose, onPause } = props;
  return (
    <>
      <EndDialog one={one} opened={asking === 'end'} onClose={onClose} onPause={onPause} />
      <DeleteDialog one={one} opened={asking === 'delete'} onClose={onClose} />
    </>
  );
}

interface AskProps {
  one: JourneyOne;
  opened: boolean;
  onClose: () => void;
}

/** Ending takes out whoever is on the way; so it is asked what shall become of them. */
function EndDialog({ one, opened, onClose, onPause }: AskProps & { onPause: () => void }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const act = useJourneyAct();
  const { id, name, status } = one.journey;
  const { active } = one.totals;
  const ask = active > 0 && status === 'live';
  const [choice, setChoice] = useState<'end' | 'pause'>('end');
  const go = (): void => {
    if (ask && choice === 'pause') {
      onClose();
      onPause();
      return;
    }
    act.mutate(
      { id, act: 'end' },
      {
        onSuccess: () => {
          toast({ text: text('ended', { name }), tone: 'good' });
          onClose();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('endTitle', { name })}
      confirm={text(ask && choice === 'pause' ? 'pause' : 'end')}
      onConfirm={go}
      pending={act.isPending}
      error={act.error && errorText(act.error, language)}
    >
      {active === 0 ? (
        <p>{text('endNobody')}</p>
      ) : ask ? (
        <Choices
          label={text('endSome', { count: active })}
          value={choice}
          options={[
            { value: 'end', label: text('endNow'), note: text('endNowNote') },
            { value: 'pause', label: text('endPause'), note: text('endPauseNote') },
          ]}
          onChange={setChoice}
        />
      ) : (
        <p>{text('endNowNote')}</p>
      )}
    </ConfirmDialog>
  );
}

function DeleteDialog({ one, opened, onClose }: AskProps) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const remove = useDeleteJourney();
  const { id, name } = one.journey;
  const send = (): void =>
    remove.mutate(id, {
      onSuccess: () => {
        toast({ text: text('deleted', { name }), tone: 'good' });
        void navigate('/journeys');
      },
    });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('deleteTitle', { name })}
      confirm={text('delete')}
      onConfirm={send}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, language)}
    >
      <p>{text('deleteText')}</p>
    </ConfirmDialog>
  );
}
