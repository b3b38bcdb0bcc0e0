import { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError, said } from '../../base/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import { createTailHub } from '../tail/hub.ts';
import { listen } from '../tail/listener.ts';

const Query = z.object({
  query: z
    .string()
    .max(1 << 16)
    .default(''),
  clusters: z.union([z.string(), z.array(z.string())]).optional(),
});

/** New events as they become queryable, as server-sent events. */
export function tailRoutes(): readonly Route[] {
  const hub = createTailHub();
  return [
    route({
      method: 'GET',
      path: '/api/v1/tail',
      access: 'read',
      activity: 'tail',
      summary: 'New events as they arrive, as server-sent events `audit` and `status`.',
      query: Query,
      handle: async (call) => {
        const { context, caller, reply, query } = call;
        const clusters =
          query.clusters === undefined ? undefined : [query.clusters].flat().flatMap((name) => name.split(','));
        const request = { ...call, query: query.query, clusters };
        // What is wrong with the search is an error like any other. An engine that goes away later is waited for.
        accepted(await context.analysis.live({ caller, question: request, signal: call.signal }));
        if (!context.engine.isReady())
          throw new AppError('engine-unavailable', said`cannot follow: the engine is away`);
        const place = hub.join(context, caller);
        call.signal.addEventListener('abort', () => place.leave(), { once: true });
        if (call.signal.aborted) place.leave();
        const follower = context.stream.follow({ whenBehind: 'skip' });
        await call.recordNow();
        const stream = Readable.from(listen(hub, place, request, follower), { highWaterMark: 1 });
        stream.on('error', (error) => context.logger.warn({ err: error, actor: caller.name }, 'a tail broke off'));
        return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
      },
    }),
  ];
}
