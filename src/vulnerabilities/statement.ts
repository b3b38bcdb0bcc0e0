import type { Indicator } from './indicator.ts';

/** At most so many rows come of one CVE, whichever statement they are of. */
export const maxIndicatorRows = 1000;

/** The columns of every statement about CVEs, in order, so that one list can hold the rows of all. */
export const indicatorColumns = [
  'cve',
  'time',
  'user',
  'address',
  'cluster',
  'resource',
  'namespace',
  'name',
  'subresource',
  'verb',
  'userAgent',
  'code',
  'detail',
  'n',
  'first',
  'auditID',
] as const;

/**
 * The statement that lists the operations which look like the exploitation of a CVE, the latest first. A row stands for `n` operations
 * that are alike: `time` and `first` (Unix seconds) are those of the last and the first one, and `auditID` is the last one's.
 */
export function statementOf(indicator: Indicator): string {
  const { id, where, having } = indicator;
  return `${searchOf(indicator)}
| select '${id}' as cve, ${columnsOf(detailOf(indicator))}
from log
where ${isDone}${where ? ` and (\n${where.trim()})` : ''}
group by ${keys}${having ? `\nhaving ${having.trim()}` : ''}
order by time desc limit ${maxIndicatorRows}`;
}

/** A statement about one or several CVEs. */
export interface IndicatorQuery {
  readonly ids: readonly string[];
  readonly query: string;
}

/**
 * The statements that list what looks like the exploitation of any of these CVEs. Those that search alike have one statement, which
 * looks at each of their events once. Rows are those of `statementOf`; the latest of each CVE come first, so that wherever they are cut
 * off, many of one CVE leave out none of another.
 */
export function indicatorQueries(indicators: readonly Indicator[]): readonly IndicatorQuery[] {
  const together = Map.groupBy(indicators, (indicator) => (indicator.having ? indicator.id : searchOf(indicator)));
  return [...together.values()].map((some) => {
    const [first, second] = some;
    const ids = some.map(({ id }) => id);
    return { ids, query: first && !second ? statementOf(first) : statementOfSome(some) };
  });
}

/**
 * An operation may look like the exploitation of several CVEs, and is a row of each then. Whether it looks like any is asked of the event
 * first: what a row shows, its body included, is read and computed for those alone.
 */
function statementOfSome(indicators: readonly Indicator[]): string {
  const [first] = indicators;
  const any = indicators.map(({ where }) => (where ? `(\n${where.trim()})` : 'true')).join(' or ');
  const cves = indicators.map(({ id, where }) => `if(${where ? `\n${where.trim()}` : 'true'}, '${id}')`);
  const details = indicators.map((indicator) => `when '${indicator.id}' then ${detailOf(indicator)}`);
  return `${first ? searchOf(first) : '*'}
| select ${indicatorColumns.map((name) => `"${name}"`).join(', ')} from (
select *, row_number() over (partition by cve order by time desc) as place from (
select cve, ${columnsOf(`case cve ${details.join('\n    ')} end`)}
from log cross join unnest(array[${cves.join(', ')}]) as found(cve)
where ${isDone} and (${any}) and cve is not null
group by cve, ${keys}))
where place <= ${maxIndicatorRows} order by place limit ${maxIndicatorRows * indicators.length}`;
}

function searchOf({ search }: Indicator): string {
  return search.trim();
}

function detailOf({ detail }: Indicator): string {
  return detail?.trim() ?? "''";
}

/** When a request is received nothing is known yet that a CVE could be told by. */
const isDone = "stage <> 'RequestReceived'";

/** The columns after `cve`, by which operations are alike. */
const keys = '3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13';

/**
 * Stages of one request have its time of receipt in common besides its audit id, which a client may choose: together they count
 * operations without looking for their other stages.
 */
function columnsOf(detail: string): string {
  return `max(__time__) as time, "user.username" as user,
  regexp_extract(sourceIPs, '"([^"]*)"', 1) as address, __cluster__ as cluster,
  "objectRef.resource" as resource, "objectRef.namespace" as namespace, "objectRef.name" as name,
  "objectRef.subresource" as subresource, verb, "userAgent", "responseStatus.code" as code,
  ${detail} as detail,
  count(distinct concat(auditID, requestReceivedTimestamp)) as n, min(__time__) as first,
  max_by(auditID, __time__) as "auditID"`;
}
