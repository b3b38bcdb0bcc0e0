import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { bindStatement, Dashboard } from '../../../dashboards/index.ts';
import type { TestEngine } from '../../../store/testkit.ts';
import { type Filters, filtered, type Operation, type Period, type Row } from './oracle.ts';
import { ack, type KnownCluster, modern, onAlibaba, ramUsers } from './recorded-clusters.ts';
import { runOver, startRecorded } from './recorded-engine.ts';

/** What a panel should show, of these operations. */
export type Expected = (operations: readonly Operation[], facts: Facts) => readonly Row[];

interface Facts {
  readonly period: Period;
  /** The events of the filters, also those that count no operation. */
  readonly events: readonly Operation[];
  /** All events before the period. */
  readonly earlier: readonly Operation[];
}

interface Case {
  readonly clusters: readonly KnownCluster[];
  readonly filters: Filters;
  /** Left out: the period of all events. */
  readonly from?: string;
}

/** Each filter by itself and with the others, over both recordings; and what only the third has. */
const cases: readonly Case[] = [
  { clusters: [ack], filters: {} },
  { clusters: [modern], filters: {} },
  ...[
    {},
    { namespace: ['prod'] },
    { user: ['bob@corp.example'] },
    { code: ['403'] },
    { namespace: ['prod', 'nowhere'], user: ['mallory@corp.example', 'kubernetes-admin'], code: ['403', '200'] },
  ].map((filters) => ({ clusters: [ack, modern], filters })),
  { clusters: [onAlibaba], filters: {} },
  { clusters: [onAlibaba], filters: { user: [ramUsers[0]] } },
  { clusters: [onAlibaba], filters: {}, from: '2026-11-20T18:06:20Z' },
];

function readDashboard(id: string): Dashboard {
  const file = new URL(`../../../../content/dashboards/${id}.yaml`, import.meta.url);
  return Dashboard.parse(parse(readFileSync(file, 'utf8')));
}

interface Options {
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether the recordings hold something for every panel to show. */
  readonly hasEvents?: boolean;
  /** Of panels whose rows have no order of their own, or more in them than what matters: what is compared. */
  readonly tidy?: Readonly<Record<string, (rows: readonly Row[]) => readonly Row[]>>;
}

/** Holds every panel of a report against what it should show: over each recording, with and without each filter. */
export function describeNumbers(
  id: string,
  expected: Readonly<Record<string, Expected>>,
  { variables = {}, hasEvents = true, tidy = {} }: Options = {},
): void {
  const dashboard = readDashboard(id);
  const panels = dashboard.sections.flatMap((section) => section.panels);
  const used = cases.filter(({ filters }) =>
    (Object.keys(filters) as (keyof Filters)[]).every((name) => dashboard.filters.includes(name)),
  );
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await startRecorded();
  });
  afterAll(() => engine.close());

  describe(`the report ${id}`, () => {
    test('has a number to hold each panel against', () => {
      expect(Object.keys(expected).toSorted()).toEqual(panels.map((panel) => panel.id).toSorted());
    });

    test.each(panels)('$id', async (panel) => {
      let hasNumber = false;
      for (const { clusters, filters, from } of used) {
        const period = {
          from: from ? Date.parse(from) : Math.min(...clusters.map((cluster) => cluster.period.from)),
          to: Math.max(...clusters.map((cluster) => cluster.period.to)),
        };
        const isEarlier = ({ event }: Operation): boolean => Date.parse(event.stageTimestamp) < period.from;
        const operations = clusters.flatMap((cluster) => cluster.operations).filter((o) => !isEarlier(o));
        const events = clusters.flatMap((cluster) => cluster.events);
        const facts = {
          period,
          events: filtered(
            events.filter((o) => !isEarlier(o)),
            filters,
          ),
          earlier: events.filter(isEarlier),
        };
        const names = clusters.map(({ name }) => name);
        const { rows } = await runOver(
          engine,
          { names, period },
          bindStatement(panel.statement, { filters, variables }),
        );
        const where = `${names.join()} ${JSON.stringify(filters)} ${from}`;
        const shown = tidy[panel.id] ?? ((given) => given);
        expect(shown(rows), where).toEqual(shown(expected[panel.id]?.(filtered(operations, filters), facts) ?? []));
        hasNumber ||= rows.some((row) => row.some((cell) => typeof cell === 'number' && cell > 0));
      }
      // A panel that is empty over all recordings would agree with anything.
      expect(hasNumber).toBe(hasEvents);
    });
  });
}
