import { splitStatement } from '../../query/index.ts';

/** What a list shows of an event or operation: enough for a sentence, and for the way to the event itself. */
const listColumns = [
  'stageTimestamp',
  'cluster',
  '"user.username"',
  'verb',
  '"objectRef.resource"',
  '"objectRef.subresource"',
  '"objectRef.namespace"',
  '"objectRef.name"',
  'requestURI',
  '"responseStatus.code"',
  'sourceIPs',
  'userAgent',
  'auditID',
];
const listRows = 100;

/** The statement of a panel. A search alone lists what it finds, the latest first. */
export function wholeStatement({
  statement,
  counts,
}: {
  readonly statement: string;
  readonly counts: 'operations' | 'events';
}): string {
  if (splitStatement(statement).analysis) return statement;
  const from = counts === 'operations' ? 'operations' : 'log';
  return `${statement} | select ${listColumns.join(', ')} from ${from} order by __time__ desc, __time_ns_part__ desc limit ${listRows}`;
}
