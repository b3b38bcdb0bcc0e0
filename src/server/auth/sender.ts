import { AppError, said } from '../../base/index.ts';
import type { Cluster, Records } from '../../records/index.ts';
import { type Authenticator, bearerToken } from './authenticate.ts';
import { type Caller, isAllowed, maySeeCluster } from '../../access/index.ts';
import type { ClientCertificate } from './client-certificate.ts';

/** Who sends events, and the cluster whose they are. */
export interface Sender {
  readonly cluster: Cluster;
  /** The actor of the activity log: a kind, a colon and what tells this one from others; or a caller's name. */
  readonly name: string;
  /** How the sender has shown who it is. Holds no secret. */
  readonly proof:
    | { readonly kind: 'ingest-token'; readonly id: string }
    | { readonly kind: 'certificate'; readonly fingerprint: string }
    | { readonly kind: 'api-token' };
}

/** What a request for a cluster shows. */
export interface SenderHead {
  readonly authorization: string | undefined;
  readonly certificate: ClientCertificate | undefined;
}

/** The cluster of a name, or of an id, which is what ACK's variables tell a collector. */
export async function clusterCalled(
  { clusters }: Pick<Records, 'clusters'>,
  name: string,
): Promise<Cluster | undefined> {
  return (await clusters.byName(name)) ?? (await clusters.byId(name));
}

/** Makes the two doors for events. */
export function createSenderCheck(
  records: Pick<Records, 'clusters' | 'ingestTokens'>,
  authenticator: Pick<Authenticator, 'authenticate'>,
) {
  return {
    /**
     * The sender for a cluster's name or id: the bearer of one of its tokens or of an
     * API token with the admin role; without an Authorization header, the holder of a verified certificate whose common name is the
     * cluster's. Throws AppError: `unauthenticated`, `forbidden` for what belongs to another cluster, `not-found`.
     */
    async forCluster(name: string, { authorization, certificate }: SenderHead): Promise<Sender> {
      const cluster = await clusterCalled(records, name);
      if (authorization === undefined && certificate) return ofCertificate(cluster, name, certificate);
      const text = bearerToken(authorization);
      const token = text === undefined ? undefined : await records.ingestTokens.use(text);
      if (token && cluster?.id === token.clusterId) return ofToken(cluster, token.id);
      const caller = token
        ? undefined
        : await authenticator.authenticate({ method: 'POST', headers: { authorization }, isSecure: true });
      if (caller && isAllowed(caller, 'administer-clusters'))
        return { cluster: visible(cluster, name, caller), name: caller.name, proof: { kind: 'api-token' } };
      if (caller)
        throw new AppError(
          'forbidden',
          said`cannot take events for cluster "${name}": ${caller.name} has the role ${caller.role}, and admin or an ingest token of the cluster is needed`,
        );
      if (token) throw new AppError('forbidden', said`cannot take events: the token is not one of cluster "${name}"`);
      throw new AppError('unauthenticated', said`cannot take events: the token is missing or not known`);
    },
    /** The sender by the token in a path alone. Throws AppError `unauthenticated`. */
    async byToken(text: string): Promise<Sender> {
      const token = await records.ingestTokens.use(text);
      const cluster = token && (await records.clusters.byId(token.clusterId));
      if (!cluster) throw new AppError('unauthenticated', said`cannot take events: the token is not known`);
      return ofToken(cluster, token.id);
    },
  };
}

function ofToken(cluster: Cluster, id: string): Sender {
  return { cluster, name: `ingest-token:${id}`, proof: { kind: 'ingest-token', id } };
}

function ofCertificate(cluster: Cluster | undefined, name: string, certificate: ClientCertificate): Sender {
  const { commonName, fingerprint } = certificate;
  if (commonName !== (cluster?.name ?? name))
    throw new AppError('forbidden', said`cannot take events: the certificate is not one of cluster "${name}"`);
  return {
    cluster: existing(cluster, name),
    name: `certificate:${commonName}`,
    proof: { kind: 'certificate', fingerprint },
  };
}

/** One that the caller may not see is as unknown as one that is not there. */
function visible(cluster: Cluster | undefined, name: string, caller: Caller): Cluster {
  return existing(cluster && maySeeCluster(caller, cluster.id) ? cluster : undefined, name);
}

function existing(cluster: Cluster | undefined, name: string): Cluster {
  if (!cluster) throw new AppError('not-found', said`cannot find cluster "${name}"`);
  return cluster;
}
