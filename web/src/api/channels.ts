import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { AppliedChannels, ChannelList, ChannelTest, ChannelTypes } from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type Channel = z.output<typeof ChannelList>['items'][number];
export type ChannelType = z.output<typeof ChannelTypes>['items'][number];

const key = ['channels'];
const newsMillis = 5000;

export function useChannels() {
  return useQuery({
    queryKey: key,
    refetchInterval: newsMillis,
    queryFn: async () => (await call('GET', '/api/v1/channels', ChannelList)).items,
  });
}

/** The kinds of channels there are, and what each is told. */
export function useChannelTypes() {
  return useQuery({
    queryKey: ['channel-types'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await call('GET', '/api/v1/channels/types', ChannelTypes)).items,
  });
}

/** Keeps a channel in the place of one of its name. A secret that is left out stays. */
export function useKeepChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (channel: Readonly<Record<string, unknown>>) =>
      call('POST', '/api/v1/channels', AppliedChannels, { body: channel }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', `/api/v1/channels/${encodeURIComponent(name)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Sends a test message, and gives what the other side said. */
export function useTestChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => call('POST', `/api/v1/channels/${encodeURIComponent(name)}/test`, ChannelTest),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
