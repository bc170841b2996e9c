import { api, listen } from '@augenblick/api';
import type { LiveState } from '@augenblick/api';
import type { LiveSnapshot } from '@augenblick/contract/api/live.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import { useRetailer, useRetailerPath } from '../session/session.tsx';
import { EMPTY_STREAM, streamAfter } from './stream.ts';
import type { Stream, StreamChange } from './stream.ts';
import type { MomentNews } from './use-moments.ts';

// People in the shop, lights and sources are asked for again; the events themselves come by message.
const SNAPSHOT_EVERY_MS = 15_000;
const RECOUNT_MS = 4_000;

/** Everything the Live page shows of events, kept up to date; messages about moments go to `onMoments`. */
export function useLive(onMoments: (news: MomentNews) => void): {
  stream: Stream;
  change: (change: StreamChange) => void;
  snapshot: LiveSnapshot | undefined;
  error: unknown;
  retry: () => void;
  state: LiveState;
} {
  const { id: retailerId } = useRetailer();
  const path = useRetailerPath();
  const [stream, change] = useReducer(streamAfter, EMPTY_STREAM);
  const [state, setState] = useState<LiveState>('waiting');
  const { data, error, refetch } = useQuery({
    queryKey: ['live', retailerId],
    queryFn: ({ signal }) => api.get<LiveSnapshot>(path('/live'), { signal }),
    refetchInterval: SNAPSHOT_EVERY_MS,
    staleTime: 0,
  });
  // The query forgets its error with each new try; the page must not flicker between error and skeleton meanwhile.
  const [failure, setFailure] = useState<unknown>(null);
  if (data && failure) setFailure(null);
  if (!data && error && error !== failure) setFailure(error);
  useEffect(() => {
    if (data) change({ type: 'snapshot', snapshot: data });
  }, [data]);
  const tellMoments = useRef(onMoments);
  useEffect(() => {
    tellMoments.current = onMoments;
  });
  useEffect(() => {
    let timer: number | undefined;
    const stop = listen({
      retailerId,
      topics: ['event', 'source', 'moment', 'decision'],
      onState: setState,
      onMessage: (message) => {
        if (message.type !== 'events') {
          const topic = message.type === 'changed' ? message.topic : 'hello';
          if (message.type === 'changed' && (topic === 'moment' || topic === 'decision'))
            tellMoments.current({ topic, items: message.items, reload: message.reload });
          else {
            // A new line: what came meanwhile is asked for.
            if (topic === 'hello')
              tellMoments.current({ topic: 'moment', items: [], reload: true });
            void refetch();
          }
          return;
        }
        change(message);
        // Who is in the shop has changed as well; one question for however many messages follow.
        timer ??= window.setTimeout(() => {
          timer = undefined;
          void refetch();
        }, RECOUNT_MS);
      },
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [retailerId, refetch]);
  return { stream, change, snapshot: data, error: failure, retry: () => void refetch(), state };
}
