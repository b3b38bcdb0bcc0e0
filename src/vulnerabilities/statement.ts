import type { Indicator } from './indicator.ts';

/** At most so many rows come of one CVE. */
const maxRows = 1000;

/** The columns of every statement about a CVE, in order, so that one list can hold the rows of all. */
export const indicatorColumns = [
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
export function statementOf({ search, where, detail, having }: Indicator): string {
  return `${search.trim()}
| select max(__time__) as time, "user.username" as user,
  array_join(cast(json_parse(sourceIPs) as array(varchar)), ', ') as address, __cluster__ as cluster,
  "objectRef.resource" as resource, "objectRef.namespace" as namespace, "objectRef.name" as name,
  "objectRef.subresource" as subresource, verb, "userAgent", "responseStatus.code" as code,
  ${detail?.trim() ?? "''"} as detail,
  count(*) as n, min(__time__) as first, max_by(auditID, __time__) as "auditID"
from log${where ? `\nwhere ${where.trim()}` : ''}
group by 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12${having ? `\nhaving ${having.trim()}` : ''}
order by time desc limit ${maxRows}`;
}
