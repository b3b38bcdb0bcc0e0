import type { z } from 'zod';
import { AppError } from '../../base/index.ts';
import { asAuditEvent, createSimulation, isValid, type KubeRelease, loadPolicy } from '../../policy/index.ts';
import { RejectedInput } from '../http/errors.ts';
import type { Call } from '../http/route.ts';
import type { SimulateRequest } from '../schemas/index.ts';
import { eventPages } from './event-pages.ts';
import { prepareSearch } from './search.ts';

/** Events that one call replays; beyond, the range is to be made smaller or the command line used on files. */
const maxEvents = 500_000;

function load(text: string, release: KubeRelease) {
  const loaded = loadPolicy(text, release);
  if (isValid(loaded)) return loaded;
  throw new RejectedInput(
    loaded.errors.map(({ message, line, column }) => ({
      code: 'invalid-policy',
      severity: 'error',
      message,
      line,
      column,
    })),
  );
}

type SimulateCall = Pick<
  Call<unknown, unknown, z.output<typeof SimulateRequest>>,
  'body' | 'caller' | 'context' | 'signal'
>;

/** Replays what the store holds of a cluster through a policy, a page at a time. */
export async function simulateStored({ body, caller, context, signal }: SimulateCall, release: KubeRelease) {
  const simulation = createSimulation(
    load(body.policy, release),
    body.against === undefined ? undefined : load(body.against, release),
  );
  const request = { query: '', from: body.from, to: body.to, clusters: [body.cluster] };
  const { selection } = await prepareSearch(context, caller, request);
  const total = await context.search.count(selection, signal);
  if (total > maxEvents)
    throw new AppError('bad-request', `cannot simulate: the range holds ${total} events, more than ${maxEvents}`);
  for await (const events of eventPages(context.search, { ...selection, order: 'asc', signal })) {
    for (const { bytes } of events) {
      const event = asAuditEvent(JSON.parse(new TextDecoder().decode(bytes)));
      if (event) simulation.add(event, bytes.length);
    }
  }
  return simulation.result();
}
