import { z } from 'zod';
import { type Caller, requireWholeClusters, selectClusters, visibleCluster } from '../../access/index.ts';
import { readRange, readTime } from '../../analysis/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { Cluster, ClusterNote } from '../../records/index.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

/** Of each kind: a histogram has no room for more. */
const mostMarks = 200;

const isoTime = (millis: number): string => new Date(millis).toISOString();

interface Period {
  readonly from: number;
  readonly to: number;
}

/** What is marked beside events over time: notes, restarts and gaps of API servers. */
export function markRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/marks',
      access: 'read',
      summary: 'What helps to read the events of a period: notes, and restarts and gaps of API servers.',
      query: z.object({
        from: z.string().default('-24h'),
        to: z.string().default('now'),
        clusters: z.string().max(8192).optional(),
      }),
      answer: schemas.Marks,
      handle: async ({ query, context, caller }) => {
        const { fromMicros, toMicros } = readRange(query.from, query.to, context.clock.nowMicros());
        const period = { from: fromMicros / 1000, to: toMicros / 1000 };
        const names = query.clusters?.split(',').filter(Boolean);
        const { clusters } = await selectClusters(context.records, caller, names);
        return marksOf(context, caller, seesAllNamespaces(caller) ? clusters : [], period);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/clusters/{name}/notes',
      access: 'keep',
      activity: 'note-add',
      summary: 'Writes a note beside the events of a cluster, at a moment of them.',
      params: z.object({ name: z.string() }),
      body: schemas.NewClusterNote,
      answer: schemas.ClusterNote,
      handle: async ({ params, body, context, caller }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        requireWholeClusters(caller, said`write a note`);
        const at = Math.floor(readTime(body.at, context.clock.nowMicros(), 'at') / 1000);
        const written = { clusterId: cluster.id, at, text: body.text, writtenBy: caller.name };
        return shownNote(await context.records.clusterNotes.add(written), cluster, caller);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/clusters/{name}/notes/{id}',
      access: 'keep',
      activity: 'note-delete',
      summary: 'Deletes a note: its own one, or as an administrator.',
      params: z.object({ name: z.string(), id: z.string().max(64) }),
      answer: schemas.Empty,
      handle: async ({ params, context, caller, isAbout }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const note = seesAllNamespaces(caller)
          ? await context.records.clusterNotes.find(cluster.id, params.id)
          : undefined;
        if (!note) throw new AppError('not-found', said`cannot find the note`);
        if (!mayDelete(note, caller))
          throw new AppError('forbidden', said`cannot delete the note of "${note.writtenBy}"`);
        isAbout(`${cluster.name}: ${note.text}`);
        await context.records.clusterNotes.delete(cluster.id, note.id);
        return {};
      },
    }),
  ];
}

/** Marks are of all namespaces: whoever is limited to some sees none. */
function seesAllNamespaces({ scope }: Caller): boolean {
  return scope.namespaces === null;
}

async function marksOf(
  context: ServerContext,
  caller: Caller,
  clusters: readonly Cluster[],
  period: Period,
): Promise<z.input<typeof schemas.Marks>> {
  const limit = mostMarks + 1;
  const notes: z.input<typeof schemas.ClusterNote>[] = [];
  const restarts: z.input<typeof schemas.Marks>['restarts'] = [];
  const gaps: z.input<typeof schemas.Marks>['gaps'] = [];
  for (const cluster of clusters) {
    const written = await context.records.clusterNotes.list({ clusterId: cluster.id, ...period, limit });
    notes.push(...written.map((note) => shownNote(note, cluster, caller)));
    const begun = await context.records.auditSamples.starts({ clusterId: cluster.id, ...period, limit });
    restarts.push(...begun.map(({ source, at }) => ({ cluster: cluster.name, apiServer: source, at: isoTime(at) })));
    gaps.push(...gapsIn(context, cluster, period));
  }
  const kinds = [notes, restarts, gaps];
  for (const kind of kinds) kind.sort((a, b) => b.at.localeCompare(a.at));
  const more = kinds.some(({ length }) => length > mostMarks);
  return {
    notes: notes.slice(0, mostMarks),
    restarts: restarts.slice(0, mostMarks),
    gaps: gaps.slice(0, mostMarks),
    more,
  };
}

function gapsIn({ monitor }: ServerContext, cluster: Cluster, { from, to }: Period) {
  return monitor.apiServers.list(cluster.id).flatMap(({ name, gaps, gapSince }) => {
    const open = gapSince === undefined || cluster.status !== 'enabled' ? [] : [{ from: gapSince, to: null }];
    return [...gaps, ...open]
      .filter((gap) => gap.from < to && (gap.to === null || gap.to > from))
      .map((gap) => ({
        cluster: cluster.name,
        apiServer: name,
        at: isoTime(gap.from),
        to: gap.to === null ? null : isoTime(gap.to),
      }));
  });
}

function mayDelete({ writtenBy }: ClusterNote, caller: Caller): boolean {
  return writtenBy === caller.name || caller.role === 'admin';
}

function shownNote(note: ClusterNote, cluster: Cluster, caller: Caller): z.input<typeof schemas.ClusterNote> {
  const { id, text, at, writtenBy } = note;
  return { cluster: cluster.name, at: isoTime(at), id, text, writtenBy, deletable: mayDelete(note, caller) };
}
