/** An analysis, and the same question as someone who knows the table writes it in ClickHouse SQL: its answers are the same. */
export interface Analysis {
  readonly name: string;
  readonly query: string;
  readonly byHand: string;
  /** How many columns the question determines, from the left; all where left out. Of events in one second any may be the last. */
  readonly determined?: number;
}

const people =
  'NOT user.username: node NOT user.username: serviceaccount NOT user.username: apiserver NOT user.username: kube-scheduler NOT user.username: kube-controller-manager';
const peopleByHand =
  "NOT match(lower(user_username), '(^|[^a-z0-9._-])(node|serviceaccount|apiserver|kube-scheduler|kube-controller-manager)($|[^a-z0-9._-])')";

/** Twelve questions of the reports, alerts and the side bar. `{range}` stands for the condition on time and cluster. */
export const analyses: readonly Analysis[] = [
  {
    name: 'events by verb',
    query: '* | select verb, count(*) as c group by verb order by c desc',
    byHand: 'SELECT verb, count() AS c FROM events WHERE {range} GROUP BY verb ORDER BY c DESC',
  },
  {
    name: 'illegal accesses',
    query: '* | select count_if("responseStatus.code" = 403 or "responseStatus.code" = 401) as illegal',
    byHand: 'SELECT countIf(response_code = 403 OR response_code = 401) FROM events WHERE {range}',
  },
  {
    name: 'most active users',
    query: '* | select "user.username" as u, count(*) as c group by u order by c desc limit 10',
    byHand: 'SELECT user_username AS u, count() AS c FROM events WHERE {range} GROUP BY u ORDER BY c DESC LIMIT 10',
  },
  {
    name: 'listed, by resource, of people',
    query: `verb: list ${people} | select "objectRef.resource" as resource, count(1) as c group by resource order by c desc limit 100`,
    byHand: `SELECT object_resource AS r, count() AS c FROM events WHERE {range} AND verb = 'list' AND ${peopleByHand} GROUP BY r ORDER BY c DESC LIMIT 100`,
  },
  {
    name: 'failures by hour',
    query:
      '* | select date_trunc(\'hour\', __time__) as t, count_if("responseStatus.code" >= 400) as failed, count(*) as c group by t order by t limit 1000',
    byHand:
      'SELECT toStartOfHour(time) AS t, countIf(response_code >= 400), count() FROM events WHERE {range} GROUP BY t ORDER BY t LIMIT 1000',
  },
  {
    name: 'operations on deployments',
    query:
      "objectRef.resource: deployments | select case when verb = 'patch' then 'update' when verb in ('get','list','watch') then 'access' else verb end as op, count(1) as c group by op",
    byHand:
      "SELECT multiIf(verb = 'patch', 'update', verb IN ('get', 'list', 'watch'), 'access', verb) AS op, count() FROM events WHERE {range} AND object_resource = 'deployments' GROUP BY op",
  },
  {
    name: 'commands in containers',
    query: `objectRef.subresource: exec | select auditID, date_format(from_unixtime(__time__), '%Y-%m-%d %T') as "time", regexp_extract(requestURI, '([^\\?]*)/exec\\?.*', 1) as "resource", regexp_extract(requestURI, '\\?(.*)', 1) as command, "responseStatus.code" limit 100000`,
    byHand:
      "SELECT audit_id, formatDateTime(time, '%Y-%m-%d %T'), extract(request_uri, '([^\\\\?]*)/exec\\\\?.*'), extract(request_uri, '\\\\?(.*)'), response_code FROM events WHERE {range} AND object_subresource = 'exec' LIMIT 100000",
  },
  {
    name: 'shares of a field, with a window',
    query:
      '* | select "objectRef.namespace", pv, pv*1.0/sum(pv) over() as percentage from (select count(1) as pv, "objectRef.namespace" from log group by "objectRef.namespace") order by pv desc limit 10',
    byHand:
      'SELECT ns, pv, pv / sum(pv) OVER () FROM (SELECT object_namespace AS ns, count() AS pv FROM events WHERE {range} GROUP BY ns) ORDER BY pv DESC LIMIT 10',
  },
  {
    name: 'addresses and their failures',
    query:
      '* | select ip, total, round(rate * 100, 2) as "failed %" from (select CASE WHEN json_array_length(sourceIPs) = 1 then json_format(json_array_get(sourceIPs, 0)) ELSE sourceIPs END as ip, count(1) as total, sum(CASE WHEN "responseStatus.code" < 400 then 0 ELSE 1 END) * 1.0 / count(1) as rate from log group by ip limit 10000) order by total desc limit 100',
    byHand:
      'SELECT if(JSONLength(source_ips) = 1, JSONExtractString(source_ips, 1), source_ips) AS ip, count() AS total, round(100 * sum(if(response_code < 400, 0, 1)) / total, 2) FROM events WHERE {range} GROUP BY ip ORDER BY total DESC LIMIT 100',
  },
  {
    name: 'requests by minute and verb',
    query:
      "* | select time_series(__time__, '1m', '%H:%i', '0') as t, verb, count(1) as c group by t, verb order by t limit 100000",
    byHand:
      "SELECT formatDateTime(toStartOfMinute(time) AS t, '%H:%i'), verb, count() FROM events WHERE {range} GROUP BY t, verb ORDER BY t LIMIT 100000",
  },
  {
    name: 'different users and objects by namespace',
    query:
      '* | select "objectRef.namespace" as ns, count(distinct "user.username") as users, approx_distinct("objectRef.name") as objects group by ns order by users desc',
    byHand:
      "SELECT object_namespace AS ns, uniqExactIf(user_username, user_username != '') AS users, uniqCombined64If(object_name, object_name != '') FROM events WHERE {range} GROUP BY ns ORDER BY users DESC LIMIT 100",
  },
  {
    name: 'the last request of each user',
    query:
      '* | select "user.username" as u, max(__time__) as last, max_by(requestURI, __time__) as uri group by u order by last desc limit 10000',
    byHand:
      'SELECT user_username AS u, max(toUnixTimestamp64Second(time) AS t) AS last, argMax(request_uri, t) FROM events WHERE {range} GROUP BY u ORDER BY last DESC LIMIT 10000',
    determined: 2,
  },
];
