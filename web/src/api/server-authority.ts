import { useQuery } from '@tanstack/react-query';
import { send } from './client.ts';
import { ApiError } from './error.ts';

/** The certificate of the authority that the server made for itself, in PEM; null where it has none of its own. */
export function useServerAuthority() {
  return useQuery({
    queryKey: ['server-authority'],
    queryFn: fetchAuthority,
    // Over plain http there is no certificate that anybody could vouch for.
    enabled: location.protocol === 'https:',
    staleTime: Number.POSITIVE_INFINITY,
  });
}

async function fetchAuthority(): Promise<string | null> {
  try {
    return await (await send('GET', '/api/v1/ca.crt')).text();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
