import type { PinnedEvent, PinToAdd } from '../../api/cases.ts';
import type { AuditEvent } from '../../api/audit-event.ts';
import { textAt } from '../../api/json.ts';
import type { EventFacts } from '../deed/facts.ts';

/** An event of a list. */
export interface PinnableEvent {
  readonly event: AuditEvent;
  readonly facts: Pick<EventFacts, 'auditId' | 'stage' | 'cluster'>;
}

/** The time under which the store has it, to the microsecond, as the server writes it. */
function timeOf({ json }: AuditEvent): string {
  const at = new Date(Number(textAt(json, '__time__')) * 1000);
  const micros = Math.round(Number(textAt(json, '__time_ns_part__')) / 1000);
  if (Number.isNaN(at.getTime())) return '';
  return `${at.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

/** What the server is asked to pin. */
export function pinOfEvent({ event, facts }: PinnableEvent): PinToAdd {
  const { cluster, auditId, stage } = facts;
  return { kind: 'event', cluster, auditId, stage, at: timeOf(event) };
}

/** Whether a pin is of an event. */
export function isPinOf({ event, facts }: PinnableEvent, pin: PinnedEvent): boolean {
  return (
    pin.auditId === facts.auditId &&
    pin.stage === facts.stage &&
    pin.cluster === facts.cluster &&
    pin.at === timeOf(event)
  );
}
