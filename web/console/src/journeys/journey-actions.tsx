import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Menu } from '@mantine/core';
import { lazy, useState } from 'react';
import { Link } from 'react-router';
import { PublishedActions } from '../published/published-actions.tsx';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { useJourneyStep } from './queries.ts';
import { journeyTexts } from './texts.ts';

const EndDialogs = lazy(async () => ({ default: (await import('./end-dialogs.tsx')).EndDialogs }));

/** What can be done with a journey: edit, pause with a way back, play dry, copy, end. */
export function JourneyActions({ one }: { one: JourneyOne }) {
  const text = useTexts(journeyTexts);
  const may = useMay('journey.write');
  const step = useJourneyStep();
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  if (!may) return null;
  return (
    <>
      <PublishedActions
        thing={one.journey}
        text={text}
        at="/journeys"
        step={step}
        idOf={(made) => made.journey.id}
        onAsk={setAsking}
      >
        <Menu.Item
          component={Link}
          to={`/journeys/${one.journey.id}/dry-run`}
          leftSection={<Icon name="flask" size={14} />}
        >
          {text('dryRun')}
        </Menu.Item>
      </PublishedActions>
      <OnDemand wanted={asking !== null}>
        <EndDialogs one={one} asking={asking} onClose={() => setAsking(null)} />
      </OnDemand>
    </>
  );
}
