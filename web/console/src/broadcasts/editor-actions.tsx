import type { BroadcastFinding } from '@augenblick/contract';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { editorTexts } from './texts-editor.ts';
import type { Drafting } from './use-draft.ts';

// Loaded when somebody asks for them: what stands behind them is as large as the page.
const TestDialog = lazy(async () => ({ default: (await import('./test-dialog.tsx')).TestDialog }));
const SendDialog = lazy(async () => ({ default: (await import('./send-dialog.tsx')).SendDialog }));

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
      <Suspense>
        {asking === 'test' && (
          <TestDialog id={one.broadcast.id} draft={draft} onClose={() => setAsking(null)} />
        )}
        {asking === 'send' && (
          <SendDialog one={one} drafting={drafting} onClose={() => setAsking(null)} />
        )}
      </Suspense>
    </>
  );
}
