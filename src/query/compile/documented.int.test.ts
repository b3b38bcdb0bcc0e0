import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { recordedLines } from '../search/testkit/recordings.ts';
import { decodeRows, type Value } from './decode-rows.ts';
import { compileQuery } from './query.ts';
import { statementSettings } from './settings.ts';

/** The statements that ACK and SLS publish, over the recorded log: expectations are counted here, from the lines. */
interface Event {
  readonly auditID: string;
  readonly verb: string;
  readonly stage: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly sourceIPs: readonly string[];
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string; readonly name?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly requestObject?: { readonly spec?: { readonly unschedulable?: unknown; readonly taints?: unknown } };
  readonly stageTimestamp: string;
}

const lines = recordedLines('ack-v1');
const events = lines.map((line) => JSON.parse(line) as Event);
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, 'ack-v1', lines);
}, 60_000);
afterAll(() => engine.close());

const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

async function run(query: string, range = day, cluster = 'ack-v1') {
  const compiled = compileQuery(query, {
    range: { fromMicros: Date.parse(range.from) * 1000, toMicros: Date.parse(range.to) * 1000 },
    scope: { clusterIds: [cluster], namespaces: null },
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

async function rows(query: string): Promise<Value[][]> {
  return (await run(query)).rows;
}

const notSystem =
  'NOT user.username: node NOT user.username: serviceaccount NOT user.username: apiserver NOT user.username: kube-scheduler NOT user.username: kube-controller-manager';
const user = `CASE WHEN "user.username" != 'kubernetes-admin' then "user.username"
     WHEN "user.username" = 'kubernetes-admin' and regexp_like("annotations.authorization.k8s.io/reason", 'RoleBinding')
     then regexp_extract("annotations.authorization.k8s.io/reason", ' to User "(\\w+)"', 1) ELSE 'kubernetes-admin' END`;
const sourceIP =
  'CASE WHEN json_array_length(sourceIPs) = 1 then json_format(json_array_get(sourceIPs, 0)) ELSE sourceIPs END';

function isSystem({ user: { username } }: Event): boolean {
  return /(^|:)(node|serviceaccount|apiserver|kube-scheduler|kube-controller-manager)(:|$)/.test(username);
}
const people = events.filter((event) => !isSystem(event));

describe("the statements of ACK's documentation", () => {
  test('commands executed in containers', async () => {
    const { names, rows } = await run(
      `verb : create and objectRef.subresource:exec and stage:  ResponseStarted | SELECT auditID as "Event ID", date_format(from_unixtime(__time__), '%Y-%m-%d %T' ) as "Time",  regexp_extract("requestURI", '([^\\?]*)/exec\\?.*', 1)as "Resource",  regexp_extract("requestURI", '\\?(.*)', 1)as "Command" ,"responseStatus.code" as "Status code",
 ${user}
 as "User account",
${sourceIP}
as "Source IP address" limit 10000`,
    );
    expect(names).toEqual([
      'Event ID',
      'Time',
      'Resource',
      'Command',
      'Status code',
      'User account',
      'Source IP address',
    ]);
    const expected = events.filter(({ verb, stage, objectRef }) => {
      return verb === 'create' && stage === 'ResponseStarted' && objectRef?.subresource === 'exec';
    });
    expect(expected).toHaveLength(4);
    const shown = expected.map((event) => [
      event.auditID,
      event.stageTimestamp.slice(0, 19).replace('T', ' '),
      event.requestURI.split('/exec?')[0],
      event.requestURI.split('?')[1],
      event.responseStatus?.code,
      event.user.username,
      event.sourceIPs[0],
    ]);
    expect(rows.toSorted()).toEqual(shown.toSorted());
  });

  test('access from the Internet, with failures by address', async () => {
    const { names, rows } = await run(
      `* | select ip as "源地址", total as "访问次数", round(rate * 100, 2) as "失败率%", failCount as "非法访问次数",
CASE when security_check_ip(ip) = 1 then 'yes' else 'no' end as "是否高危IP", ip_to_country(ip) as "国家", ip_to_province(ip) as "省", ip_to_city(ip) as "市", ip_to_provider(ip) as "网络运营商"
from (select ${sourceIP} as ip, count(1) as total, sum(CASE WHEN "responseStatus.code" < 400 then 0 ELSE 1 END) * 1.0/count(1) as rate, count_if("responseStatus.code" = 403) as failCount from log group by ip limit 10000)
where ip_to_domain(ip) != 'intranet' having "访问次数" > 0 and "失败率%" >= 0 ORDER by "访问次数" desc limit 100`,
    );
    expect(names.slice(0, 4)).toEqual(['源地址', '访问次数', '失败率%', '非法访问次数']);
    const isPrivate = (ip: string) =>
      /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80)/.test(ip);
    const addresses = new Map<string, Event[]>();
    for (const event of events) {
      const ip = event.sourceIPs.length === 1 ? (event.sourceIPs[0] ?? '') : JSON.stringify(event.sourceIPs);
      if (!isPrivate(ip)) addresses.set(ip, [...(addresses.get(ip) ?? []), event]);
    }
    const expected = [...addresses].map(([ip, list]) => [
      ip,
      list.length,
      list.filter((event) => event.responseStatus?.code === 403).length,
    ]);
    expect(rows.map((row) => [row[0], row[1], row[3]]).toSorted()).toEqual(expected.toSorted());
  });

  test('addresses that are public, private, several and of IPv6', async () => {
    const line = lines.find((text) => text.includes('"stage":"ResponseComplete"')) ?? '';
    const made: string[] = [];
    const add = (addresses: readonly string[], code: number, count: number) => {
      for (let index = 0; index < count; index++) {
        const event = {
          ...(JSON.parse(line) as Record<string, unknown>),
          sourceIPs: addresses,
          responseStatus: { metadata: {}, code },
        };
        made.push(
          JSON.stringify({ ...event, auditID: `${made.length}`.padStart(8, '0') + '-0000-4000-8000-000000000000' }),
        );
      }
    };
    add(['8.8.8.8'], 403, 12);
    add(['8.8.8.8'], 200, 8);
    add(['10.1.2.3'], 403, 30);
    add(['2001:4860:4860::8888'], 401, 11);
    add(['fd00::1'], 403, 20);
    add(['8.8.4.4', '10.0.0.1'], 403, 15);
    await insertLines(engine, 'addresses', made);
    const { rows } = await run(
      `* | select ip as "源地址", total as "访问次数", round(rate * 100, 2) as "失败率%", failCount as "非法访问次数"
from (select ${sourceIP} as ip, count(1) as total, sum(CASE WHEN "responseStatus.code" < 400 then 0 ELSE 1 END) * 1.0/count(1) as rate, count_if("responseStatus.code" = 403) as failCount from log group by ip limit 10000)
where ip_to_domain(ip) != 'intranet' and ip not LIKE '%,%' having "访问次数" > 10 and "失败率%" > 50 ORDER by "访问次数" desc limit 100`,
      day,
      'addresses',
    );
    expect(rows).toEqual([
      ['8.8.8.8', 20, 60, 12],
      ['2001:4860:4860::8888', 11, 100, 0],
    ]);
  });
});

describe('the rules for alerts of ACK', () => {
  test('deleted resources', async () => {
    const found = await rows(
      `verb : delete ${notSystem} | select auditID, verb, date_format(from_unixtime(__time__), '%Y-%m-%d %T') as time, "objectRef.resource", "objectRef.name", "objectRef.namespace", json_extract(requestObject,'$.kind') as kind, "responseStatus.code", ${user} as user, ${sourceIP} as sourceIP WHERE regexp_like("objectRef.resource", '.*') limit 10000`,
    );
    const expected = people.filter(({ verb, objectRef }) => verb === 'delete' && objectRef?.resource !== undefined);
    expect(found).toHaveLength(expected.length);
    expect(found.length).toBeGreaterThan(0);
  });

  test('taints and labels of nodes, cordon and uncordon', async () => {
    const search = `* and objectRef.resource : nodes and (verb : update or verb : patch) ${notSystem}`;
    const nodes = people.filter(
      ({ verb, objectRef }) => objectRef?.resource === 'nodes' && (verb === 'update' || verb === 'patch'),
    );
    const taints = await rows(
      `${search} | select auditID, json_extract(requestObject,'$.spec.taints') as taints, regexp_extract("requestURI", 'nodes/([^/\\?]+)', 1) as "node", date_format(from_unixtime(__time__), '%Y-%m-%d %T') as "time" where json_extract(requestObject,'$.spec.taints') is not null order by "time" desc limit 10000`,
    );
    expect(taints).toHaveLength(
      nodes.filter((event) => event.requestObject?.spec && 'taints' in event.requestObject.spec).length,
    );
    const labels = await rows(
      `${search} | select auditID, case when requestObject like '%null%' or requestObject like '%false%' then 'delete' else 'insert/update' end as kind where json_extract(requestObject,'$.metadata.labels') is not null limit 10000`,
    );
    expect(labels.every(([, kind]) => kind === 'delete' || kind === 'insert/update')).toBe(true);
    const cordons = await rows(
      `${search} | select auditID, case when json_format(json_extract(requestObject,'$.spec.unschedulable')) = 'true' then 'cordon' else 'uncordon' end as operation where json_extract(requestObject,'$.spec.unschedulable') is not null limit 10000`,
    );
    const expected = nodes.filter((event) => event.requestObject?.spec && 'unschedulable' in event.requestObject.spec);
    expect(cordons.map(([id]) => id).toSorted()).toEqual(expected.map((event) => event.auditID).toSorted());
  });

  test('evictions, updates and logins from the Internet', async () => {
    const evictions = await rows(
      `eviction and objectRef.resource: pods and verb: create | select auditID, ${user} as user, "objectRef.name" as pod, json_extract_scalar(responseObject, '$.status') as status limit 10000`,
    );
    expect(evictions).toHaveLength(
      events.filter((event) => event.objectRef?.subresource === 'eviction' && event.verb === 'create').length,
    );
    const updates = await rows(
      `(verb : update or verb : patch) ${notSystem} NOT objectRef.resource: leases | select COUNT(*) as count WHERE regexp_like("objectRef.resource", '.*')`,
    );
    const expected = people.filter(
      ({ verb, objectRef }) =>
        (verb === 'update' || verb === 'patch') && objectRef?.resource !== undefined && objectRef.resource !== 'leases',
    );
    expect(updates).toEqual([[expected.length]]);
    const logins = await rows(
      `* | select count(DISTINCT ip) as ips, sum(total) as total, sum(failCount) as failed from (select json_format(json_array_get(sourceIPs, 0)) as ip, count(1) as total, count_if("responseStatus.code" > 399) as failCount from log WHERE ip_to_domain(json_format(json_array_get(sourceIPs,0)))='internet' group by ip)`,
    );
    expect(logins).toHaveLength(1);
  });
});

describe('quick analysis', () => {
  const counts = Map.groupBy(events, (event) => event.verb);

  test('shares of a field', async () => {
    const found = await rows(
      `* | select "verb", pv, pv*1.0/sum(pv) over() as percentage from (select count(1) as pv, "verb" from (select "verb" from log limit 100000) group by "verb" order by pv desc) order by pv desc limit 10`,
    );
    expect(found).toHaveLength(Math.min(10, counts.size));
    for (const [verb, pv, percentage] of found) {
      const count = counts.get(typeof verb === 'string' ? verb : '')?.length ?? 0;
      expect([verb, pv]).toEqual([verb, count]);
      expect(percentage).toBeCloseTo(count / events.length, 12);
    }
  });

  test('different values and a histogram of numbers', async () => {
    expect(await rows('* | select approx_distinct("verb")')).toEqual([[counts.size]]);
    const [[histogram] = []] = await rows('* | select numeric_histogram(10, "responseStatus.code")');
    const total = Object.values(histogram ?? {}).reduce((sum: number, value) => sum + Number(value), 0);
    expect(total).toBe(events.filter((event) => event.responseStatus?.code !== undefined).length);
  });
});

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

  test('counts of the overview', async () => {
    expect(
      await rows('* | select count_if("responseStatus.code" = 403 or "responseStatus.code" = 401) as illegal'),
    ).toEqual([
      [events.filter((event) => event.responseStatus?.code === 403 || event.responseStatus?.code === 401).length],
    ]);
    expect(await rows('* | select count_if("responseStatus.code" between 300 and 399) as redirects')).toEqual([
      [
        events.filter((event) => (event.responseStatus?.code ?? 0) >= 300 && (event.responseStatus?.code ?? 0) < 400)
          .length,
      ],
    ]);
    expect(await rows(`verb: create ${notSystem} | select count(1) as c`)).toEqual([
      [people.filter((event) => event.verb === 'create').length],
    ]);
    const deleted = await rows(
      `verb: delete ${notSystem} | select "objectRef.resource" as resource, count(1) as c group by resource order by c desc limit 100`,
    );
    const byResource = Map.groupBy(
      people.filter((event) => event.verb === 'delete'),
      (event) => event.objectRef?.resource ?? null,
    );
    expect(new Map(deleted.map(([resource, c]) => [resource, c]))).toEqual(
      new Map([...byResource].map(([resource, list]) => [resource, list.length])),
    );
  });

  test('operations of a kind, with CASE', async () => {
    const found = await rows(
      `objectRef.resource: deployments and (verb: create or verb: update or verb: patch or verb: delete or verb: get or verb: list) | select case when verb = 'patch' then 'update' when verb in ('get','list','watch') then 'access' else verb end as op, count(1) as c group by op`,
    );
    const kinds = new Map<string, number>();
    for (const { verb, objectRef } of events) {
      if (
        objectRef?.resource !== 'deployments' ||
        !['create', 'update', 'patch', 'delete', 'get', 'list'].includes(verb)
      )
        continue;
      const op = verb === 'patch' ? 'update' : ['get', 'list'].includes(verb) ? 'access' : verb;
      kinds.set(op, (kinds.get(op) ?? 0) + 1);
    }
    expect(new Map(found.map(([op, c]) => [op, c]))).toEqual(kinds);
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

  test('CVE-2020-8554: external addresses of services', async () => {
    const found = await rows(
      `objectRef.resource: services and (verb: create or verb: update or verb: patch) ${notSystem} | select auditID, "objectRef.name" where json_extract(requestObject,'$.spec.externalIPs') is not null or json_extract(requestObject,'$.status.loadBalancer.ingress') is not null`,
    );
    const expected = lines.filter(
      (line) =>
        line.includes('"externalIPs"') &&
        /"verb":"(create|update|patch)"/.test(line) &&
        line.includes('"resource":"services"'),
    );
    expect(found).toHaveLength(expected.length);
    expect(found.length).toBeGreaterThan(0);
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
