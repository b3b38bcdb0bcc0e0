import { createHash, hash as hashOf } from 'node:crypto';
import { jsonText, membersOf } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { NewForwardReject } from '../../records/index.ts';
import type { StoredEvent } from '../../stream/index.ts';
import type { ForwardedEvent, ParcelLimits } from '../destination-type.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import { type ShapeName, shapeOf } from '../shapes/registry.ts';

/** Events that are sent at once: never none. */
export type ParcelEvents = readonly [ForwardedEvent, ...ForwardedEvent[]];

/** Writes an event in its shape. `cluster`: the name of its cluster. */
export function forwardedEvent(event: StoredEvent, cluster: string, shape: ShapeName): ForwardedEvent {
  const { clusterId, timeMicros, receivedAtMicros, bytes: original, cursor } = event;
  const body = shapeOf(shape).write(event, cluster);
  return { key: keyOf(clusterId, cursor), clusterId, cluster, timeMicros, receivedAtMicros, original, body };
}

/** Tells an event from all others. The cursor is made of what makes an event the same. */
export function keyOf(clusterId: string, cursor: string): string {
  return hashOf('sha256', `${clusterId} ${cursor}`, 'base64url');
}

/** Says of the same events, in their order, the same. */
export function parcelKey(events: ParcelEvents): string {
  const hash = createHash('sha256');
  for (const { key } of events) hash.update(key);
  return hash.digest('hex').slice(0, 32);
}

/** How events are parted into what is sent at once. */
export interface ParcelRules {
  readonly limits: ParcelLimits;
  readonly groupOf: (event: ForwardedEvent) => string;
  /** Why an event is set aside without asking. */
  readonly whyNot: (event: ForwardedEvent) => string | undefined;
}

/** What a destination takes at once, and what it takes at all. */
export function rulesOf(
  { type, settings }: Pick<OpenDestination, 'type' | 'settings'>,
  clock: Pick<Clock, 'nowMicros'>,
): ParcelRules {
  return {
    limits: type.limits(settings),
    groupOf: (event) => type.groupOf?.(event) ?? '',
    whyNot: (event) => type.whyNot?.(event, settings, clock.nowMicros()),
  };
}

/** Parts events into what is sent at once: each group by itself, in order of receipt. What cannot be taken is set aside. */
export function parcelsOf(
  events: readonly ForwardedEvent[],
  { limits, groupOf, whyNot }: ParcelRules,
): { readonly parcels: readonly ParcelEvents[]; readonly rejected: readonly NewForwardReject[] } {
  const fitting: ForwardedEvent[] = [];
  const rejected: NewForwardReject[] = [];
  for (const event of events) {
    const { length } = event.body;
    const isLarge = length > limits.eventBytes;
    const answer = isLarge ? `it has ${length} bytes, and ${limits.eventBytes} are taken` : whyNot(event);
    if (answer === undefined) fitting.push(event);
    else rejected.push(rejectOf(event, { answer, status: undefined }));
  }
  return { parcels: [...Map.groupBy(fitting, groupOf).values()].flatMap((group) => cut(group, limits)), rejected };
}

function cut(events: readonly ForwardedEvent[], limits: ParcelLimits): readonly ParcelEvents[] {
  const parcels: [ForwardedEvent, ...ForwardedEvent[]][] = [];
  let bytes = 0;
  for (const event of events) {
    const parcel = parcels.at(-1);
    const isFull = parcel?.length === limits.events || bytes + event.body.length > limits.bytes;
    if (parcel === undefined || isFull) {
      parcels.push([event]);
      bytes = 0;
    } else parcel.push(event);
    bytes += event.body.length;
  }
  return parcels;
}

/** What is kept of an event that is set aside. */
export function rejectOf(
  { clusterId, receivedAtMicros, key, original }: ForwardedEvent,
  { answer, status }: { readonly answer: string; readonly status: number | undefined },
): NewForwardReject {
  const id: unknown = JSON.parse(jsonText(membersOf(original).get('auditID') ?? Buffer.from('""')));
  return { clusterId, auditId: typeof id === 'string' ? id : '', receivedAtMicros, eventKey: key, answer, status };
}
