import { type ApiServer, goneMs, hear, type Heard, newApiServer, withEnds, withUnfinished } from './api-server.ts';
import type { HeardRequests, RequestsOutcome } from './open-requests.ts';

/** The API servers of a cluster. */
export type Fleet = readonly ApiServer[];

const noRequests: HeardRequests = { begun: new Map(), ended: [], endedKinds: [], isCut: false };

/** More are no control plane, but somebody who makes names up: the one that was heard last is kept. */
const mostServers = 64;

/**
 * Finds out whose a body is and notes it: the API server whose lease it renews; else, where its sender sent but one API server's leases, that
 * one; else the sender itself, such as a proxy before several, or an API server whose policy leaves leases out.
 */
export function hearIn(fleet: Fleet, heard: Heard): Fleet {
  const names = heard.leases.length > 0 ? heard.leases : [senderOf(fleet, heard.source)];
  const share = {
    ...heard,
    events: heard.events / names.length,
    truncated: heard.truncated / names.length,
    // Of several together nobody knows whose they are.
    requests: names.length === 1 ? heard.requests : noRequests,
  };
  let next = fleet.filter(({ lastAt }) => heard.at - lastAt < goneMs);
  for (const name of names) {
    const hasLease = heard.leases.length > 0;
    const known = next.find((one) => one.name === name) ?? (hasLease ? nameless(next, heard.source) : undefined);
    const before = known ?? newApiServer(name, hasLease, heard.at);
    next = [
      ...next.filter((one) => one !== known),
      hear({ ...before, name, hasLease: before.hasLease || hasLease }, share),
    ];
  }
  return next.slice(-mostServers);
}

/** Whose a body is; undefined where it is of several API servers. */
export function ownerIn(fleet: Fleet, { leases, source }: Pick<Heard, 'leases' | 'source'>): string | undefined {
  const [one, ...others] = leases;
  return one === undefined ? senderOf(fleet, source) : others.length === 0 ? one : undefined;
}

/** Notes which requests have ended, and which never did. */
export function requestsIn(fleet: Fleet, { endsOf, changes }: RequestsOutcome, at: number): Fleet {
  if (endsOf.size === 0 && changes.length === 0) return fleet;
  return fleet.map((server) =>
    changes
      .filter((change) => change.server === server.name)
      .reduce(
        (known, { foundAt, by }) => withUnfinished(known, foundAt, by),
        endsOf.has(server.name) ? withEnds(server, at) : server,
      ),
  );
}

function senderOf(fleet: Fleet, source: string): string {
  const [one, ...others] = fleet.filter(({ hasLease, sources }) => hasLease && sources.includes(source));
  return one && others.length === 0 ? one.name : source;
}

/** What came from a sender before the first lease did. */
function nameless(fleet: Fleet, source: string): ApiServer | undefined {
  return fleet.find(({ name, hasLease }) => !hasLease && name === source);
}
