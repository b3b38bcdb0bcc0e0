import { grouped, kindCounts, kindOf, type Operation, ordered, series, type Row, userOf } from './testkit/oracle.ts';
import { describeNumbers, type Expected } from './testkit/panel-numbers.ts';

const core = [undefined];
const apps = ['apps', 'extensions'];
const rbac = ['rbac.authorization.k8s.io'];

/** The API groups of each kind. */
const sections: Readonly<Record<string, Readonly<Record<string, readonly (string | undefined)[]>>>> = {
  workloads: {
    deployments: apps,
    statefulsets: ['apps'],
    daemonsets: apps,
    cronjobs: ['batch'],
    jobs: ['batch'],
    pods: core,
  },
  network: { services: core, ingresses: ['networking.k8s.io', 'extensions'] },
  configuration: { configmaps: core, secrets: core, persistentvolumeclaims: core },
  'access-control': { roles: rbac, clusterroles: rbac, rolebindings: rbac, clusterrolebindings: rbac },
};

function isOf(kinds: Readonly<Record<string, readonly (string | undefined)[]>>) {
  return ({ event: { objectRef } }: Operation): boolean =>
    objectRef?.subresource === undefined && (kinds[objectRef?.resource ?? '']?.includes(objectRef?.apiGroup) ?? false);
}

const expected: Record<string, Expected> = {};
for (const [section, kinds] of Object.entries(sections)) {
  for (const [kind, groups] of Object.entries(kinds)) {
    expected[kind] = (operations) => [kindCounts(operations.filter(isOf({ [kind]: groups })))];
  }
  expected[`${section}-trend`] = (operations, { period }) => series(operations.filter(isOf(kinds)), period, kindCounts);
  expected[`${section}-users`] = (operations) => {
    const mine = operations.filter((o) => isOf(kinds)(o) && userOf(o) !== null);
    const rows = grouped(mine, (o) => [userOf(o)]).map(({ key, items }): Row => {
      const changes = items.filter((o) => kindOf(o) !== 'access').length;
      return [...key, ...kindCounts(items), changes];
    });
    return ordered(rows, [-6, -5, 1], 1000).map((row) => row.slice(0, 5));
  };
}

describeNumbers('operations', expected);
