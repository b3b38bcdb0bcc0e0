/** Searches to begin with, by the name of their text; docs/reference/search.md explains them. */
export const starterQueries = {
  commands: 'objectRef.subresource: exec and stage: ResponseStarted',
  secrets:
    'objectRef.resource: secrets and responseStatus.code: 200 not user.username: serviceaccount not user.username: node not user.username: apiserver',
  refused: 'annotations.authorization.k8s.io/decision: forbid',
  people:
    'not user.username: node not user.username: serviceaccount not user.username: apiserver not user.username: kube-scheduler not user.username: kube-controller-manager',
  deletions:
    'verb: delete and (objectRef.resource: namespaces or objectRef.resource: deployments or objectRef.resource: secrets or objectRef.resource: persistentvolumeclaims)',
  busiest: '* | select "user.username", verb, count(*) as n group by "user.username", verb order by n desc limit 20',
} as const;

export type StarterQuery = keyof typeof starterQueries;
export const starterNames: readonly StarterQuery[] = [
  'commands',
  'secrets',
  'refused',
  'people',
  'deletions',
  'busiest',
];
