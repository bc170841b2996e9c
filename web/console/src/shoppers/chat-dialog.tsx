import { CopyField, Dialog, useTexts } from '@augenblick/ui/react';
import { pageTexts } from './texts-page.ts';

/** The link with which a shopper connects their Telegram chat. */
export function ChatDialog(props: {
  opened: boolean;
  onClose: () => void;
  url: string;
  name: string;
}) {
  const text = useTexts(pageTexts);
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={text('chatTitle', { name: props.name })}
      note={text('chatNote')}
    >
      <CopyField label={text('chatLink')} value={props.url} />
    </Dialog>
  );
}
