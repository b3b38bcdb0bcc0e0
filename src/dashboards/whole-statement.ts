import { splitStatement } from '../query/index.ts';
import type { Panel } from './form.ts';

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
].join(', ');
const listRows = 100;

/** The statement of a panel. Of a list a search alone will do: it lists what it finds, the latest first. */
export function wholeStatement({ statement, counts, chart }: Pick<Panel, 'statement' | 'counts' | 'chart'>): string {
  if (chart !== 'list' || splitStatement(statement).analysis) return statement;
  const relation = counts === 'operations' ? 'operations' : 'log';
  return `${statement} | select ${listColumns} from ${relation} order by __time__ desc, __time_ns_part__ desc limit ${listRows}`;
}
