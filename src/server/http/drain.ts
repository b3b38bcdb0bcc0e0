import type { FastifyInstance } from 'fastify';

/** How long answers that are under way are waited for, of those that never end by themselves least of all. */
const graceMs = 5000;
/** A connection is idle once its answer is finished; Node closes those that were idle at the beginning alone. */
const sweepMs = 50;

/**
 * Lets a server that is closed finish the answers under way, for some seconds, and then breaks off what is left. Gives the
 * signal for those that have no end of their own.
 */
export function drainOnClose(server: FastifyInstance): AbortSignal {
  const ending = new AbortController();
  let sweep: NodeJS.Timeout | undefined;
  let last: NodeJS.Timeout | undefined;
  server.addHook('preClose', async () => {
    ending.abort();
    sweep = setInterval(() => server.server.closeIdleConnections(), sweepMs);
    last = setTimeout(() => server.server.closeAllConnections(), graceMs);
  });
  server.addHook('onClose', async () => {
    clearInterval(sweep);
    clearTimeout(last);
  });
  return ending.signal;
}
