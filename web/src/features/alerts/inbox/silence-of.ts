import type { InboxItem } from '../../../api/inbox.ts';
import type { Silence } from '../../../api/silences.ts';
import { matchersOf } from '../matchers.ts';

/** What silences alerts like the one of a message; undefined where it is about none, or about something that has no end and no rule. */
export function silenceOf({ kind, labels }: InboxItem): Silence['matchers'] | undefined {
  const { alertname, ...others } = labels;
  return kind === 'alert' && alertname !== undefined ? matchersOf({ rule: alertname, labels: others }) : undefined;
}
