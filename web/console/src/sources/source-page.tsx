import { Page, TextSkeleton, useTexts } from '@augenblick/ui/react';
import { shellTexts } from '../shell/texts.ts';

/** The route's place; its content comes with the next commits of this folder. */
export default function SourcePage() {
  const text = useTexts(shellTexts);
  return (
    <Page title={text('sources')} headline={text('sources')}>
      <TextSkeleton />
    </Page>
  );
}
