import type { z } from 'zod';
import { formatMicroTime } from '../../audit/index.ts';
import type { Timeline } from '../../history/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import { HistoryAnswer, type HistoryLane, type HistoryMark, HistoryRequest } from '../schemas/index.ts';

/** What happened to objects, and what users did, as lanes over time. */
export function historyRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/history',
      access: 'read',
      activity: 'history',
      summary: 'Tells what happened to the objects of a search, or what its users did, as lanes over time.',
      body: HistoryRequest,
      answer: HistoryAnswer,
      handle: async ({ body, caller, context, signal }) => {
        const { value, warnings } = accepted(await context.analysis.history({ caller, question: body, signal }));
        const { timeline, range, knownFromMicros, total, read } = value;
        return {
          from: formatMicroTime(range.fromMicros),
          to: formatMicroTime(range.toMicros),
          knownFrom: formatMicroTime(knownFromMicros),
          total,
          read,
          bodies: caller.scope.bodies,
          lanes: timeline.lanes.map(laneOf),
          lanesLeft: timeline.lanesLeft,
          warnings: [...warnings],
        };
      },
    }),
  ];
}

type Lane = Timeline['lanes'][number];

function laneOf(lane: Lane): z.input<typeof HistoryLane> {
  const { kind, marksLeft } = lane;
  const marks = lane.marks.map((mark) => markOf(mark, kind));
  if (kind === 'user')
    return { kind, user: lane.user, found: true, depth: 0, existence: [], conditions: [], marks, marksLeft };
  const { object, owner, isFound: found, depth } = lane;
  return {
    kind,
    object,
    found,
    ...(owner ? { owner } : {}),
    depth,
    existence: lane.existence.map(({ state, isAssumed, ...span }) => ({ ...spanOf(span), state, assumed: isAssumed })),
    conditions: lane.conditions.map(({ type, spans }) => ({
      type,
      spans: spans.map(({ status, reason, ...span }) => ({ ...spanOf(span), status, reason })),
    })),
    marks,
    marksLeft,
  };
}

function markOf(mark: Lane['marks'][number], kind: Lane['kind']): z.input<typeof HistoryMark> {
  const { id, atMicros, user, actedAs, verb, subresource, code, isDryRun, isFound, body, object, changes } = mark;
  return {
    id,
    user,
    verb,
    subresource,
    body,
    changeCount: mark.changeCount,
    // The lane of an object names it once.
    ...(kind === 'user' && object ? { object } : {}),
    at: formatMicroTime(atMicros),
    ...(actedAs === '' ? {} : { actedAs }),
    code: code ?? null,
    dryRun: isDryRun,
    found: isFound,
    changes: changes.map(({ path, before, after }) => ({
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    })),
  };
}

function spanOf({ fromMicros, toMicros }: { readonly fromMicros: number; readonly toMicros: number | undefined }) {
  return { from: formatMicroTime(fromMicros), to: toMicros === undefined ? null : formatMicroTime(toMicros) };
}
