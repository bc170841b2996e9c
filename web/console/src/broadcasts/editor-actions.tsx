import { errorText } from '@augenblick/api';
import type { BroadcastFinding } from '@augenblick/contract';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import {
  Dialog,
  Form,
  Icon,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import editor from '../campaigns/editor.module.css';
import { Marked } from '../campaigns/sentence.tsx';
import type { SaveState } from '../shell/draft-keeper.ts';
import { useBroadcastStep, useReach } from './queries.ts';
import { TestDialog } from './test-dialog.tsx';
import { editorTexts } from './texts-editor.ts';
import type { Drafting } from './use-draft.ts';

/** A test to oneself; and sending, after a last look at how many get it. */
export function EditorActions(props: {
  one: BroadcastOne;
  drafting: Drafting;
  findings: readonly BroadcastFinding[] | undefined;
}) {
  const { one, drafting, findings } = props;
  const text = useTexts(editorTexts);
  const [asking, setAsking] = useState<'test' | 'send' | null>(null);
  const { draft } = drafting;
  const ready = findings !== undefined && !findings.some(({ severity }) => severity === 'must');
  const ask = async (what: 'test' | 'send'): Promise<void> => {
    if (await drafting.flush()) setAsking(what);
  };
  const now = draft.schedule.kind === 'now';
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="mail" size={14} />}
        disabled={draft.channels.length === 0}
        onClick={() => void ask('test')}
      >
        {text('test')}
      </Button>
      <Button
        leftSection={<Icon name={now ? 'send' : 'clock'} size={14} />}
        disabled={!ready}
        onClick={() => void ask('send')}
      >
        {text(now ? 'send' : 'schedule')}
      </Button>
      {asking === 'test' && (
        <TestDialog id={one.broadcast.id} draft={draft} onClose={() => setAsking(null)} />
      )}
      {asking === 'send' && (
        <SendDialog one={one} drafting={drafting} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

/** The last question: how many get it, and from when on nothing can be taken back. */
function SendDialog(props: { one: BroadcastOne; drafting: Drafting; onClose: () => void }) {
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
  const reached = reach ? formats.number(reach.reached) : '…';
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
          <Marked words={text(now ? 'sendText' : 'scheduleText', { reached })} />
        </p>
      </Form>
    </Dialog>
  );
}

/** Says quietly whether everything is saved. */
export function SaveNote({ state }: { state: SaveState }) {
  const text = useTexts(editorTexts);
  const good = state === 'saved';
  const key = good ? 'saved' : state === 'failed' || state === 'conflict' ? 'unsaved' : 'saving';
  return (
    <span className={editor.saveNote} role="status">
      {good && <Icon name="check" size={14} />}
      {text(key)}
    </span>
  );
}
