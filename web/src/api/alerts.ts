import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  ActiveAlerts,
  AlertHistory,
  AlertRuleAnswer,
  AlertRuleCheck,
  AlertRuleList,
  AlertRuleRuns,
  AlertRuleTests,
  AppliedAlertRules,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type AlertRule = z.output<typeof AlertRuleList>['items'][number];
export type AlertCause = z.output<typeof AlertHistory>['items'][number];
export type ActiveAlert = z.output<typeof ActiveAlerts>['items'][number];
export type AlertRun = z.output<typeof AlertRuleRuns>['items'][number];
export type AlertSeverity = AlertCause['severity'];

/** What is told apart in the history. */
export interface HistoryFilter {
  /** The key of one cause. */
  readonly cause?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: AlertSeverity | undefined;
}

const key = ['alerts'];
/** Alerts are news: what is shown of them is asked anew this often. */
const newsMillis = 5000;

function path(name: string, step = ''): string {
  return `/api/v1/alerts/rules/${encodeURIComponent(name)}${step}`;
}

/** The rules, those that come with the product too, and how each is. */
export function useAlertRules() {
  return useQuery({
    queryKey: [...key, 'rules'],
    refetchInterval: newsMillis,
    queryFn: async () => (await call('GET', '/api/v1/alerts/rules', AlertRuleList)).items,
  });
}

export function useAlertRule(name: string) {
  return useQuery({
    queryKey: [...key, 'rules', name],
    refetchInterval: newsMillis,
    queryFn: () => call('GET', path(name), AlertRuleAnswer),
  });
}

/** The last evaluations of a rule. */
export function useAlertRuns(name: string) {
  return useQuery({
    queryKey: [...key, 'rules', name, 'runs'],
    refetchInterval: newsMillis,
    queryFn: async () => (await call('GET', path(name, '/runs?limit=20'), AlertRuleRuns)).items,
  });
}

/** What fires now. */
export function useActiveAlerts() {
  return useQuery({
    queryKey: [...key, 'active'],
    refetchInterval: newsMillis,
    queryFn: async () => (await call('GET', '/api/v1/alerts/active', ActiveAlerts)).items,
  });
}

/** What fired and what was over, the latest first, page by page. */
export function useAlertHistory({ cause, rule, severity }: HistoryFilter, pageSize = 50) {
  const query = new URLSearchParams({
    limit: String(pageSize),
    ...(cause === undefined ? {} : { key: cause }),
    ...(rule === undefined ? {} : { rule }),
    ...(severity === undefined ? {} : { severity }),
  });
  return useInfiniteQuery({
    queryKey: [...key, 'history', query.toString()],
    initialPageParam: '',
    refetchInterval: newsMillis,
    queryFn: ({ pageParam }) =>
      call('GET', `/api/v1/alerts/history?${query}${pageParam && `&cursor=${pageParam}`}`, AlertHistory),
    getNextPageParam: ({ cursor }) => cursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** A cause by its key; null where the history does not have it any more. */
export function useAlertCause(cause: string) {
  return useQuery({
    queryKey: [...key, 'history', 'one', cause],
    refetchInterval: newsMillis,
    queryFn: async () => {
      const query = new URLSearchParams({ limit: '1', key: cause });
      const { items } = await call('GET', `/api/v1/alerts/history?${query}`, AlertHistory);
      return items[0] ?? null;
    },
  });
}

/** Switches a rule on or off. */
export function useSwitchAlertRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, enabled }: { readonly name: string; readonly enabled: boolean }) =>
      callVoid('POST', path(name, enabled ? '/enable' : '/disable')),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Keeps rules, each in the place of one of its name. */
export function useApplyAlertRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (yaml: string) => call('POST', '/api/v1/alerts/rules', AppliedAlertRules, { body: { yaml } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Changes a rule; 409 where `basedOn` is not the latest version. */
export function useChangeAlertRule(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly yaml: string; readonly basedOn: number }) =>
      call('PUT', path(name), AppliedAlertRules, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteAlertRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', path(name)),
    onSuccess: (_, name) => {
      client.removeQueries({ queryKey: [...key, 'rules', name] });
      return client.invalidateQueries({ queryKey: [...key, 'rules'], exact: true });
    },
  });
}

/** What is wrong with a file of rules or policies. */
export function checkAlertFile(yaml: string, signal: AbortSignal): Promise<z.output<typeof AlertRuleCheck>> {
  return call('POST', '/api/v1/alerts/rules/check', AlertRuleCheck, { body: { yaml }, signal });
}

/** What a rule would have told lately. Rejects where it cannot be evaluated. */
export function useReplay() {
  return useMutation({
    mutationFn: (asked: { readonly yaml: string; readonly from: string; readonly to: string }) =>
      call('POST', '/api/v1/alerts/rules/test', AlertRuleTests, { body: asked }),
  });
}

/** Runs the tests that a rule carries. */
export function useRuleTests() {
  return useMutation({
    mutationFn: (yaml: string) => call('POST', '/api/v1/alerts/rules/test', AlertRuleTests, { body: { yaml } }),
  });
}
