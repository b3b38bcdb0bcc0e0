import { z } from 'zod';
import { readRange } from '../../analysis/index.ts';
import { AppError } from '../../base/index.ts';
import { formOf } from '../../delivery/index.ts';
import { CommonMembers, type DestinationStatus, destinationTypes } from '../../forward/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string().max(64) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

type Replay = DestinationStatus['replays'][number];

function shownReplay({ id, range, sent, rejected, startedBy, startedAt, endedAt }: Replay) {
  return {
    id,
    from: isoTime(range.fromMicros / 1000),
    to: isoTime(range.toMicros / 1000),
    sent,
    rejected,
    startedBy,
    startedAt: isoTime(startedAt),
    endedAt: endedAt === undefined ? null : isoTime(endedAt),
  };
}

function shown(destination: DestinationStatus): z.input<typeof schemas.Destination> {
  const { failure, replays, lagEvents, clusters, secrets, savedAt, ...rest } = destination;
  return {
    ...rest,
    clusters: clusters === undefined ? null : [...clusters],
    bodies: [...rest.bodies],
    redact: [...rest.redact],
    secrets: [...secrets],
    savedAt: isoTime(savedAt),
    lagEvents: lagEvents ?? null,
    lastError: failure?.answer ?? null,
    failing: failure === undefined ? null : { since: isoTime(failure.since), stopped: failure.isStopped },
    replays: replays.map(shownReplay),
  };
}

function missing(name: string): AppError {
  return new AppError('not-found', `cannot find destination "${name}"`);
}

/** Destinations that events are forwarded to: kept, shown without their secrets, tested, sent to again. */
export function destinationRoutes(): readonly Route[] {
  return [...keptRoutes(), ...sendingRoutes()];
}

function keptRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/destinations',
      access: 'administer',
      summary: 'The destinations that events are forwarded to, and how each fares. Secrets are never given back.',
      answer: schemas.DestinationList,
      handle: async ({ context }) => ({ items: (await context.forwarding.list()).map(shown) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/destinations/types',
      access: 'administer',
      summary: 'The kinds of destinations there are, with the JSON Schema of what each is told.',
      answer: schemas.DestinationTypes,
      handle: async () => ({
        common: formOf({ type: '', settings: CommonMembers, secrets: [] }).settings,
        items: destinationTypes.map((type) => ({ ...formOf(type), shapes: [...type.shapes] })),
      }),
    }),
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
        const text = 'type' in body ? JSON.stringify({ kind: 'Destination', ...body }) : body.yaml;
        const { value, warnings } = accepted(await context.forwarding.apply(text, caller));
        isAbout(value.map(({ name }) => name).join(', '));
        return { items: value.map(shown), diagnostics: warnings };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/destinations/{name}',
      access: 'administer',
      summary: 'A destination, and how it fares.',
      params: ByName,
      answer: schemas.Destination,
      handle: async ({ params: { name }, context }) => {
        const found = (await context.forwarding.list()).find((one) => one.name === name);
        if (!found) throw missing(name);
        return shown(found);
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
      method: 'GET',
      path: '/api/v1/destinations/{name}/rejected',
      access: 'administer',
      summary: 'Events that a destination refused, with what it said, the latest first; 10,000 are kept.',
      params: ByName,
      query: schemas.RejectedQuery,
      answer: schemas.RejectedList,
      handle: async ({ params, query: { cursor, limit }, context }) => {
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
  ];
}
