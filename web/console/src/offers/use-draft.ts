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

/** Saves the newest draft, one save at a time. */
function useSaving(first: OfferOne) {
  const path = useRetailerPath();
  const client = useQueryClient();
  const { id } = first.offer;
  const [one, setOne] = useState(first);
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(draftOfOffer(first.offer));
  const known = useRef(first.offer.updatedAt);
  const dirty = useRef(false);
  const running = useRef<Promise<boolean> | null>(null);

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
  /** A newer draft that waits to be saved. */
  const put = useCallback((draft: OfferDraft): void => {
    latest.current = draft;
    dirty.current = true;
    setState((before) => (before === 'conflict' ? before : 'waiting'));
  }, []);
  /** What the server has instead of what waits. */
  const adopt = useCallback(
    (next: OfferOne): void => {
      latest.current = draftOfOffer(next.offer);
      dirty.current = false;
      keep(next);
      setState('saved');
    },
    [keep],
  );
  const waits = useCallback((): boolean => dirty.current, []);
  return { one, state, error, put, adopt, waits, flush };
}

/**
 * A draft of an offer that saves itself: the newest state wins. When somebody else has saved meanwhile nothing is
 * overwritten; the state is then `conflict` until theirs is taken.
 */
export function useOfferDraft(first: OfferOne): Drafting {
  const { one, state, error, put, adopt, waits, flush } = useSaving(first);
  const [draft, setDraft] = useState(() => draftOfOffer(first.offer));
  const shown = useRef(draft);
  const timer = useRef<number | undefined>(undefined);
  const show = useCallback((next: OfferDraft): void => {
    shown.current = next;
    setDraft(next);
    window.clearTimeout(timer.current);
  }, []);
  const change = useCallback(
    (part: Partial<OfferDraft>): void => {
      show({ ...shown.current, ...part });
      put(shown.current);
      timer.current = window.setTimeout(() => void flush(), REST_MS);
    },
    [flush, put, show],
  );
  const take = useCallback(
    (next: OfferOne): void => {
      show(draftOfOffer(next.offer));
      adopt(next);
    },
    [adopt, show],
  );
  useSavedOnLeaving(waits, flush);
  return { draft, one, change, state, error, flush, take };
}

/** Leaving the browser's page with something unsaved is asked about; leaving for another page of the console saves it. */
function useSavedOnLeaving(waits: () => boolean, flush: () => Promise<boolean>): void {
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent): void => {
      if (waits()) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => {
      window.removeEventListener('beforeunload', leaving);
      if (waits()) void flush();
    };
  }, [waits, flush]);
}
