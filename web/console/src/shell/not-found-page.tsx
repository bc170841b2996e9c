import { EmptyState, Page, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { shellTexts } from './texts.ts';

/** An address that leads nowhere. */
export default function NotFoundPage() {
  const text = useTexts(shellTexts);
  return (
    <Page title={text('notFoundTitle')} headline={text('notFoundHeadline')}>
      <EmptyState
        icon="search"
        title={text('notFoundTitle')}
        text={text('notFoundText')}
        action={
          <Button component={Link} to="/live">
            {text('toLive')}
          </Button>
        }
      />
    </Page>
  );
}
