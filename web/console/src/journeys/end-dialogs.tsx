import { errorText } from '@augenblick/api';
import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { ConfirmDialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Choices } from './choices.tsx';
import { useDeleteJourney, useJourneyStep } from './queries.ts';
import { journeyTexts } from './texts.ts';

/** The two things that cannot be taken back: ending a journey, deleting a draft. */
export function EndDialogs(props: {
  one: JourneyOne;
  asking: 'end' | 'delete' | null;
  onClose: () => void;
}) {
  const { one, asking, onClose } = props;
  return (
    <>
      <EndDialog one={one} opened={asking === 'end'} onClose={onClose} />
      <DeleteDialog one={one} opened={asking === 'delete'} onClose={onClose} />
    </>
  );
}

interface AskProps {
  one: JourneyOne;
  opened: boolean;
  onClose: () => void;
}

type Ending = 'finish' | 'end' | 'pause';
const DONE = { finish: 'finishing', end: 'ended', pause: 'paused' } as const;

/** Somebody may be on the way; so it is asked what shall become of them. */
function EndDialog({ one, opened, onClose }: AskProps) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const stepping = useJourneyStep();
  const { id, name, status } = one.journey;
  const { active } = one.totals;
  const ask = active > 0 && status !== 'finishing';
  const [choice, setChoice] = useState<Ending>('finish');
  const step = ask ? choice : 'end';
  const go = (): void =>
    stepping.mutate(
      { id, step },
      {
        onSuccess: () => {
          toast({ text: text(DONE[step], { name }), tone: 'good' });
          onClose();
        },
      },
    );
  const pause = { value: 'pause', label: text('endPause'), note: text('endPauseNote') } as const;
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('endTitle', { name })}
      confirm={text(step)}
      dismiss={text('endNot')}
      onConfirm={go}
      pending={stepping.isPending}
      error={stepping.error && errorText(stepping.error, language)}
    >
      {active === 0 ? (
        <p>{text('endNobody')}</p>
      ) : ask ? (
        <Choices
          label={text('endSome', { count: active })}
          value={choice}
          options={[
            { value: 'finish', label: text('endFinish'), note: text('endFinishNote') },
            { value: 'end', label: text('endNow'), note: text('endNowNote') },
            ...(status === 'live' ? [pause] : []),
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
