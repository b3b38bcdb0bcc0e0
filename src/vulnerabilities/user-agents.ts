import { type Component, numberCell, type Sighting, textCell } from './component.ts';

/** At most so many rows of evidence are read from a cluster's log; whoever gets as many is told that there may be more. */
export const maxEvidence = 10_000;

/**
 * Whom to believe that they are what they say: a client chooses its user agent, and its user is authenticated. Clients of people are
 * believed whoever uses them.
 */
const believed: Readonly<Record<string, RegExp>> = {
  kubelet: /^(?:system:node:|kubelet$)/,
  'kube-proxy': /^(?:system:kube-proxy$|system:serviceaccount:kube-system:|system:node:)/,
  'kube-apiserver': /^system:apiserver$/,
  'kube-controller-manager': /^(?:system:kube-controller-manager$|system:serviceaccount:kube-system:)/,
  'kube-scheduler': /^system:kube-scheduler$/,
  k3s: /^system:/,
  'nginx-ingress-controller': /^system:serviceaccount:/,
  'kube-state-metrics': /^system:serviceaccount:/,
  kubectl: /^/,
  minikube: /^/,
  'Kubernetes Java Client': /^/,
};

/** What the clients call themselves that are looked for. */
export const clients = Object.keys(believed);

/** Names of the catalogue, where a client calls itself something else. */
const catalogueNames: Readonly<Record<string, string>> = {
  'nginx-ingress-controller': 'ingress-nginx',
  'Kubernetes Java Client': 'java-client',
};

/** `name/version (os/arch)`; more may follow. A program on Windows has its `.exe`. */
const form = /^([A-Za-z][A-Za-z0-9 -]{0,60}?)(?:\.exe)?\/(\S{1,128})(?: \((\w{1,20})\/\w{1,20}\))?/;

/** What a user agent says to be, whom it is believed: one program, or the several that k3s has in one. */
export function componentsOfUserAgent(userAgent: string, user: string): readonly Omit<Component, 'sighting'>[] {
  const [, client = '', version = '', platform] = form.exec(userAgent) ?? [];
  if (!Object.hasOwn(believed, client) || !believed[client]?.test(user)) return [];
  return [catalogueNames[client] ?? client, ...partsOf(client, user)].map((name) => ({ name, version, platform }));
}

/** K3s is one program: on nodes it is kubelet and kube-proxy, else the control plane. */
function partsOf(client: string, user: string): readonly string[] {
  if (client !== 'k3s') return [];
  return user.startsWith('system:node:')
    ? ['kubelet', 'kube-proxy']
    : ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
}

/**
 * The components in rows of user agents: cluster, user, user agent (what follows its system may be cut off), first and last (Unix
 * seconds), count. The panel `clients` of the CVE dashboard has the statement.
 */
export function componentsOfUserAgents(rows: readonly (readonly unknown[])[]): readonly Component[] {
  return rows.flatMap((row) => {
    const [cluster, user, userAgent] = row.map(textCell);
    const [first = 0, last = 0, count = 0] = row.slice(3).map(numberCell);
    const by = user ?? '';
    const sighting: Sighting = { evidence: 'userAgent', cluster: cluster ?? '', by, first, last, count };
    return componentsOfUserAgent(userAgent ?? '', by).map((component) => ({ ...component, sighting }));
  });
}
