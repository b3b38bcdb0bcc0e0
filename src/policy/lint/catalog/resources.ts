/**
 * The resources that Kubernetes 1.16 to 1.36 serves, by API group: `name` or `name(subresource,…)`, cluster-scoped ones with `!`.
 * From the API reference of the releases and their discovery documents.
 */
const served: Readonly<Record<string, string>> = {
  '': 'bindings componentstatuses! configmaps endpoints events limitranges namespaces!(finalize,status) nodes!(proxy,status) persistentvolumeclaims(status) persistentvolumes!(status) pods(attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status) podtemplates replicationcontrollers(scale,status) resourcequotas(status) secrets serviceaccounts(token) services(proxy,status)',
  'admissionregistration.k8s.io':
    'mutatingwebhookconfigurations! validatingwebhookconfigurations! validatingadmissionpolicies!(status) validatingadmissionpolicybindings! mutatingadmissionpolicies! mutatingadmissionpolicybindings!',
  'apiextensions.k8s.io': 'customresourcedefinitions!(status)',
  'apiregistration.k8s.io': 'apiservices!(status)',
  apps: 'controllerrevisions daemonsets(status) deployments(scale,status) replicasets(scale,status) statefulsets(scale,status)',
  'auditregistration.k8s.io': 'auditsinks!',
  'authentication.k8s.io': 'tokenreviews! selfsubjectreviews!',
  'authorization.k8s.io':
    'localsubjectaccessreviews selfsubjectaccessreviews! selfsubjectrulesreviews! subjectaccessreviews!',
  autoscaling: 'horizontalpodautoscalers(status)',
  batch: 'cronjobs(status) jobs(status)',
  'certificates.k8s.io':
    'certificatesigningrequests!(approval,status) clustertrustbundles! podcertificaterequests(status)',
  'coordination.k8s.io': 'leases leasecandidates',
  'discovery.k8s.io': 'endpointslices',
  'events.k8s.io': 'events',
  extensions:
    'daemonsets(status) deployments(rollback,scale,status) ingresses(status) networkpolicies podsecuritypolicies! replicasets(scale,status) replicationcontrollers(scale)',
  'flowcontrol.apiserver.k8s.io': 'flowschemas!(status) prioritylevelconfigurations!(status)',
  'internal.apiserver.k8s.io': 'storageversions!(status)',
  'metrics.k8s.io': 'nodes! pods',
  'networking.k8s.io': 'ingressclasses! ingresses(status) ipaddresses! networkpolicies(status) servicecidrs!(status)',
  'node.k8s.io': 'runtimeclasses!',
  policy: 'poddisruptionbudgets(status) podsecuritypolicies!',
  'rbac.authorization.k8s.io': 'clusterrolebindings! clusterroles! rolebindings roles',
  'resource.k8s.io':
    'deviceclasses! devicetaintrules!(status) resourceclaims(status) resourceclaimtemplates resourceslices! podschedulingcontexts(status) resourceclasses! resourceclassparameters resourceclaimparameters',
  'scheduling.k8s.io': 'priorityclasses! workloads podgroups(status)',
  'settings.k8s.io': 'podpresets',
  'storage.k8s.io':
    'csidrivers! csinodes! csistoragecapacities storageclasses! volumeattachments!(status) volumeattributesclasses!',
  'storagemigration.k8s.io': 'storageversionmigrations!(status)',
};

/** A resource that Kubernetes itself serves. */
export interface KnownResource {
  readonly group: string;
  readonly name: string;
  readonly subresources: readonly string[];
  readonly namespaced: boolean;
}

function parse(group: string, entry: string): KnownResource {
  const [, name = '', mark, subresources = ''] = /^([a-z]+)(!?)(?:\((.*)\))?$/.exec(entry) ?? [];
  return { group, name, namespaced: mark !== '!', subresources: subresources === '' ? [] : subresources.split(',') };
}

const byGroup: ReadonlyMap<string, ReadonlyMap<string, KnownResource>> = new Map(
  Object.entries(served).map(([group, text]) => [
    group,
    new Map(text.split(' ').map((entry) => [entry.replace(/[!(].*/, ''), parse(group, entry)])),
  ]),
);

/** The API groups that Kubernetes itself serves. */
export const knownGroups: readonly string[] = [...byGroup.keys()];

/** The resources of a group, by name; undefined for a group that is not Kubernetes' own. */
export function resourcesOf(group: string): ReadonlyMap<string, KnownResource> | undefined {
  return byGroup.get(group);
}

/** The groups that serve a resource, the one it belongs to today first. */
export function groupsWith(resource: string): readonly string[] {
  const groups = knownGroups.filter((group) => byGroup.get(group)?.has(resource));
  return groups.toSorted((a, b) => Number(past.has(a)) - Number(past.has(b)));
}

/**
 * The resource that a kind, a singular or a capitalised name means: one of `own` first, then one of any group of Kubernetes'.
 */
export function pluralOf(name: string, own: Iterable<string> = []): string | undefined {
  const lower = name.toLowerCase();
  const plurals = [lower, `${lower}s`, `${lower}es`, lower.replace(/y$/, 'ies')];
  for (const candidate of own) if (plurals.includes(candidate)) return candidate;
  return plurals.find((plural) => groupsWith(plural).length > 0);
}

/** Groups whose resources have moved or gone. */
const past = new Set(['extensions', 'settings.k8s.io', 'auditregistration.k8s.io', 'metrics.k8s.io']);
