import type { Level } from '../model.ts';

/**
 * What a log has to hold for something to be detected in it: coverage data, by which policies are judged. It detects nothing
 * itself.
 */
export interface DetectionNeeds {
  readonly id: string;
  readonly title: string;
  /** The least level at which it can be seen. */
  readonly level: Exclude<Level, 'None'>;
  readonly verbs: readonly string[];
  /** `pods/exec`, `deployments.apps`; empty: requests of any kind. */
  readonly resources: readonly string[];
}

const read = 'get,list,watch';
const write = 'create,update,patch,delete,deletecollection';
const change = 'create,update,patch';
const any = '';
const stream = 'get,create';
const podSpecs = 'pods deployments.apps daemonsets.apps statefulsets.apps replicasets.apps jobs.batch cronjobs.batch';
const roles = 'roles.rbac.authorization.k8s.io clusterroles.rbac.authorization.k8s.io';
const bindings = 'rolebindings.rbac.authorization.k8s.io clusterrolebindings.rbac.authorization.k8s.io';
const requests = 'certificatesigningrequests.certificates.k8s.io';
const webhooks =
  'mutatingwebhookconfigurations.admissionregistration.k8s.io validatingwebhookconfigurations.admissionregistration.k8s.io';
const reviews = 'selfsubjectaccessreviews.authorization.k8s.io selfsubjectrulesreviews.authorization.k8s.io';

const M = 'Metadata';
const Rq = 'Request';
const RR = 'RequestResponse';

/**
 * What the detections of public rule sets (Falco, Sigma, Elastic, Panther, Splunk, Datadog, GuardDuty, Google's and Microsoft's)
 * need, merged: name, title, level, verbs, resources. Those that differ in a threshold or a value only are one line.
 */
