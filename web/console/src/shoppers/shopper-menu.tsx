import type { ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import { Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { useChatLink } from './queries.ts';
import { pageTexts } from './texts-page.ts';

const ChatDialog = lazy(async () => ({
  default: (await import('./chat-dialog.tsx')).ChatDialog,
}));
const EraseDialog = lazy(async () => ({
  default: (await import('./erase-dialog.tsx')).EraseDialog,
}));

/** What can be done with a shopper as a whole: connect their chat, hand their data over, erase it. */
export function ShopperMenu({ shopper, name }: { shopper: ShopperDetail; name: string }) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const path = useRetailerPath();
  const mayExport = useMay('shopper.export');
  const mayErase = useMay('shopper.erase');
  const mayWrite = useMay('shopper.write');
  const chat = useChatLink(shopper.id, mayWrite).data?.url ?? null;
  const [connecting, setConnecting] = useState(false);
  const [erasing, setErasing] = useState(false);
  return (
    <>
      {chat !== null && (
        <>
          <Button
            variant="default"
            leftSection={<Icon name="bubble" size={14} />}
            onClick={() => setConnecting(true)}
          >
            {text('chat')}
          </Button>
          <OnDemand wanted={connecting}>
            <ChatDialog
              opened={connecting}
              onClose={() => setConnecting(false)}
              url={chat}
              name={name}
            />
          </OnDemand>
        </>
      )}
      {mayExport && (
        <Button
          component="a"
          variant="default"
          leftSection={<Icon name="download" size={14} />}
          href={`${path(`/shoppers/${shopper.id}/export`)}?lang=${language}`}
          download
        >
          {text('export')}
        </Button>
      )}
      {mayErase && (
        <Button
          variant="default"
          color="bad"
          leftSection={<Icon name="trash" size={14} />}
          onClick={() => setErasing(true)}
        >
          {text('erase')}
        </Button>
      )}
      {mayErase && (
        <OnDemand wanted={erasing}>
          <EraseDialog
            opened={erasing}
            onClose={() => setErasing(false)}
            profileId={shopper.id}
            name={name}
          />
        </OnDemand>
      )}
    </>
  );
}
