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

/** Changes the password, which ends all sessions of the user, and begins a new one. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, current, next }: Readonly<Record<'name' | 'current' | 'next', string>>) => {
      await callVoid('POST', '/api/v1/session/password', { body: { current, next } });
      return call('POST', '/api/v1/session', SessionAnswer, { body: { name, password: next } });
    },
    onSuccess: (session) => {
      setCsrfToken(session.csrfToken);
      client.setQueryData(key, session);
    },
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
