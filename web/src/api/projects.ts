import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type Project as ProjectSchema,
  ProjectCount,
  type ProjectChange as ProjectChangeSchema,
  ProjectList,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type Project = z.output<typeof ProjectSchema>;
export type Quota = Project['quota'];

const key = ['projects'];
const path = '/api/v1/projects';

/** The projects that the user may see, and how many there may be. */
export function useProjects() {
  return useQuery({ queryKey: key, queryFn: () => call('GET', path, ProjectList) });
}

/** What is to be different of a project; it is made where there is none of that name. */
export interface ProjectChange {
  readonly name: string;
  readonly change: z.output<typeof ProjectChangeSchema>;
}

export function useChangeProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, change }: ProjectChange) => callVoid('PATCH', projectPath(name), { body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', projectPath(name)),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Sets how many projects there may be. */
export function useLimitProjects() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (quota: number | null) => call('PATCH', path, ProjectCount, { body: { quota } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

function projectPath(name: string): string {
  return `${path}/${encodeURIComponent(name)}`;
}
