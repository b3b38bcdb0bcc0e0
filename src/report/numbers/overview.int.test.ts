import { expect, test } from 'vitest';
import {
  addressOf,
  clientVersions,
  codeOf,
  commandOf,
  count,
  distinct,
  grouped,
  isInternet,
  isPerson,
  isRefused,
  kindOf,
  nameOf,
  namespaceOf,
  newest,
  type Operation,
  ordered,
  outcomeCounts,
  outcomeOf,
  series,
  resourceOf,
  type Row,
  secondsOf,
  subresourceOf,
  userOf,
} from './testkit/oracle.ts';
import { describeNumbers, type Expected } from './testkit/panel-numbers.ts';
import { ack, countries, modern } from './testkit/recorded-clusters.ts';

const number = (test: (operation: Operation) => boolean): Expected => {
  return (operations) => [[count(operations, test)]];
};

const list = (test: (operation: Operation) => boolean, hasCommand = false): Expected => {
  return (operations) =>
    newest(operations.filter(test), 100).map((o) => [
      o.event.stageTimestamp,
      o.cluster,
      userOf(o),
      o.event.verb,
      resourceOf(o),
      subresourceOf(o),
      namespaceOf(o),
      nameOf(o),
      ...(hasCommand ? [commandOf(o)] : []),
      codeOf(o),
      addressOf(o),
      o.event.auditID,
    ]);
};

const isPublic = (o: Operation): boolean => isInternet(addressOf(o));
const countryOf = (address: string | null): string | null =>
  countries.find(({ prefix }) => address?.startsWith(prefix))?.code ?? null;
const isCommand = (o: Operation): boolean => ['exec', 'attach'].includes(subresourceOf(o) ?? '');
const isSecret = (o: Operation): boolean => resourceOf(o) === 'secrets' && o.event.objectRef?.apiGroup === undefined;
const isRbacChange = (o: Operation): boolean =>
  ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'].includes(resourceOf(o) ?? '') &&
  ['create', 'update', 'delete'].includes(kindOf(o));

const refusedBursts: Expected = (operations) => {
  const groups = grouped(operations.filter(isRefused), (o) => [
    Math.floor(secondsOf(o) / 300) * 300,
    userOf(o),
    addressOf(o),
  ]);
  const rows = groups
    .filter(({ items }) => items.length >= 10)
    .map(({ key, items }): Row => [...key, items.length, distinct(items, resourceOf), distinct(items, namespaceOf)]);
  return ordered(rows, [-1, -4, 2, 3], 100);
};

test('the recordings hold 4,249 and 2,726 operations', () => {
  expect([ack.operations.length, modern.operations.length]).toEqual([4249, 2726]);
});

const numbers: Record<string, Expected> = {
  operations: number(() => true),
  'by-people': number(isPerson),
  illegal: number(isRefused),
  public: number(isPublic),
  created: number((o) => o.event.verb === 'create'),
  deleted: number((o) => kindOf(o) === 'delete'),
  redirections: number((o) => (codeOf(o) ?? 0) >= 300 && (codeOf(o) ?? 0) < 400),
  failed: number((o) => (codeOf(o) ?? 0) >= 500),
  commands: number(isCommand),
  'secret-access': number((o) => isPerson(o) && isSecret(o)),
  rbac: number(isRbacChange),
  'still-running': number((o) => outcomeOf(o) === 'running'),
  'over-time': (operations, { period }) => series(operations, period, outcomeCounts),
  outcomes: (operations) => [outcomeCounts(operations)],
  'by-user': (operations) => {
    const groups = grouped(
      operations.filter((o) => userOf(o) !== null),
      (o) => [userOf(o)],
    );
    return ordered(
      groups.map(({ key, items }): Row => [...key, items.length, count(items, isRefused)]),
      [-2, 1],
      1000,
    );
  },
  'by-person': (operations) => {
    const groups = grouped(operations.filter(isPerson), (o) => [userOf(o)]);
    return ordered(
      groups.map(({ key, items }): Row => [...key, items.length]),
      [-2, 1],
      20,
    );
  },
  'by-source': (operations) => {
    const groups = grouped(operations, (o) => [addressOf(o)]);
    const rows = groups.map(({ key, items }): Row => {
      return [...key, items.length, count(items, isRefused), distinct(items, (o) => o.event.user?.username ?? null)];
    });
    return ordered(rows, [-2, 1], 1000);
  },
  'public-by-country': (operations) => {
    const groups = grouped(operations.filter(isPublic), (o) => [countryOf(addressOf(o))]);
    return ordered(
      groups.map(({ key, items }): Row => [...key, items.length, distinct(items, addressOf)]),
      [-2, 1],
    );
  },
  'public-access': (operations) => {
    const groups = grouped(operations.filter(isPublic), (o) => [addressOf(o), countryOf(addressOf(o)), userOf(o)]);
    const rows = groups.map(({ key, items }): Row => {
      return [...key, items.length, count(items, isRefused), Math.max(...items.map(secondsOf))];
    });
    return ordered(rows, [-4, 1, 3], 1000);
  },
  'command-list': list(isCommand, true),
  'deletion-list': list((o) => isPerson(o) && kindOf(o) === 'delete'),
  'deletions-by-resource': (operations) => {
    const groups = grouped(
      operations.filter((o) => kindOf(o) === 'delete'),
      (o) => [resourceOf(o)],
    );
    return ordered(
      groups.map(({ key, items }): Row => [...key, items.length, distinct(items, userOf)]),
      [-2, 1],
      1000,
    );
  },
  'secret-list': list((o) => isPerson(o) && isSecret(o)),
  'rbac-list': list(isRbacChange),
  'refused-bursts': refusedBursts,
  'new-pairs': (operations, { earlier }) => {
    if (earlier.length === 0) return [];
    const pairOf = (o: Operation): Row => [userOf(o), addressOf(o)];
    const known = new Set(earlier.map((o) => JSON.stringify(pairOf(o))));
    const news = grouped(operations.filter(isPerson), pairOf).filter(({ key }) => !known.has(JSON.stringify(key)));
    const rows = news.map(({ key: [user = null, address = null], items }): Row => {
      const country = countryOf(String(address));
      return [user, address, country, items.length, Math.min(...items.map(secondsOf))];
    });
    return ordered(rows, [-5, 1, 2], 100);
  },
  'cve-versions': (_operations, { events }) => clientVersions(events),
  'cve-answers': (operations) => {
    const attacks = /maximum operations in a JSON patch|excessive aliasing|address not allowed/;
    return newest(
      operations.filter((o) => attacks.test(o.event.responseStatus?.message ?? '')),
      100,
    ).map((o) => [
      o.event.stageTimestamp,
      o.cluster,
      userOf(o),
      o.event.verb,
      resourceOf(o),
      subresourceOf(o),
      namespaceOf(o),
      nameOf(o),
      codeOf(o),
      o.event.responseStatus?.message ?? null,
      addressOf(o),
      o.event.auditID,
    ]);
  },
};

describeNumbers('overview', numbers, { tidy: { 'cve-versions': (rows) => ordered(rows, [1, 2, 3]) } });
