import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { call, callVoid, setCsrfToken } from './client.ts';
import { ApiError } from './error.ts';

const names = z.optional(z.nullable(z.array(z.string())));
const scopeSchema = z.object({ clusters: names, namespaces: names });
const sessionSchema = z.object({
  user: z.object({
    name: z.string(),
    role: z.enum(['viewer', 'analyst', 'admin']),
    scope: z.optional(z.nullable(scopeSchema)),
  }),
  csrfToken: z.string(),
});

export type Session = z.output<typeof sessionSchema>;
export type Role = Session['user']['role'];

const key = ['session'];

/** The signed-in user; null where nobody is. */
export function useSession() {
  return useQuery({ queryKey: key, queryFn: fetchSession, staleTime: 5 * 60_000, retry: false });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: { readonly name: string; readonly password: string }) =>
      call('POST', '/api/v1/session', sessionSchema, { body: credentials }),
    onSuccess: (session) => {
      setCsrfToken(session.csrfToken);
      client.setQueryData(key, session);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callVoid('DELETE', '/api/v1/session'),
    onSuccess: () => {
      client.clear();
      client.setQueryData(key, null);
    },
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { readonly current: string; readonly next: string }) =>
      callVoid('POST', '/api/v1/session/password', { body }),
  });
}

async function fetchSession(): Promise<Session | null> {
  try {
    const session = await call('GET', '/api/v1/session', sessionSchema);
    setCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
