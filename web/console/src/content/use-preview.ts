import { api } from '@augenblick/api';
import type { Content } from '@augenblick/contract';
import type { PreviewContent, PreviewedContent } from '@augenblick/contract/api/campaign.ts';
import type { Language } from '@augenblick/ui';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRetailerPath } from '../session/session.tsx';

/** Typing is followed after a short rest, so that the server is not asked at every letter. */
const REST_MS = 300;

/** A content with its names filled in by the server: with sample facts, or those of a shopper. */
export function usePreview(asked: {
  content: Content;
  locale: Language;
  profileId: string | null;
  offerId: string | null;
}) {
  const path = useRetailerPath();
  const [body] = useDebouncedValue<PreviewContent>(asked, REST_MS);
  return useQuery({
    queryKey: [path(''), 'content-preview', body],
    queryFn: ({ signal }) =>
      api.post<PreviewedContent>(path('/campaigns/preview'), body, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
