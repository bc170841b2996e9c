import { api } from '@augenblick/api';
import type { ChannelName } from '@augenblick/contract';
import type {
  ChangeChannel,
  ChannelHealthView,
  ChannelList,
  ChannelView,
  DnsCheck,
  InboundAddress,
  TestSend,
  TestSent,
} from '@augenblick/contract/api/channel.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRetailerPath } from '../session/session.tsx';

export function useChannels() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'channels'],
    queryFn: ({ signal }) => api.get<ChannelList>(path('/channels'), { signal }),
  });
}

export function useChannel(channel: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'channels', channel],
    queryFn: ({ signal }) => api.get<ChannelView>(path(`/channels/${channel}`), { signal }),
  });
}

/** Takes what the server says of a channel now, and asks for the list again. */
function useTakeChannel(): (view: ChannelView) => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(
    async (view) => {
      client.setQueryData([path(''), 'channels', view.channel], view);
      await client.invalidateQueries({ queryKey: [path(''), 'channels'], exact: true });
      await client.invalidateQueries({ queryKey: [path(''), 'dns'] });
    },
    [client, path],
  );
}

export function useChangeChannel(channel: ChannelName) {
  const path = useRetailerPath();
  const take = useTakeChannel();
  return useMutation({
    mutationFn: (body: ChangeChannel) => api.put<ChannelView>(path(`/channels/${channel}`), body),
    onSuccess: take,
  });
}

/** Asks the other side now how it is doing. */
export function useCheckChannel(channel: ChannelName) {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<ChannelHealthView>(path(`/channels/${channel}/check`), {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'channels'] }),
  });
}

export function useTestSend(channel: ChannelName) {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TestSend) => api.post<TestSent>(path(`/channels/${channel}/test`), body),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'caught'] }),
  });
}

/** Makes the secret address where the other side hands in what comes back; the former one ends. */
export function useNewInbound(channel: ChannelName) {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<InboundAddress>(path(`/channels/${channel}/inbound`), {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'channels'] }),
  });
}

/** Makes the key that signs mail. */
export function useNewDkim() {
  const path = useRetailerPath();
  const take = useTakeChannel();
  return useMutation({
    mutationFn: (domain: string) => api.post<ChannelView>(path('/channels/mail/dkim'), { domain }),
    onSuccess: take,
  });
}

/** What stands in the DNS of the sending domain, and what should. */
export function useDns(domain: string | null) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'dns', domain],
    queryFn: ({ signal }) =>
      api.get<DnsCheck>(path('/channels/mail/dns'), { query: { domain }, signal }),
    // The answer comes from servers elsewhere: asked again only by hand.
    staleTime: Number.POSITIVE_INFINITY,
  });
}
