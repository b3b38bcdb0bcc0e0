import { jonas } from '../data/people.ts';
import { clusterRole, namespacedRole } from '../identities.ts';

/** The incident, as constants that its steps, its searches and the tutorial share. */
export const story = {
  /** The day of the calendar on which it happens; in UTC, from 03:10 on. */
  day: 23,
  /** The day on which the binding was made that somebody forgot. */
  bindingDay: 2,
  binding: 'load-test',
  namespace: 'staging',
  /** An address of which no event tells before. */
  address: '198.51.100.23',
  userAgent: 'kubectl/v1.32.0 (linux/amd64) kubernetes/70d3cc9',
  pod: 'metrics-probe',
  node: 'harbor-prod-worker-3',
  serviceAccount: 'release-bot',
  /** The namespaces whose secrets are asked for, after those of the whole cluster; only `staging` answers. */
  probed: ['default', 'kube-system', 'payments', 'shop', 'search', 'data', 'monitoring', 'ingress', 'staging'],
  reviewed: ['default', 'payments', 'shop', 'staging'],
  stolen: ['ledger-db', 'card-gateway-signing-key', 'release-bot-token'],
  ran: [
    ['ls', '/host/var/lib/kubelet/pki'],
    ['cat', '/host/etc/kubernetes/kubelet.conf'],
    ['cat', '/host/var/lib/kubelet/pki/kubelet-client-current.pem'],
  ],
} as const;

/** Why RBAC lets the contractor do more in `staging` than he should: the binding that somebody forgot. */
export const forgotten = namespacedRole(story.binding, story.namespace, 'edit', `User "${jonas.username}"`);

/** Why RBAC lets the service account of the release runner make and delete namespaces. */
export const releaseBotReason = clusterRole(
  story.serviceAccount,
  'namespace-manager',
  `ServiceAccount "${story.serviceAccount}/payments"`,
);
