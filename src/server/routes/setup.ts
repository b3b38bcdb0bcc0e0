import { z } from 'zod';
import { isAllowed, visibleCluster } from '../../access/index.ts';
import { invariant } from '../../base/index.ts';
import { policyPreset } from '../../policy/index.ts';
import { setupSteps, usualPolicy, writeCommand } from '../../setup/index.ts';
import type { Refused } from '../http/arrivals.ts';
import { clusterActivity } from '../http/cluster-activity.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string() });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

/** How a cluster comes to send its events here, and what came of it. */
export function setupRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/clusters/{name}/setup',
      access: 'administer-clusters',
      summary:
        'What is to be done so that a cluster sends its events here, by the way in which it is run. Changes nothing.',
      params: ByName,
      body: schemas.SetupQuestion,
      answer: schemas.Setup,
      secret: true,
      handle: async ({ params, body, context, caller }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const { for: way, backend, policy = usualPolicy(way), ingestToken: token = 'INGEST_TOKEN' } = body;
        const preset = policyPreset(policy);
        invariant(preset, 'each policy that may be chosen ships with the product');
        const server = context.publicUrl().replace(/\/$/, '');
        const authority = server.startsWith('https:') ? context.caCertificate : undefined;
        const steps = setupSteps(way, { cluster, backend, server, authority, token, policy: preset });
        return {
          server,
          policy,
          steps: steps.map((step) => ({
            ...step,
            files: step.files.map((file) => ({ ...file, writeCommand: writeCommand(file) })),
          })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}/arrivals',
      access: 'administer-clusters',
      summary:
        'What came for a cluster and what became of it: whom events were taken from, and what was refused, from where and why.',
      params: ByName,
      answer: schemas.Arrivals,
      handle: async ({ params, context, caller, signal }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const { taken, refused } = context.arrivals.of(cluster.id);
        const scope = { ...caller.scope, clusterIds: [cluster.id] };
        const stored = await clusterActivity(context, { caller: { ...caller, scope }, signal });
        const [activity] = stored ?? [];
        const seesAll = isAllowed(caller, 'administer');
        return {
          events: stored ? (activity?.events ?? 0) : null,
          lastEventAt: activity ? isoTime(activity.lastReceivedAtMicros / 1000) : null,
          taken: taken.map(({ source, events, firstAt, lastAt }) => ({
            source,
            events,
            firstAt: isoTime(firstAt),
            lastAt: isoTime(lastAt),
          })),
          refused: refused.map(shownRefused),
          ofNobody: seesAll ? context.arrivals.of(undefined).refused.map(shownRefused) : null,
        };
      },
    }),
  ];
}

function shownRefused({ reason, address, times, firstAt, lastAt }: Refused): z.input<typeof schemas.Refused> {
  return { reason, address, times, firstAt: isoTime(firstAt), lastAt: isoTime(lastAt) };
}
