import { ApiError, api } from '@augenblick/api';
import type { OfferDraft } from '@augenblick/contract';
import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useRetailerPath } from '../session/session.tsx';
import { draftOfOffer } from './kinds.ts';

/** How long a change rests before it is saved (ms): long enough for a word, short enough to lose nothing. */
const REST_MS = 700;

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export interface Drafting {
  draft: OfferDraft;
  /** As the server answered last: words and findings. */
  one: OfferOne;
  change: (part: Partial<OfferDraft>) => void;
  state: SaveState;
  /** Why saving failed; shown in words. */
  error: unknown;
  /** Saves at once what waits; true when everything is saved. */
  flush: () => Promise<boolean>;
  /** Takes over what the server has, after a conflict. */
  take: (one: OfferOne) => void;
}

/**
 * A draft of an offer that saves itself: one save at a time, the newest state wins. When somebody else has saved meanwhile
 * nothing is overwritten; the state is then `conflict` until theirs is taken.
 */
export function useOfferDraft(first: OfferOne): Drafting {
  const path = useRetailerPath();
  const client = useQueryClient();
  const { id } = first.offer;
  const [one, setOne] = useState(first);
  const [draft, setDraft] = useState(() => draftOfOffer(first.offer));
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(draft);
  const known = useRef(first.offer.updatedAt);
  const dirty = useRef(false);
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<number | undefined>(undefined);

  const keep = useCallback(
    (answer: OfferOne): void => {
      known.current = answer.offer.updatedAt;
      client.setQueryData([path(''), 'offers', id], answer);
      setOne(answer);
      setError(null);
    },
    [client, id, path],
  );

  const save = useCallback(async (): Promise<boolean> => {
    window.clearTimeout(timer.current);
    while (dirty.current) {
      dirty.current = false;
      setState('saving');
      try {
        const body = { draft: latest.current, updatedAt: known.current };
        keep(await api.put<OfferOne>(path(`/offers/${id}`), body));
      } catch (failure) {
        dirty.current = true;
        const conflict = failure instanceof ApiError && failure.code === 'conflict';
        setState(conflict ? 'conflict' : 'failed');
        setError(failure);
        return false;
      }
    }
    setState('saved');
    return true;
  }, [id, keep, path]);

  const flush = useCallback(async (): Promise<boolean> => {
    await running.current;
    running.current = save();
    return running.current;
  }, [save]);

  const change = useCallback(
    (part: Partial<OfferDraft>): void => {
      latest.current = { ...latest.current, ...part };
      dirty.current = true;
      setDraft(latest.current);
      setState((before) => (before === 'conflict' ? before : 'waiting'));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void flush(), REST_MS);
    },
    [flush],
  );

  const take = useCallback(
    (next: OfferOne): void => {
      window.clearTimeout(timer.current);
      dirty.current = false;
      latest.current = draftOfOffer(next.offer);
      setDraft(latest.current);
      keep(next);
      setState('saved');
    },
    [keep],
  );

  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent): void => {
      if (dirty.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => {
      window.removeEventListener('beforeunload', leaving);
      // Leaving for another page of the console: what waits is saved on the way out.
      if (dirty.current) void flush();
    };
  }, [flush]);
  return { draft, one, change, state, error, flush, take };
}
