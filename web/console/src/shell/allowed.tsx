import type { Permission } from '@augenblick/contract';
import { EmptyState, Page, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import { usePlaces } from './places.ts';
import { shellTexts } from './texts.ts';

/** Shows a page to whoever may read it; others are told why they see nothing, instead of a page whose buttons refuse. */
export function Allowed({ needs, children }: { needs: Permission; children: ReactNode }) {
  return useMay(needs) ? children : <NotAllowed />;
}

function NotAllowed() {
  const text = useTexts(shellTexts);
  const [first] = usePlaces();
  return (
    <Page title={text('notAllowedTitle')} headline={text('notAllowedHeadline')}>
      <EmptyState
        icon="lock"
        title={text('notAllowedTitle')}
        text={text('notAllowedText')}
        action={
          first && (
            <Button component={Link} to={first.to}>
              {text('toPlace', { place: text(first.name) })}
            </Button>
          )
        }
      />
    </Page>
  );
}
