import { ApiError, api } from '@augenblick/api';
import type { CampaignDraft } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useRetailerPath } from '../session/session.tsx';

/** How long a change rests before it is saved (ms): long enough for a word, short enough to lose nothing. */
const REST_MS = 700;

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export interface Drafting {
  draft: CampaignDraft;
  change: (part: Partial<CampaignDraft>) => void;
  state: SaveState;
  /** Why saving failed; shown in words. */
  error: unknown;
  /** Saves at once what waits; true when everything is saved. */
  flush: () => Promise<boolean>;
  /** Takes over what the server has: after a restore, a publish, a conflict. */
  take: (one: CampaignOne) => void;
}

/** The fields of a draft, without what the server adds to a campaign. */
export function draftOf({ campaign: c }: CampaignOne): CampaignDraft {
  return {
    name: c.name,
    note: c.note,
    goal: c.goal,
    segmentId: c.segmentId,
    excludedSegmentId: c.excludedSegmentId,
    when: c.when,
    placements: c.placements,
    variants: c.variants,
    offerId: c.offerId,
    schedule: c.schedule,
    budget: c.budget,
    caps: c.caps,
    priority: c.priority,
    exclusiveGroup: c.exclusiveGroup,
    holdoutBp: c.holdoutBp,
    marginBp: c.marginBp,
    consent: c.consent,
  };
}

/**
 * A draft that saves itself: one save at a time, the newest state wins. When somebody else has saved meanwhile nothing is
 * overwritten; the state is then `conflict` until theirs is taken.
 */
export function useDraft(one: CampaignOne): Drafting {
  const path = useRetailerPath();
  const client = useQueryClient();
  const { id } = one.campaign;
  const [draft, setDraft] = useState(() => draftOf(one));
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(draft);
  const known = useRef(one.campaign.updatedAt);
  const dirty = useRef(false);
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<number | undefined>(undefined);

  const save = useCallback(async (): Promise<boolean> => {
    window.clearTimeout(timer.current);
    while (dirty.current) {
      dirty.current = false;
      setState('saving');
      try {
        const body = { draft: latest.current, updatedAt: known.current };
        const saved = await api.put<CampaignOne>(path(`/campaigns/${id}`), body);
        known.current = saved.campaign.updatedAt;
        client.setQueryData([path(''), 'campaigns', id], saved);
        setError(null);
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
  }, [client, id, path]);

  const flush = useCallback(async (): Promise<boolean> => {
    await running.current;
    running.current = save();
    return running.current;
  }, [save]);

  const change = useCallback(
    (part: Partial<CampaignDraft>): void => {
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
    (next: CampaignOne): void => {
      window.clearTimeout(timer.current);
      dirty.current = false;
      latest.current = draftOf(next);
      known.current = next.campaign.updatedAt;
      client.setQueryData([path(''), 'campaigns', id], next);
      setDraft(latest.current);
      setError(null);
      setState('saved');
    },
    [client, id, path],
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
  return { draft, change, state, error, flush, take };
}
