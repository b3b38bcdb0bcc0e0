import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { SessionAnswer } from '../../../src/server/schemas/index.ts';
import { call, callVoid, setCsrfToken } from './client.ts';
import { ApiError } from './error.ts';

export type Session = z.output<typeof SessionAnswer>;
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
      call('POST', '/api/v1/session', SessionAnswer, { body: credentials }),
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
    const session = await call('GET', '/api/v1/session', SessionAnswer);
    setCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
