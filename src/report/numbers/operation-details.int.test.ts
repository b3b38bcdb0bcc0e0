import { describe } from 'vitest';
import {
  addressOf,
  codeOf,
  commandOf,
  count,
  distinct,
  grouped,
  isRefused,
  kindCounts,
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
  subresourceOf,
  userOf,
} from './testkit/oracle.ts';
import { describeNumbers, type Expected } from './testkit/panel-numbers.ts';

const longRunning = ['exec', 'attach', 'portforward', 'proxy', 'log'];

const clientOf = ({ event }: Operation): string | null => /^[^/(\s]+/.exec(event.userAgent ?? '')?.[0] ?? null;
const versionOf = ({ event }: Operation): string | null =>
  /^[^/(\s]+\/([^(\s]+)/.exec(event.userAgent ?? '')?.[1] ?? null;

const milliseconds = ({ event }: Operation): number =>
  Date.parse(event.stageTimestamp) - Date.parse(event.requestReceivedTimestamp);

function panels(resource: string): Record<string, Expected> {
  const mine = (operations: readonly Operation[]): Operation[] => operations.filter((o) => resourceOf(o) === resource);
  /** Rows by what `keyOf` gives, most first. */
  const ranked = (
    keyOf: (o: Operation) => Row,
    cells: (items: readonly Operation[]) => Row,
    test: (o: Operation) => boolean = () => true,
  ): Expected => {
    return (all) => {
      const groups = grouped(mine(all).filter(test), keyOf);
      const width = groups[0]?.key.length ?? 0;
      const rows = groups.map(({ key, items }) => [...key, items.length, ...cells(items)]);
      return ordered(rows, [-(width + 1), ...Array.from({ length: width }, (_, index) => index + 1)], 1000);
    };
  };
  const outcomes = (items: readonly Operation[]): Row => [
    count(items, isRefused),
    count(items, (o) => outcomeOf(o) === 'failed'),
  ];
  return {
    total: (all) => [[mine(all).length]],
    'by-kind': (all) => [kindCounts(mine(all))],
    'success-rate': (all) => {
      const items = mine(all);
      const answered = count(items, (o) => (codeOf(o) ?? 400) < 400);
      const rate = items.length > 0 ? Math.round((10_000 * answered) / items.length) / 100 : null;
      return [[rate, ...outcomes(items)]];
    },
    users: (all) => [[distinct(mine(all), userOf), distinct(mine(all), addressOf)]],
    trend: (all, { period }) => series(mine(all), period, outcomeCounts),
    'by-verb': ranked((o) => [o.event.verb, subresourceOf(o)], outcomes),
    'by-namespace': ranked((o) => [namespaceOf(o)], outcomes),
    'by-user': ranked(
      (o) => [userOf(o)],
      outcomes,
      (o) => userOf(o) !== null,
    ),
    'by-client': ranked(
      (o) => [clientOf(o), versionOf(o)],
      (items) => [distinct(items, (o) => o.event.user?.username ?? null)],
    ),
    'by-object': (all) => {
      const named = mine(all).filter((o) => nameOf(o) !== null);
      const rows = grouped(named, (o) => [resourceOf(o), namespaceOf(o), nameOf(o)]).map(({ key, items }): Row => {
        const counts = kindCounts(items);
        return [...key, ...counts, (counts[0] ?? 0) + (counts[1] ?? 0) + (counts[2] ?? 0)];
      });
      return ordered(rows, [-8, -7, 2, 3], 1000).map((row) => row.slice(0, 7));
    },
    slowest: (all) => {
      const ended = mine(all).filter(
        ({ event }) =>
          event.stage === 'ResponseComplete' &&
          event.verb !== 'watch' &&
          !longRunning.includes(event.objectRef?.subresource ?? ''),
      );
      const rows = ended.map((o): Row => {
        const { stageTimestamp, verb, auditID } = o.event;
        return [milliseconds(o), stageTimestamp, userOf(o), verb, namespaceOf(o), nameOf(o), codeOf(o), auditID];
      });
      return ordered(rows, [-1, -2, 8], 100);
    },
    list: (all) =>
      newest(mine(all), 500).map((o) => [
        o.event.stageTimestamp,
        o.cluster,
        userOf(o),
        o.event.verb,
        resourceOf(o),
        subresourceOf(o),
        namespaceOf(o),
        nameOf(o),
        commandOf(o),
        codeOf(o),
        addressOf(o),
        clientOf(o),
        o.event.auditID,
      ]),
  };
}

describe('of Pods, which it opens with', () => {
  describeNumbers('operation-details', panels('pods'));
});

describe('of a custom resource, written as its kind is', () => {
  describeNumbers('operation-details', panels('aliyunlogconfigs'), { variables: { resource: 'AliyunLogConfigs' } });
});

describe('of a kind that nobody has used', () => {
  describeNumbers('operation-details', panels('nothings'), {
    variables: { resource: 'nothings "or verb: get' },
    hasEvents: false,
  });
});
