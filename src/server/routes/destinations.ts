import { z } from 'zod';
import { readRange } from '../../analysis/index.ts';
import { type Caller, isLimited } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import { formOf } from '../../delivery/index.ts';
import { CommonMembers, type DestinationStatus, destinationTypes, type DryRun } from '../../forward/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string().max(64) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

type Replay = DestinationStatus['replays'][number];

function shownReplay({ id, range, place, sent, rejected, startedBy, startedAt, endedAt, cancelledBy }: Replay) {
  return {
    id,
    from: isoTime(range.fromMicros / 1000),
    to: isoTime(range.toMicros / 1000),
    sent,
    rejected,
    startedBy,
    startedAt: isoTime(startedAt),
    endedAt: endedAt === undefined ? null : isoTime(endedAt),
    cancelledBy: cancelledBy ?? null,
    reachedAt: place.receivedAtMicros === 0 ? null : isoTime(place.receivedAtMicros / 1000),
  };
}

function shown(destination: DestinationStatus): z.input<typeof schemas.Destination> {
  const { failure, replays, lagEvents, clusters, secrets, savedAt, paused, pace, ...rest } = destination;
  return {
    ...rest,
    clusters: clusters === undefined ? null : [...clusters],
    bodies: [...rest.bodies],
    redact: [...rest.redact],
    secrets: [...secrets],
    savedAt: isoTime(savedAt),
    lagEvents: lagEvents ?? null,
    eventsPerSecond: pace.perSecond,
    retries: pace.retries,
    paused: paused === undefined ? null : { by: paused.by, at: isoTime(paused.at) },
    lastError: failure?.answer ?? null,
    failing: failure === undefined ? null : { since: isoTime(failure.since), stopped: failure.isStopped },
    replays: replays.map(shownReplay),
  };
}

function shownDryRun({ name, events, calls, withheld }: DryRun) {
  return {
    name,
    events: events.map(({ cluster, auditId, timeMicros, receivedAtMicros, isRedacted, setAside }) => ({
      cluster,
      auditID: auditId,
      time: isoTime(timeMicros / 1000),
      receivedAt: isoTime(receivedAtMicros / 1000),
      redacted: isRedacted,
      setAside: setAside ?? null,
    })),
    calls: calls.map(({ method, url, compression, text, isCut, ...call }) => ({
      ...call,
      method: method ?? null,
      url: url ?? null,
      compression: compression ?? null,
      body: text,
      cut: isCut,
    })),
    withheld,
  };
}

/** What is forwarded is of all clusters, and so are the answers to it. Throws AppError `forbidden`. */
function requireAllClusters(caller: Caller): void {
  if (isLimited(caller))
    throw new AppError(
      'forbidden',
      said`cannot show destinations to "${caller.name}": they are for those without limits`,
    );
}

/** A form as the file that it stands for. */
function textOf(given: z.output<typeof schemas.GivenDestinations>): string {
  return 'type' in given ? JSON.stringify({ kind: 'Destination', ...given }) : given.yaml;
}

function missing(name: string): AppError {
  return new AppError('not-found', said`cannot find destination "${name}"`);
}

/** Destinations that events are forwarded to: kept, shown without their secrets, tested, sent to again. */
export function destinationRoutes(): readonly Route[] {
  return [
    ...shownRoutes(),
    ...keptRoutes(),
    ...tryingRoutes(),
    ...sendingRoutes(),
    ...replayRoutes(),
    ...rejectedRoutes(),
  ];
}

function shownRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/destinations',
      access: 'read',
      summary: 'The destinations that events are forwarded to, and how each fares. Secrets are never given back.',
      answer: schemas.DestinationList,
      handle: async ({ caller, context }) => {
        requireAllClusters(caller);
        return { items: (await context.forwarding.list()).map(shown) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/destinations/types',
      access: 'read',
      summary: 'The kinds of destinations there are, with the JSON Schema of what each is told.',
      answer: schemas.DestinationTypes,
      handle: async () => ({
        common: formOf({ type: '', settings: CommonMembers, secrets: [] }).settings,
        items: destinationTypes.map((type) => ({ ...formOf(type), shapes: [...type.shapes] })),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/destinations/{name}',
      access: 'read',
      summary: 'A destination, and how it fares.',
      params: ByName,
      answer: schemas.Destination,
      handle: async ({ params: { name }, caller, context }) => {
        requireAllClusters(caller);
        const found = (await context.forwarding.list()).find((one) => one.name === name);
        if (!found) throw missing(name);
        return shown(found);
      },
    }),
  ];
}

function keptRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/destinations',
      access: 'administer',
      activity: 'destination-apply',
      summary:
        'Keeps all destinations of a file, or one that is given as a form, in the place of others of their names. A new one is sent what is received from now on; one that is changed goes on where it was. A secret that is left out stays.',
      body: schemas.GivenDestinations,
      answer: schemas.AppliedDestinations,
      handle: async ({ body, caller, context, isAbout }) => {
        const { value, warnings } = accepted(await context.forwarding.apply(textOf(body), caller));
        isAbout(value.map(({ name }) => name).join(', '));
        return { items: value.map(shown), diagnostics: warnings };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/destinations/{name}',
      access: 'administer',
      activity: 'destination-delete',
      summary: 'Deletes a destination with its secrets. What it was not sent yet is not sent.',
      params: ByName,
      answer: schemas.Empty,
      handle: async ({ params: { name }, context }) => {
        if (!(await context.forwarding.delete(name))) throw missing(name);
        return {};
      },
    }),
  ];
}

function tryingRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/destinations/check',
      access: 'administer',
      summary: 'What is wrong with a file of destinations, as applying it would say. Nothing is kept.',
      body: schemas.GivenDestinations,
      answer: schemas.CheckedDestinations,
      handle: async ({ body, context }) => context.forwarding.check(textOf(body)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/destinations/dry-run',
      access: 'administer',
      activity: 'destination-dry-run',
      summary:
        'What each destination of a file, or one that is given as a form, would be sent of the newest events that its filter finds. Nothing is kept, and nothing sent.',
      query: schemas.DryRunQuery,
      body: schemas.GivenDestinations,
      answer: schemas.DestinationDryRuns,
      handle: async ({ query: { events }, body, caller, context, signal, isAbout }) => {
        const tried = await context.forwarding.dryRunFile(textOf(body), caller, { events, signal });
        const { value, warnings } = accepted(tried);
        isAbout(value.map(({ name }) => name).join(', '));
        return { items: value.map(shownDryRun), diagnostics: warnings };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/destinations/{name}/dry-run',
      access: 'administer',
      activity: 'destination-dry-run',
      summary: 'What a destination would be sent of the newest events that its filter finds. Nothing is sent.',
      params: ByName,
      query: schemas.DryRunQuery,
      answer: schemas.DestinationDryRun,
      handle: async ({ params: { name }, query: { events }, context, signal }) =>
        shownDryRun(await context.forwarding.dryRun(name, { events, signal })),
    }),
  ];
}

function sendingRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/destinations/{name}/test',
      access: 'administer',
      activity: 'destination-test',
      summary: 'Sends an event of the server itself now, and says what the other side answered.',
      params: ByName,
      answer: schemas.DestinationTest,
      handle: async ({ params, context }) => {
        const outcome = await context.forwarding.test(params.name);
        const [refusal] = outcome.kind === 'sent' ? (outcome.refused ?? []) : [];
        if (refusal) return { outcome: 'refused' as const, status: refusal.status, answer: refusal.answer };
        return { outcome: outcome.kind, status: outcome.status, answer: outcome.answer };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/destinations/{name}/pause',
      access: 'administer',
      activity: 'destination-pause',
      summary: 'Sends nothing until it is resumed. What comes meanwhile is sent then, as long as the store keeps it.',
      params: ByName,
      answer: schemas.Destination,
      handle: async ({ params: { name }, caller, context }) => shown(await context.forwarding.pause(name, caller)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/destinations/{name}/resume',
      access: 'administer',
      activity: 'destination-resume',
      summary: 'Goes on where it was paused.',
      params: ByName,
      answer: schemas.Destination,
      handle: async ({ params: { name }, context }) => shown(await context.forwarding.resume(name)),
    }),
  ];
}

function replayRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/destinations/{name}/replay',
      access: 'administer',
      activity: 'destination-replay',
      summary:
        'Sends again what was received or happened within a range, beside what comes in. An event has the same identity as before.',
      params: ByName,
      body: schemas.DestinationReplayRequest,
      answer: schemas.DestinationReplay,
      handle: async ({ params, body, caller, context }) => {
        const range = readRange(body.from, body.to, context.clock.nowMicros());
        return shownReplay(await context.forwarding.replay(params.name, range, caller));
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/destinations/{name}/replays/{id}',
      access: 'administer',
      activity: 'destination-replay-cancel',
      summary: 'Ends the sending of a range. What was sent is sent.',
      params: ByName.extend({ id: z.coerce.number().int() }),
      answer: schemas.Empty,
      handle: async ({ params: { name, id }, caller, context }) => {
        await context.forwarding.cancelReplay(name, id, caller);
        return {};
      },
    }),
  ];
}

function rejectedRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/destinations/{name}/rejected',
      access: 'read',
      summary: 'Events that a destination refused, with what it said, the latest first; 10,000 are kept.',
      params: ByName,
      query: schemas.RejectedQuery,
      answer: schemas.RejectedList,
      handle: async ({ params, query: { cursor, limit }, caller, context }) => {
        requireAllClusters(caller);
        const found = await context.forwarding.rejects(params.name, { before: cursor, limit });
        const clusters = await context.records.clusters.list();
        const names = new Map(clusters.map(({ id, name }) => [id, name]));
        const items = found.map(({ id, at, clusterId, auditId, receivedAtMicros, status, answer }) => ({
          id,
          at: isoTime(at),
          cluster: names.get(clusterId) ?? clusterId,
          auditID: auditId,
          receivedAt: isoTime(receivedAtMicros / 1000),
          status: status ?? null,
          answer,
        }));
        const last = found.length === limit ? found.at(-1) : undefined;
        return { items, cursor: last && String(last.id) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/destinations/{name}/rejected/resend',
      access: 'administer',
      activity: 'destination-resend',
      summary:
        'Sends events again that a destination refused, one by one, until it takes nothing, and says what it answered. What it takes is forgotten here.',
      params: ByName,
      body: schemas.ResendRequest,
      answer: schemas.ResentList,
      handle: async ({ params: { name }, body: { ids }, context, signal }) => {
        const items = await context.forwarding.resend(name, ids, signal);
        return { items: items.map(({ status, ...one }) => ({ ...one, status: status ?? null })) };
      },
    }),
  ];
}
