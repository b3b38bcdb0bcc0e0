import { isUnreadable, type Transport } from '../../../shipping/index.ts';
import { StoredAnswer } from '../../../server/schemas/index.ts';
import { type ApiClient, failure } from '../../api/client.ts';
import { clusterPath } from '../../api/named-path.ts';

/** The way to a cluster's events through the server's API: a body is stored, and can be queried, when the server answers. */
export function createTransport(client: ApiClient, cluster: string): Transport {
  return {
    post: async (body, key) => {
      const response = await client.fetch({
        method: 'POST',
        path: `${clusterPath(cluster, 'ingest/v1/clusters')}/audit`,
        query: new URLSearchParams({ wait: 'stored' }),
        headers: { 'content-type': 'application/json', 'x-whodunit-import': key },
        body,
      });
      if (response.status === 400 && isUnreadable(body)) return 'unreadable';
      if (!response.ok) throw await failure(response);
      const { received: read, ...counts } = await client.read(response, StoredAnswer);
      return { read, ...counts };
    },
  };
}
