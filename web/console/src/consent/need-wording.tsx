import { Notice, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import { consentTexts } from './texts.ts';

/** Nothing can be agreed to before there is a wording; leads to where it is written. */
export function NeedWording({ onLeave }: { onLeave?: () => void }) {
  const text = useTexts(consentTexts);
  const may = useMay('consent.write');
  return (
    <Notice
      tone="caution"
      actions={
        may && (
          <Button
            component={Link}
            to="/consent?tab=wordings"
            size="xs"
            variant="default"
            onClick={onLeave}
          >
            {text('newWording')}
          </Button>
        )
      }
    >
      {text('needWording')}
    </Notice>
  );
}
