import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  AddedApiToken,
  AddedUser,
  ApiToken as ApiTokenSchema,
  type NewApiToken as NewApiTokenSchema,
  type NewUser as NewUserSchema,
  User as UserSchema,
  type UserChange as UserChangeSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';
import { fetchList } from './lists.ts';

export type User = z.output<typeof UserSchema>;
export type NewUser = z.output<typeof NewUserSchema>;
export type ApiToken = z.output<typeof ApiTokenSchema>;
export type NewApiToken = z.output<typeof NewApiTokenSchema>;

const usersKey = ['users'];
const tokensKey = ['api-tokens'];

export function useUsers() {
  return useQuery({ queryKey: usersKey, queryFn: () => fetchList('/api/v1/users', UserSchema) });
}

/** Adds a user; without a password the server makes one, which its answer shows this once. */
export function useAddUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewUser) => call('POST', '/api/v1/users', AddedUser, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey }),
  });
}

export interface ChangedUser {
  readonly name: string;
  readonly change: z.output<typeof UserChangeSchema>;
}

export function useChangeUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, change }: ChangedUser) =>
      callVoid('PATCH', `/api/v1/users/${encodeURIComponent(name)}`, { body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey }),
  });
}

export function useDeleteUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', `/api/v1/users/${encodeURIComponent(name)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey }),
  });
}

export function useApiTokens() {
  return useQuery({ queryKey: tokensKey, queryFn: () => fetchList('/api/v1/api-tokens', ApiTokenSchema) });
}

export function useAddApiToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewApiToken) => call('POST', '/api/v1/api-tokens', AddedApiToken, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
}

export function useRevokeApiToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callVoid('DELETE', `/api/v1/api-tokens/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
}
