import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError, said } from '../../base/index.ts';

/**
 * Says whether the page and the API answer to a Host header: to the names given, loopback names, and every address. A web site that has its
 * own name lead here (DNS rebinding) sends that name; an address cannot be made to lead elsewhere.
 */
export function createHostCheck(names: readonly string[]): (host: string | undefined) => boolean {
  const known = new Set(names.map(plainName));
  return (host) => {
    const name = nameOf(host ?? '');
    return known.has(name) || name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0;
  };
}

/** The name or address of a Host header; empty where it is none. */
function nameOf(host: string): string {
  const [, address, name] = /^(?:\[([\d.:A-Fa-f]{2,45})\]|([^:[\]]{1,255}))(?::\d{1,5})?$/.exec(host) ?? [];
  return plainName(address ?? name ?? '');
}

/** Names are the same in any case, and with the dot at their end. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/**
 * Refuses calls to a host that is none of ours, those of the routes in `exempt` aside: webhooks, probes and scrapes come by whatever
 * address there is, and no browser takes part in them.
 */
export function refuseUnknownHosts(
  server: FastifyInstance,
  isKnown: (host: string | undefined) => boolean,
  exempt: ReadonlySet<string>,
): void {
  server.addHook('onRequest', async ({ headers, routeOptions }) => {
    if (exempt.has(routeOptions.url ?? '') || isKnown(headers.host)) return;
    const host = (headers.host ?? '').slice(0, 100);
    throw new AppError(
      'unknown-host',
      said`cannot answer to the host "${host}": it is not in --public-url or --allowed-host of the server`,
    );
  });
}
