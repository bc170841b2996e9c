import { Dialog, useTexts } from '@augenblick/ui/react';
import { useChannel } from '../channels/queries.ts';
import { TestForm } from '../channels/test-card.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';

/** Sends the draft as it stands, with made-up facts, to an address of one's own. */
export function TestDialog(props: { opened: boolean; onClose: () => void; editing: Editing }) {
  const { opened, onClose, editing } = props;
  const { draft, writing } = editing;
  const text = useTexts(editorTexts);
  const query = useChannel(draft.channel);
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={text('testTitle', { name: draft.name })}
      note={text('testNote')}
    >
      <Loaded query={query}>
        {(one) => (
          <TestForm
            one={one}
            locale={writing.language}
            template={{ draft, variant: writing.variant }}
          />
        )}
      </Loaded>
    </Dialog>
  );
}
