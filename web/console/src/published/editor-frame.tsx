import { isGone } from '@augenblick/api';
import { EmptyState, Notice, Page } from '@augenblick/ui/react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { Loaded } from '../shell/loaded.tsx';

/** Why a thing that is there cannot be written; null when it can. */
type Shut = { headline: string; instead?: ReactNode } | null;

/** Shut because it is over, or because one's role only looks. */
export function shutOf(
  thing: { status: string } | undefined,
  may: boolean,
  text: (word: 'endedTitle' | 'endedText' | 'mayNot') => string,
): Shut {
  if (thing?.status === 'ended')
    return { headline: text('endedTitle'), instead: <Notice>{text('endedText')}</Notice> };
  return may ? null : { headline: text('mayNot') };
}

/** The page on which a draft is written; or why it cannot be: it is gone, over, or one's role only looks. */
export function EditorFrame<One>(props: {
  query: UseQueryResult<One>;
  /** Of the page while there is nothing to write. */
  title: string;
  back: ReactNode;
  gone: {
    headline: string;
    icon: ComponentProps<typeof EmptyState>['icon'];
    title: string;
    text: string;
  };
  shut: Shut;
  children: (one: One) => ReactNode;
}) {
  const { query, title, back, gone, shut, children } = props;
  if (query.data !== undefined && !shut) return children(query.data);
  const missing = isGone(query.error);
  return (
    <Page title={title} headline={missing ? gone.headline : shut?.headline} back={back}>
      {missing && <EmptyState icon={gone.icon} title={gone.title} text={gone.text} />}
      {!missing && shut?.instead}
      {!missing && query.data === undefined && (
        <Loaded query={query} lines={8}>
          {() => null}
        </Loaded>
      )}
    </Page>
  );
}
