import type { Journey } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import { VersionsCard as Versions } from '../published/versions-card.tsx';
import { useMay } from '../session/session.tsx';
import { useJourneyVersions, useRestoreJourney } from './queries.ts';
import { journeyTexts } from './texts.ts';

/** What of a journey was live when, by whom, and how many still go by it. */
export function VersionsCard({ journey }: { journey: Journey }) {
  const text = useTexts(journeyTexts);
  const may = useMay('journey.write') && journey.status !== 'ended';
  const query = useJourneyVersions(journey.id);
  const restore = useRestoreJourney(journey.id);
  return (
    <Versions
      thing={journey}
      at="/journeys"
      may={may}
      query={query}
      restore={restore}
      text={text}
      note={({ active }) => text('versionActive', { count: active })}
    />
  );
}
