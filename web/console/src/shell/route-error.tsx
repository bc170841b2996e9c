import { ErrorState } from '@augenblick/ui/react';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { shellTexts } from './texts.ts';

/**
 * Catches a page that could not be loaded or broke while being drawn, so that the frame around it stays usable. Mostly
 * a new version has been installed meanwhile and the old files are gone; loading again gets the new ones.
 */
export class RouteError extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <ErrorState
        title={shellTexts.text('brokenTitle')}
        text={shellTexts.text('brokenText')}
        onRetry={() => window.location.reload()}
      />
    );
  }
}
