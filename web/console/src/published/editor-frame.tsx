import { ApiError } from '@augenblick/api';
import { EmptyState, Page } from '@augenblick/ui/react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { Loaded } from '../shell/loaded.tsx';

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
  /** Why it cannot be written although it is there; null when it can. */
  shut: { headline: string; instead?: ReactNode } | null;
  children: (one: One) => ReactNode;
}) {
  const { query, title, back, gone, shut, children } = props;
  if (query.data !== undefined && !shut) return children(query.data);
  const missing = query.error instanceof ApiError && [400, 404].includes(query.error.status);
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
