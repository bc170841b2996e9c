import type { ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import { Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { pageTexts } from './texts-page.ts';

const EraseDialog = lazy(async () => ({
  default: (await import('./erase-dialog.tsx')).EraseDialog,
}));

/** What can be done with a shopper's data as a whole: hand it over, erase it. */
export function ShopperMenu({ shopper, name }: { shopper: ShopperDetail; name: string }) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const path = useRetailerPath();
  const mayExport = useMay('shopper.export');
  const mayErase = useMay('shopper.erase');
  const [erasing, setErasing] = useState(false);
  return (
    <>
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
