import { errorText } from '@augenblick/api';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { Dialog, Form, useFormats, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
import { Marked } from '../published/marked.tsx';
import { useBroadcastStep, useReach } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import type { Drafting } from './use-draft.ts';

/** The last question: how many get it, and from when on nothing can be taken back. */
export function SendDialog(props: { one: BroadcastOne; drafting: Drafting; onClose: () => void }) {
  const { one, drafting, onClose } = props;
  const text = useTexts(editorTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useBroadcastStep();
  const { draft } = drafting;
  const { data: reach } = useReach(draft);
  const { id } = one.broadcast;
  const { name } = draft;
  const now = draft.schedule.kind === 'now';
  const send = (): void =>
    step.mutate(
      { id, step: 'schedule' },
      {
        onSuccess: () => {
          onClose();
          void navigate(`/messages/broadcasts/${id}`);
          toast({ text: text(now ? 'sending' : 'scheduled', { name }), tone: 'good' });
        },
      },
    );
  return (
    <Dialog opened onClose={onClose} title={text(now ? 'sendTitle' : 'scheduleTitle', { name })}>
      <Form
        onSubmit={send}
        onCancel={onClose}
        submit={text(now ? 'sendConfirm' : 'schedule')}
        pending={step.isPending}
        error={step.error && errorText(step.error, language)}
      >
        <p>
          {reach ? (
            <Marked
              words={text(now ? 'sendText' : 'scheduleText', {
                reached: formats.number(reach.reached),
              })}
            />
          ) : (
            text('counting')
          )}
        </p>
      </Form>
    </Dialog>
  );
}
