/** A search, and what its newest page and its total may take of the store, in milliseconds. */
export interface NamedSearch {
  readonly name: string;
  readonly query: string;
  readonly pageMs: number;
  readonly totalMs: number;
}

/** A person, a pod and an audit id that are in the data. */
export interface Known {
  readonly user: string;
  readonly pod: string;
  readonly auditId: string;
}

/**
 * The twelve searches. On columns and rare words: 500 ms; the newest of a user: 100 ms; a common word: its first page 500 ms, its total
 * 3 s.
 */
export function searches({ user, pod, auditId }: Known): readonly NamedSearch[] {
  const quick = { pageMs: 500, totalMs: 500 };
  const common = { pageMs: 500, totalMs: 3000 };
  return [
    { name: 'everything', query: '*', ...quick },
    { name: 'newest of a user', query: `user.username: "${user}"`, pageMs: 100, totalMs: 500 },
    { name: 'pods that were made', query: 'verb: create and objectRef.resource: pods', ...quick },
    { name: 'refused', query: 'responseStatus.code in [401 403]', ...quick },
    {
      name: 'a namespace and a resource',
      query: 'objectRef.namespace: shop-prod and objectRef.resource: pods',
      ...quick,
    },
    { name: 'commands in containers', query: 'objectRef.subresource: exec', ...quick },
    { name: 'what people did', query: 'not user.username: system', ...quick },
    { name: 'rare word: a pod', query: pod, ...quick },
    { name: 'rare word: an audit id', query: auditId, ...quick },
    { name: 'rare phrase in a body', query: `requestObject.metadata.name: "${pod}"`, ...quick },
    { name: 'common word', query: 'kubelet', ...common },
    { name: 'wildcard', query: 'objectRef.name: web*', ...common },
  ];
}
