import { ApiError } from '@augenblick/api';
import { Notice, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { consentTexts } from './texts.ts';

/** True when confirmation mails cannot leave yet. */
export function isNotReady(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not_ready';
}

/** Says what confirmation mails lack, and where to add it. */
export function BrandNotice() {
  const text = useTexts(consentTexts);
  return (
    <Notice
      tone="caution"
      actions={
        <Button component={Link} to="/messages/brand" size="xs" variant="default">
          {text('toBrand')}
        </Button>
      }
    >
      {text('brandMissing')}
    </Notice>
  );
}
