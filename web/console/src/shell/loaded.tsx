import { errorText } from '@augenblick/api';
import { ErrorState, TextSkeleton, useLanguage } from '@augenblick/ui/react';
import type { ReactNode } from 'react';

/** What a query has so far; fits the results of react-query. */
export interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** Grey lines while a query is under way, the failure with a way to try again, else what was loaded. */
export function Loaded<T>(props: {
  query: Asked<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  const [language] = useLanguage();
  const { query, lines = 4, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return <TextSkeleton lines={lines} />;
  return (
    <ErrorState text={errorText(query.error, language)} onRetry={() => void query.refetch()} />
  );
}
