/** The API group and version of every resource that the simulated cluster touches. */
const resources = {
  bindings: { apiVersion: 'v1' },
  configmaps: { apiVersion: 'v1' },
  endpoints: { apiVersion: 'v1' },
  events: { apiVersion: 'v1' },
  limitranges: { apiVersion: 'v1' },
  namespaces: { apiVersion: 'v1' },
  nodes: { apiVersion: 'v1' },
  persistentvolumeclaims: { apiVersion: 'v1' },
  pods: { apiVersion: 'v1' },
  podtemplates: { apiVersion: 'v1' },
  replicationcontrollers: { apiVersion: 'v1' },
  resourcequotas: { apiVersion: 'v1' },
  secrets: { apiVersion: 'v1' },
  serviceaccounts: { apiVersion: 'v1' },
  services: { apiVersion: 'v1' },
  controllerrevisions: { apiGroup: 'apps', apiVersion: 'v1' },
  daemonsets: { apiGroup: 'apps', apiVersion: 'v1' },
  deployments: { apiGroup: 'apps', apiVersion: 'v1' },
  replicasets: { apiGroup: 'apps', apiVersion: 'v1' },
  statefulsets: { apiGroup: 'apps', apiVersion: 'v1' },
  selfsubjectreviews: { apiGroup: 'authentication.k8s.io', apiVersion: 'v1' },
  tokenreviews: { apiGroup: 'authentication.k8s.io', apiVersion: 'v1' },
  selfsubjectaccessreviews: { apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
  selfsubjectrulesreviews: { apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
  subjectaccessreviews: { apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
  horizontalpodautoscalers: { apiGroup: 'autoscaling', apiVersion: 'v2' },
  cronjobs: { apiGroup: 'batch', apiVersion: 'v1' },
  jobs: { apiGroup: 'batch', apiVersion: 'v1' },
  certificates: { apiGroup: 'cert-manager.io', apiVersion: 'v1' },
  leases: { apiGroup: 'coordination.k8s.io', apiVersion: 'v1' },
  endpointslices: { apiGroup: 'discovery.k8s.io', apiVersion: 'v1' },
  ingresses: { apiGroup: 'networking.k8s.io', apiVersion: 'v1' },
  networkpolicies: { apiGroup: 'networking.k8s.io', apiVersion: 'v1' },
  poddisruptionbudgets: { apiGroup: 'policy', apiVersion: 'v1' },
  clusterrolebindings: { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
  clusterroles: { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
  rolebindings: { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
  roles: { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
} as const satisfies Record<string, { apiGroup?: string; apiVersion: string }>;

export type Resource = keyof typeof resources;

/** What a request is about: audit's objectRef, and the path of the request. */
export interface Target {
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly subresource?: string;
}

/** The API group of a resource; the core group is the empty text. */
export function groupOf(resource: Resource): string {
  const entry: { apiVersion: string; apiGroup?: string } = resources[resource];
  return entry.apiGroup ?? '';
}

/** Writes objectRef with its members in kube-apiserver's order. */
export function objectRef(target: Target): string {
  const { apiVersion } = resources[target.resource];
  const group = groupOf(target.resource);
  let text = `{"resource":"${target.resource}"`;
  if (target.namespace !== undefined) text += `,"namespace":"${target.namespace}"`;
  if (target.name !== undefined) text += `,"name":"${target.name}"`;
  if (target.uid !== undefined) text += `,"uid":"${target.uid}"`;
  if (group !== '') text += `,"apiGroup":"${group}"`;
  text += `,"apiVersion":"${apiVersion}"`;
  if (target.resourceVersion !== undefined) text += `,"resourceVersion":"${target.resourceVersion}"`;
  if (target.subresource !== undefined) text += `,"subresource":"${target.subresource}"`;
  return `${text}}`;
}

/** The path of a request; a create without a subresource is POSTed to the collection, so it names no object. */
export function pathOf(target: Target, verb: string): string {
  const { apiVersion } = resources[target.resource];
  const group = groupOf(target.resource);
  let path = group === '' ? `/api/${apiVersion}` : `/apis/${group}/${apiVersion}`;
  if (target.namespace !== undefined && target.resource !== 'namespaces') path += `/namespaces/${target.namespace}`;
  path += `/${target.resource}`;
  const isCollection = verb === 'create' && target.subresource === undefined;
  if (target.name !== undefined && !isCollection && verb !== 'list') path += `/${target.name}`;
  if (target.subresource !== undefined) path += `/${target.subresource}`;
  return path;
}
