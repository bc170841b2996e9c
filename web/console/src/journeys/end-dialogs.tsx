import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { useTexts } from '@augenblick/ui/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { SureDialog } from '../shell/sure-dialog.tsx';
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
  const text = useTexts(journeyTexts);
  const navigate = useNavigate();
  const { id, name } = one.journey;
  return (
    <>
      <EndDialog one={one} opened={asking === 'end'} onClose={onClose} />
      <SureDialog
        opened={asking === 'delete'}
        onClose={onClose}
        title={text('deleteTitle', { name })}
        confirm={text('delete')}
        doing={useDeleteJourney()}
        what={id}
        said={() => text('deleted', { name })}
        onDone={() => void navigate('/journeys')}
      >
        <p>{text('deleteText')}</p>
      </SureDialog>
    </>
  );
}

type Ending = 'finish' | 'end' | 'pause';
const DONE = { finish: 'finishing', end: 'ended', pause: 'paused' } as const;

/** Somebody may be on the way; so it is asked what shall become of them. */
function EndDialog(props: { one: JourneyOne; opened: boolean; onClose: () => void }) {
  const { one, opened, onClose } = props;
  const text = useTexts(journeyTexts);
  const { id, name, status } = one.journey;
  const { active } = one.totals;
  const ask = active > 0 && status !== 'finishing';
  const [choice, setChoice] = useState<Ending>('finish');
  const step = ask ? choice : 'end';
  const pause = { value: 'pause', label: text('endPause'), note: text('endPauseNote') } as const;
  return (
    <SureDialog
      opened={opened}
      onClose={onClose}
      title={text('endTitle', { name })}
      confirm={text(step)}
      dismiss={text('endNot')}
      doing={useJourneyStep()}
      what={{ id, step }}
      said={() => text(DONE[step], { name })}
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
    </SureDialog>
  );
}
