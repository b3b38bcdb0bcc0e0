import type { TableColumn } from '../../table.ts';
import { type EventSummary, objectOf } from './event-summary.ts';

/** The columns in which a terminal shows events. */
export const eventColumns: readonly TableColumn[] = [
  { name: 'TIME' },
  { name: 'CLUSTER' },
  { name: 'USER' },
  { name: 'VERB' },
  { name: 'OBJECT' },
  { name: 'CODE', alignRight: true },
  { name: 'SOURCE' },
];

/** The cells of an event in these columns. */
export function eventRow(event: EventSummary): readonly string[] {
  return [event.time, event.cluster, event.user, event.verb, objectOf(event), event.code, event.sourceIPs];
}
