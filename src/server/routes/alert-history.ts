import type { z } from 'zod';
import type { FiringGroup, HistoryEntry } from '../../alert/index.ts';
import { readTime } from '../../analysis/index.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function timeOrNull(millis: number | undefined): string | null {
  return millis === undefined ? null : isoTime(millis);
}

type KeptBack = z.input<typeof schemas.AlertCause>['keptBack'];

function keptBackOf({ keptBack }: HistoryEntry['fate']): KeptBack {
  if (!keptBack) return null;
  switch (keptBack.by) {
    case 'silence':
      return { by: 'silence', silence: keptBack.silence ?? null };
    case 'inhibition':
      return { by: 'inhibition', source: keptBack.source ?? null };
    case 'mute':
    case 'hours':
      return { by: keptBack.by, until: timeOrNull(keptBack.until) };
    case 'storm':
      return { by: 'storm' };
  }
}

function causeOf({ id, at, cause, fate }: HistoryEntry): z.input<typeof schemas.AlertCause> {
  const { startedAt, endedAt, isAgain, isMuted, clusters, rows, faults, channels, annotations } = cause;
  const { rule, displayName, status, severity, labels, fingerprint, episode, rowCount } = cause;
  return {
    id: String(id),
    key: cause.key,
    at: isoTime(at),
    rule,
    displayName,
    status,
    severity,
    labels,
    annotations,
    fingerprint,
    episode,
    again: isAgain,
    startedAt: isoTime(startedAt),
    endedAt: timeOrNull(endedAt),
    clusters: [...clusters],
    project: cause.project ?? null,
    rows: [...rows],
    rowCount,
    evidence: cause.evidence ?? null,
    faults: [...faults],
    channels: [...channels],
    policy: cause.policy ?? null,
    muted: isMuted,
    toldAt: timeOrNull(fate.toldAt),
    keptBack: keptBackOf(fate),
  };
}

function activeOf({ rule, instance, last }: FiringGroup): z.input<typeof schemas.ActiveAlert> {
  const { severity, labels, fingerprint, episode, startedAt, toldAt } = instance;
  return {
    rule,
    displayName: last?.cause.displayName ?? rule,
    severity,
    labels,
    annotations: last?.cause.annotations ?? {},
    fingerprint,
    episode,
    startedAt: isoTime(startedAt),
    lastToldAt: isoTime(toldAt),
    evidence: last?.cause.evidence ?? null,
    toldAt: timeOrNull(last?.fate.toldAt),
    keptBack: last ? keptBackOf(last.fate) : null,
  };
}

/** What fires and what fired. */
export function alertHistoryRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/alerts/active',
      access: 'read',
      summary: 'What fires now: groups of alert rules whose condition goes on to hold.',
      query: schemas.AlertActiveQuery,
      answer: schemas.ActiveAlerts,
      handle: async ({ query, caller, context }) => ({
        items: (await context.alerts.history.firing(query, caller)).map(activeOf),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/alerts/history',
      access: 'read',
      summary: 'What fired and what was over, the latest first.',
      query: schemas.AlertHistoryQuery,
      answer: schemas.AlertHistory,
      handle: async ({ query: { cursor, from, to, ...filters }, caller, context }) => {
        const now = context.clock.nowMicros();
        const millisOf = (name: string, time: typeof from): number | undefined =>
          time === undefined ? undefined : readTime(time, now, name) / 1000;
        const { items, next } = await context.alerts.history.causes(
          {
            ...filters,
            from: millisOf('from', from),
            to: millisOf('to', to),
            before: cursor === undefined ? undefined : Number(cursor),
          },
          caller,
        );
        return { items: items.map(causeOf), cursor: next?.toString() };
      },
    }),
  ];
}