const rows: readonly (readonly [string, string, DetectionNeeds['level'], string, string])[] = [
  ['exec', 'Exec into a pod', M, stream, 'pods/exec'],
  ['attach', 'Attach to a pod', M, stream, 'pods/attach'],
  ['port-forward', 'Port-forward to a pod', M, stream, 'pods/portforward'],
  ['ephemeral-container', 'Ephemeral container added', M, 'update,patch', 'pods/ephemeralcontainers'],
  ['exec-command', 'Reverse shell, token theft, download or scan in the command of an exec', M, stream, 'pods/exec'],
  ['kubectl-cp', 'Files copied out of a pod', M, stream, 'pods/exec'],
  ['nodes-proxy', 'Kubelet reached through nodes/proxy', M, 'get,create,update,patch,delete', 'nodes/proxy'],
  ['pod-service-proxy', 'Pods or services reached through the proxy', M, stream, 'pods/proxy services/proxy'],
  ['privileged-container', 'Privileged container', Rq, change, podSpecs],
  ['host-path', 'Host path mounted, sensitive or any', Rq, change, podSpecs],
  ['host-namespaces', 'Host network, PID or IPC namespace, shared process namespace', Rq, change, podSpecs],
  ['capabilities', 'Dangerous capabilities, root or privilege escalation', Rq, change, podSpecs],
  ['image-not-allowed', 'Image outside of an allow-list', Rq, change, podSpecs],
  ['miner-or-shell', 'Crypto miner or reverse shell in a container command', Rq, change, podSpecs],
  ['masquerading-pod', 'Pod named like one of the system or like a tool', M, 'create', 'pods'],
  ['static-pod', 'Static pod created', Rq, 'create', 'pods'],
  ['pod-in-system-namespace', 'Pod in a system namespace or in default', M, 'create', 'pods'],
  ['daemonset-created', 'DaemonSet created', M, 'create', 'daemonsets.apps'],
  ['cronjob-changed', 'CronJob or Job changed', M, change, 'cronjobs.batch jobs.batch'],
  ['sidecar-injected', 'Container added to a running Deployment', Rq, 'patch', 'deployments.apps'],
  ['workload-changed', 'Sensitive workload changed by somebody new', M, 'update,patch', podSpecs],
  ['controller-account', 'Workload uses the service account of a controller', Rq, change, podSpecs],
  ['pod-security-violation', 'Pod Security or admission policy violated', M, change, podSpecs],
  ['anonymous-write', 'Something changed by an anonymous user', M, change, any],
  ['secrets-listed', 'Secrets listed in all namespaces or dumped', M, 'list', 'secrets'],
  [
    'secret-reads',
    'Secrets read: many, by a new user, a node, a pod, a script, while impersonating',
    M,
    'get',
    'secrets',
  ],
  ['secret-denied', 'Reading a Secret failed or was denied', M, 'get,list', 'secrets'],
  ['secret-changed', 'Secret created, changed or deleted', M, write, 'secrets'],
  ['token-request', 'Token of a service account requested', M, 'create', 'serviceaccounts/token'],
  ['long-lived-token', 'Secret for a long-lived token created', Rq, 'create', 'secrets'],
  ['configmap-credentials', 'ConfigMap with private credentials', Rq, change, 'configmaps'],
  ['cluster-admin-bound', 'cluster-admin or another strong role bound', Rq, change, bindings],
  [
    'role-wildcard',
    'Role with wildcards, write verbs, exec, nodes/proxy, escalate, bind or impersonate',
    Rq,
    change,
    roles,
  ],
  ['role-widened', 'Wildcard added to an existing role', RR, 'update,patch', roles],
  [
    'system-role-changed',
    'Role of the system changed or deleted',
    M,
    'update,patch,delete',
    'clusterroles.rbac.authorization.k8s.io',
  ],
  ['binding-changed', 'Any binding changed', M, write, bindings],
  ['binding-subjects', 'Anonymous users, everybody or a default account bound', Rq, change, bindings],
  ['rbac-by-account', 'Permissions changed by a service account', M, write, `${roles} ${bindings}`],
  [
    'certificate-request',
    'Certificate request created or approved',
    M,
    'create,update,patch',
    `${requests} ${requests}/approval`,
  ],
  ['certificate-request-deleted', 'Certificate request deleted by hand', M, 'delete', requests],
  ['service-account-created', 'Service account created', M, 'create', 'serviceaccounts'],
  ['aws-auth-changed', 'aws-auth or the configuration of CoreDNS changed', M, write, 'configmaps'],
  ['impersonation', 'Impersonation of a powerful identity', M, any, any],
  ['system-identity-outside', 'System identity from a public address', M, any, any],
  ['anonymous-access', 'Anonymous request tried or allowed', M, any, any],
  ['node-joined', 'Untrusted node joined or tried to', M, 'create', 'nodes'],
  ['unknown-user', 'User outside of an allow-list, or system:masters in daily work', M, any, any],
  ['denied-requests', 'Many denied requests, of one user or one address', M, any, any],
  ['permission-review', 'Own permissions looked up', M, 'create', reviews],
  ['enumeration', 'Kinds or paths enumerated', M, read, any],
  ['pentest-agent', 'User agent of a penetration test, unusual user agent', M, any, any],
  ['node-port', 'Service of type NodePort or exposed dashboard', Rq, change, 'services'],
  ['ingress-without-tls', 'Ingress without TLS', Rq, change, 'ingresses.networking.k8s.io'],
  ['admission-webhook', 'Admission webhook created or changed', M, change, webhooks],
  ['namespace-created', 'Namespace created', M, 'create', 'namespaces'],
  ['bad-address', 'Request from a malicious address or from Tor', M, any, any],
  ['image-pulled', 'Suspicious image pulled, from events', Rq, 'create,patch', 'events'],
  ['events-deleted', 'Events deleted', M, 'delete,deletecollection', 'events'],
  ['deployment-deleted', 'Deployment deleted', M, 'delete', 'deployments.apps'],
  [
    'mass-deletion',
    'Namespace deleted or many objects',
    M,
    'delete,deletecollection',
    'namespaces pods deployments.apps secrets',
  ],
  ['failed-open-webhook', 'Admission webhook that failed open', M, change, podSpecs],
  ['deprecated-api', 'Deprecated API used', M, any, any],
  ['dry-run-probing', 'Privileged change tried with dry run', Rq, change, podSpecs],
];

/** What each published detection needs, whatever the policy. */
export const detectionNeeds: readonly DetectionNeeds[] = rows.map(([id, title, level, verbs, resources]) => ({
  id,
  title,
  level,
  verbs: verbs === '' ? [] : verbs.split(','),
  resources: resources === '' ? [] : resources.split(' '),
}));
