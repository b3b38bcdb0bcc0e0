import type { z } from 'zod';
import { systemClock } from '../../../platform/index.ts';
import { Arrivals, type Refused } from '../../../server/schemas/index.ts';
import type { ApiClient } from '../../api/client.ts';
import { clusterPath } from '../../api/named-path.ts';
import type { Output } from '../../output.ts';

const everyMs = 2000;

type Refusal = z.output<typeof Refused>;

const texts: Readonly<Record<Refusal['reason'], string>> = {
  'token-missing': 'no token or certificate was shown',
  'token-unknown': 'the token is not known, or was deleted',
  'credentials-of-another': 'the token or certificate is not one of this cluster',
  'cluster-unknown': 'there is no cluster of that name',
  'cluster-disabled': 'the cluster is disabled',
  'quota-reached': "the project's bytes of the day are used up",
  unreadable: 'no event could be read in what was sent',
  'too-large': 'what was sent is larger than 256 MiB',
  'no-room': 'the server has no room',
  failed: 'the server could not take it; its log says why',
  'path-unknown': 'the path of the URL takes no events',
  'certificate-not-trusted': "the sender does not trust the server's certificate, or it is for another name",
  'tls-failed': 'the TLS handshake failed',
  'tls-given-up': "the sender hung up during the TLS handshake: it may not trust the server's certificate",
  'http-to-https': 'plain http was spoken to a port of https',
  'https-to-http': 'https was spoken to a port of plain http',
};

/** Waits for the first event of a cluster, and tells of each refusal when it is seen first. */
export async function waitForEvents(client: ApiClient, name: string, output: Output): Promise<void> {
  const path = `${clusterPath(name)}/arrivals`;
  const told = new Set<string>();
  output.note(`waiting for the first event of cluster ${name}`);
  for (;;) {
    const { events, refused, ofNobody } = await client.call({ path }, Arrivals);
    for (const refusal of [...refused, ...(ofNobody ?? [])]) {
      const { reason, address } = refusal;
      if (told.has(`${reason} ${address}`)) continue;
      told.add(`${reason} ${address}`);
      output.note(`refused from ${address}: ${texts[reason]}`);
    }
    if (events !== null && events > 0) {
      output.note(`the first event is there: cluster ${name} has ${events}`);
      return;
    }
    await systemClock.sleep(everyMs);
  }
}
