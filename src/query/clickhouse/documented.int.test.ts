import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { recordedLines } from '../search/testkit/recordings.ts';
import { decodeRows } from './decode-rows.ts';
import { compileQuery } from './query.ts';
import { statementSettings } from './settings.ts';

/** What SLS alone has (corpus/published.yaml has the statements that it publishes), over the recorded log: expectations are counted here, from the lines. */
interface Event {
  readonly auditID: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly responseStatus?: { readonly code?: number };
  readonly stageTimestamp: string;
}

const lines = recordedLines('ack-v1');
const events = lines.map((line) => JSON.parse(line) as Event);
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, 'ack-v1', lines);
});
afterAll(() => engine.close());

const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

async function run(query: string, range = day, cluster = 'ack-v1') {
  const compiled = compileQuery(query, {
    range: { fromMicros: Date.parse(range.from) * 1000, toMicros: Date.parse(range.to) * 1000 },
    scope: { clusterIds: [cluster], namespaces: null, bodies: true },
    clusters: [{ id: cluster, name: cluster }],
    timeZone: 'UTC',
    nowMicros: Date.parse('2026-11-20T18:10:00Z') * 1000,
  });
  if (!compiled.ok) throw new Error(`${query}: ${JSON.stringify(compiled.diagnostics)}`);
  const { sql, parameters, types, columns } = compiled.value;
  const answer = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
  return {
    names: columns.map((column) => column.name),
    rows: decodeRows(types, answer.rows),
    meta: compiled.value.meta,
  };
}

const notSystem =
  'NOT user.username: node NOT user.username: serviceaccount NOT user.username: apiserver NOT user.username: kube-scheduler NOT user.username: kube-controller-manager';
function isSystem({ user: { username } }: Event): boolean {
  return /(^|:)(node|serviceaccount|apiserver|kube-scheduler|kube-controller-manager)(:|$)/.test(username);
}
const people = events.filter((event) => !isSystem(event));

describe('statements of the reports', () => {
  test('a window compared with the one before', async () => {
    const middle = '2026-11-20T18:06:30Z';
    const { rows } = await run(
      '* | select diff[1] as now, diff[2] as prev, diff[3] as ratio, diff[4] as since from (select compare(pv, 3600) as diff from (select count(1) as pv from log))',
      { from: middle, to: '2026-11-20T19:06:30Z' },
    );
    const late = events.filter((event) => event.stageTimestamp >= middle.replace('Z', '.')).length;
    const early = events.length - late;
    expect(rows).toEqual([[late, early, late / early, Date.parse(middle) / 1000 - 3600]]);
  });

  test('compared by a key, and by time', async () => {
    const middle = '2026-11-20T18:06:30Z';
    const range = { from: middle, to: '2026-11-20T19:06:30Z' };
    const byVerb = await run(
      '* | SELECT verb, compare(pv, 3600) AS diff FROM (SELECT verb, count(*) AS pv FROM log GROUP BY verb) GROUP BY verb ORDER BY verb',
      range,
    );
    const deletes = events.filter((event) => event.verb === 'delete');
    const row = byVerb.rows.find(([verb]) => verb === 'delete');
    const late = deletes.filter((event) => event.stageTimestamp >= middle.replace('Z', '.')).length;
    expect(row?.[1]).toEqual([
      late,
      deletes.length - late,
      late / (deletes.length - late),
      Date.parse(middle) / 1000 - 3600,
    ]);
    const byTime = await run(
      '* | SELECT time, ts_compare(pv, 60) AS diff FROM (SELECT count(*) AS pv, __time__ - __time__ % 60 AS time FROM log GROUP BY time) GROUP BY time ORDER BY time',
      {
        from: '2026-11-20T18:06:00Z',
        to: '2026-11-20T18:07:00Z',
      },
    );
    const within = (minute: string) =>
      events.filter((event) => event.stageTimestamp.startsWith(`2026-11-20T18:${minute}`)).length;
    expect(byTime.rows[0]?.slice(0, 1)).toEqual([Date.parse('2026-11-20T18:06:00Z') / 1000]);
    expect(byTime.rows).toHaveLength(1);
    const [now, then] = [within('06'), within('05')];
    expect(byTime.rows[0]?.[1]).toEqual([now, then, now / then, Date.parse('2026-11-20T18:05:00Z') / 1000]);
  });

  test('a time series with its empty buckets', async () => {
    const { rows } = await run(
      `* ${notSystem} | select time_series(__time__, '1m', '%m-%d %H:%i', '0') as t, verb, count(1) as c group by t, verb order by t limit 10000`,
      { from: '2026-11-20T18:00:00Z', to: '2026-11-20T18:10:00Z' },
    );
    const verbs = new Set(people.map((event) => event.verb));
    expect(rows).toHaveLength(verbs.size * 10);
    expect(rows[0]?.[0]).toBe('11-20 18:00');
    expect(rows.reduce((sum, [, , c]) => sum + Number(c), 0)).toBe(people.length);
    const alone = await run(
      `* | select time_series(__time__, '1m', '%H:%i', '0') as t, count(1) as c group by t order by t`,
      {
        from: '2026-11-20T18:00:00Z',
        to: '2026-11-20T18:10:00Z',
      },
    );
    expect(alone.rows).toHaveLength(10);
    const last = await run(
      `* | select time_series(__time__, '1m', '%H:%i', 'last') as t, count(1) as c group by t order by t`,
      {
        from: '2026-11-20T18:00:00Z',
        to: '2026-11-20T18:10:00Z',
      },
    );
    expect(last.rows[0]?.[1]).toBeNull();
    expect(last.rows.at(-1)?.[1]).toBe(last.rows.findLast(([t]) => t === '18:07')?.[1]);
  });

  test('functions that give rows', async () => {
    const counts = Map.groupBy(events, (event) => event.verb);
    const found = await run('* | select histogram_u(verb)');
    expect(found.names).toEqual(['verb', 'count']);
    expect(new Map(found.rows.map(([verb, count]) => [verb, count]))).toEqual(
      new Map([...counts].map(([verb, list]) => [verb, list.length])),
    );
    const bins = await run('* | select numeric_histogram_u(5, "responseStatus.code") from log');
    expect(bins.names).toEqual(['x', 'count']);
    expect(bins.rows.length).toBeGreaterThan(1);
  });

  test('rows without a LIMIT are cut and say so', async () => {
    const { rows, meta } = await run('* | select auditID');
    expect(rows).toHaveLength(100);
    expect(meta.limited).toBe(100);
    expect((await run('* | select auditID limit 150')).meta.limited).toBeNull();
    expect((await run('* | select auditID limit 10, 150')).rows).toHaveLength(150);
  });

  test('duplicate names and names of columns', async () => {
    const { names } = await run('* | select verb, verb, count(*), 1 as "a.b" group by verb limit 1');
    expect(names).toEqual(['verb', 'verb', '_col2', 'a.b']);
  });
});
