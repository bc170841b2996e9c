import { ErrorState, useTexts } from '@augenblick/ui/react';
import { shellTexts } from './texts.ts';

/** A page that could not be loaded or broke while being drawn. Mostly a new version has been installed meanwhile. */
export function RouteError() {
  const text = useTexts(shellTexts);
  return (
    <ErrorState
      title={text('brokenTitle')}
      text={text('brokenText')}
      onRetry={() => window.location.reload()}
    />
  );
}
