import { api } from '@augenblick/api';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useRetailerPath } from '../session/session.tsx';
import { DraftKeeper } from './draft-keeper.ts';
import type { DraftSnapshot } from './draft-keeper.ts';

/** How long a change rests before it is saved (ms): long enough for a word, short enough to lose nothing. */
const REST_MS = 700;

/** A draft under somebody's hands. */
export interface Drafting<Draft, Answer> extends DraftSnapshot<Draft, Answer> {
  change: (part: Partial<Draft>) => void;
  /** Saves at once what waits; true when everything is saved. */
  flush: () => Promise<boolean>;
  /** Takes over what the server has. */
  take: (one: Answer) => void;
}

/**
 * A draft that saves itself to `/{place}/{id}` and keeps the query of the same name up to date. Leaving the browser's page
 * with something unsaved is asked about; leaving for another page of the console saves it on the way out.
 */
export function useDraft<Draft extends object, Answer>(
  first: Answer,
  kind: {
    place: string;
    id: string;
    draftOf: (answer: Answer) => Draft;
    stampOf: (answer: Answer) => number;
  },
): Drafting<Draft, Answer> {
  const path = useRetailerPath();
  const client = useQueryClient();
  const { place, id, draftOf, stampOf } = kind;
  const [keeper] = useState(
    () =>
      new DraftKeeper<Draft, Answer>(first, {
        draftOf,
        stampOf,
        put: async (draft, updatedAt) => {
          const answer = await api.put<Answer>(path(`/${place}/${id}`), { draft, updatedAt });
          client.setQueryData([path(''), place, id], answer);
          return answer;
        },
        rest: (call) => {
          const timer = window.setTimeout(call, REST_MS);
          return () => window.clearTimeout(timer);
        },
      }),
  );
  const now = useSyncExternalStore(keeper.subscribe, keeper.snapshot);
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent): void => {
      if (keeper.waits()) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => {
      window.removeEventListener('beforeunload', leaving);
      if (keeper.waits()) void keeper.flush();
    };
  }, [keeper]);
  const { change, flush } = keeper;
  return {
    ...now,
    change,
    flush,
    take: (one) => {
      client.setQueryData([path(''), place, id], one);
      keeper.take(one);
    },
  };
}
