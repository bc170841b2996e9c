import { Page, TextSkeleton, useTexts } from '@augenblick/ui/react';
import { shellTexts } from '../shell/texts.ts';

/** The route's place; its content comes with the next commits of this folder. */
export default function AuditPage() {
  const text = useTexts(shellTexts);
  return (
    <Page title={text('settings')} headline={text('settings')}>
      <TextSkeleton />
    </Page>
  );
}
