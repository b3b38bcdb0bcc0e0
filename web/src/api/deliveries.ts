import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { DeliveryDetails, DeliveryList } from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type Delivery = z.output<typeof DeliveryList>['items'][number];

export type DeliveryTry = z.output<typeof DeliveryDetails>['tries'][number];

export interface DeliveryFilter {
  readonly channel?: string | undefined;
  readonly state?: Delivery['state'] | undefined;
  /** The key of a cause: the messages that tell of it. */
  readonly about?: string | undefined;
}

const key = ['deliveries'];
const newsMillis = 5000;

/** Messages on their way to channels, the latest first, page by page. */
export function useDeliveries({ channel, state, about }: DeliveryFilter) {
  const query = new URLSearchParams({
    limit: '50',
    ...(channel === undefined ? {} : { channel }),
    ...(state === undefined ? {} : { state }),
    ...(about === undefined ? {} : { about }),
  });
  return useInfiniteQuery({
    queryKey: [...key, query.toString()],
    initialPageParam: '',
    refetchInterval: newsMillis,
    queryFn: ({ pageParam }) =>
      call('GET', `/api/v1/deliveries?${query}${pageParam && `&cursor=${pageParam}`}`, DeliveryList),
    getNextPageParam: ({ cursor }) => cursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** A message with all tries to send it. */
export function useDelivery(id: number) {
  return useQuery({
    queryKey: [...key, 'one', id],
    refetchInterval: newsMillis,
    queryFn: () => call('GET', `/api/v1/deliveries/${id}`, DeliveryDetails),
  });
}

/** Sends again what was given up. */
export function useResend() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callVoid('POST', `/api/v1/deliveries/${id}/resend`),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
