import type { CommandName } from '../commands.ts';
import type { Namespace } from './cluster.ts';

/** Somebody who uses the cluster: who they are, when they work, with what, and what they tend to do. */
export interface Person {
  readonly username: string;
  readonly groups: readonly string[];
  readonly address: string;
  /** Clients with their share of the requests. */
  readonly clients: readonly { readonly userAgent: string; readonly share: number }[];
  /** Hours ahead of UTC. */
  readonly zone: number;
  /** Local hours of work, [from, to). */
  readonly hours: readonly [number, number];
  /** Days of the week at work, Sunday 0. */
  readonly days: readonly number[];
  readonly namespaces: readonly Namespace[];
  /** Commands on a day at work, and how they share in that number. */
  readonly commandsADay: number;
  readonly habits: Readonly<Partial<Record<CommandName, number>>>;
  /** How RBAC says why this person is allowed. */
  readonly binding: {
    readonly name: string;
    readonly role: string;
    readonly group: string;
    readonly namespaced: boolean;
  };
}

const weekdays = [1, 2, 3, 4, 5];
const kubectl = (version: string, platform: string, commit: string): string =>
  `kubectl/${version} (${platform}) kubernetes/${commit}`;

export const alice: Person = {
  username: 'alice.moreau@harbor.example',
  groups: ['platform-sre'],
  address: '203.0.113.21',
  clients: [{ userAgent: kubectl('v1.36.2', 'darwin/arm64', 'b1f09c2'), share: 1 }],
  zone: 1,
  hours: [8, 18],
  days: weekdays,
  namespaces: ['shop', 'payments', 'search', 'ingress', 'kube-system', 'monitoring'],
  commandsADay: 90,
  habits: {
    listPods: 30,
    describePod: 15,
    logs: 15,
    listNodes: 10,
    listDeployments: 10,
    restart: 1,
    exec: 3,
    getSecret: 1,
  },
  binding: { name: 'platform-sre', role: 'cluster-admin', group: 'platform-sre', namespaced: false },
};

export const bram: Person = {
  username: 'bram.devries@harbor.example',
  groups: ['platform-sre'],
  address: '203.0.113.24',
  clients: [
    { userAgent: 'k9s/v0.50.9 (linux/amd64) kubernetes/$Format', share: 0.7 },
    { userAgent: kubectl('v1.35.4', 'linux/amd64', '77aa0b1'), share: 0.3 },
  ],
  zone: 1,
  hours: [9, 19],
  days: weekdays,
  namespaces: ['shop', 'search', 'data', 'ingress', 'monitoring', 'staging'],
  commandsADay: 110,
  habits: { listPods: 40, describePod: 15, logs: 20, listNodes: 8, listDeployments: 8, exec: 3, portForward: 2 },
  binding: { name: 'platform-sre', role: 'cluster-admin', group: 'platform-sre', namespaced: false },
};

const chen: Person = {
  username: 'chen.wei@harbor.example',
  groups: ['shop-dev'],
  address: '203.0.113.66',
  clients: [{ userAgent: kubectl('v1.34.12', 'windows/amd64', 'c3d09ab'), share: 1 }],
  zone: 8,
  hours: [9, 19],
  days: weekdays,
  namespaces: ['shop', 'staging'],
  commandsADay: 80,
  habits: {
    listPods: 30,
    describePod: 12,
    logs: 25,
    listDeployments: 8,
    exec: 5,
    scale: 1,
    editConfig: 2,
    getSecret: 1,
  },
  binding: { name: 'shop-dev', role: 'developer', group: 'shop-dev', namespaced: true },
};

const dana: Person = {
  username: 'dana.okafor@harbor.example',
  groups: ['payments-dev'],
  address: '192.0.2.141',
  clients: [{ userAgent: 'freelens/1.6.1 (darwin/arm64) kubernetes-client-node/1.3.0', share: 1 }],
  zone: 1,
  hours: [8, 17],
  days: weekdays,
  namespaces: ['payments'],
  commandsADay: 60,
  habits: { listPods: 30, describePod: 10, logs: 25, listDeployments: 10, editConfig: 1, listNodes: 2, exec: 1 },
  binding: { name: 'payments-dev', role: 'developer', group: 'payments-dev', namespaced: true },
};

const emi: Person = {
  username: 'emi.sato@harbor.example',
  groups: ['data-eng'],
  address: '203.0.113.133',
  clients: [
    { userAgent: kubectl('v1.35.4', 'darwin/arm64', '77aa0b1'), share: 0.8 },
    { userAgent: 'OpenAPI-Generator/34.1.0/python', share: 0.2 },
  ],
  zone: 9,
  hours: [10, 19],
  days: weekdays,
  namespaces: ['data', 'search'],
  commandsADay: 60,
  habits: { listPods: 20, logs: 20, portForward: 8, listJobs: 15, describePod: 8, exec: 2 },
  binding: { name: 'data-eng', role: 'developer', group: 'data-eng', namespaced: true },
};

const farid: Person = {
  username: 'farid.haddad@harbor.example',
  groups: ['security-audit'],
  address: '203.0.113.40',
  clients: [{ userAgent: kubectl('v1.36.0', 'linux/amd64', '1d4c0f8'), share: 1 }],
  zone: 1,
  hours: [9, 17],
  days: weekdays,
  namespaces: ['default', 'payments', 'kube-system'],
  commandsADay: 35,
  habits: { listBindings: 20, canI: 8, listPods: 10, listNodes: 4, listSecrets: 2 },
  binding: { name: 'security-audit', role: 'view', group: 'security-audit', namespaced: false },
};

/** The contractor whose token is stolen: three mornings a week, and `staging` is all that he should see. */
export const jonas: Person = {
  username: 'jonas.lind@portside.example',
  groups: ['contractors'],
  address: '203.0.113.201',
  clients: [{ userAgent: kubectl('v1.33.1', 'linux/amd64', '8adc0f0'), share: 1 }],
  zone: 1,
  hours: [9, 13],
  days: [1, 2, 4],
  namespaces: ['staging'],
  commandsADay: 40,
  habits: { listPods: 25, logs: 30, describePod: 10, listDeployments: 8 },
  binding: { name: 'contractors-view', role: 'view', group: 'contractors', namespaced: true },
};

export const people: readonly Person[] = [alice, bram, chen, dana, emi, farid, jonas];
