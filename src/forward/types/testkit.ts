// Sends parcels of real events through a type, as a lane does.
import { recordedLines } from '../../../test/support/recorded.ts';
import {
  type Clock,
  type Connector,
  createAddressGuard,
  createConnector,
  createHttpClient,
  systemClock,
} from '../../platform/index.ts';
import type { DestinationType } from '../destination-type.ts';
import type { Outcome } from '../outcome.ts';
import { forwardedEvent, type ParcelEvents, parcelKey } from '../send/parcels.ts';
import { type ShapeName } from '../shapes/registry.ts';
import { storedEvent } from '../testkit.ts';

const guard = createAddressGuard(['127.0.0.0/8']);
if ('notANetwork' in guard) throw new Error(guard.notANetwork);
const ways = { http: createHttpClient({ guard }), connector: createConnector({ guard }), clock: systemClock };

/** Receipt of the first of the events; each comes a second after the one before. */
export const firstReceipt = Date.UTC(2026, 10, 28, 12) * 1000;

/** Recorded events as lines of a log. */
export function recordedParcel(count: number, shape: ShapeName, from = 0): ParcelEvents {
  const [first, ...others] = recordedLines('modern-v1.36')
    .slice(from, from + count)
    .map((bytes, index) => {
      const { auditID, stageTimestamp } = JSON.parse(bytes.toString()) as { auditID: string; stageTimestamp: string };
      return forwardedEvent(
        storedEvent({
          id: `${from + index} ${auditID}`,
          bytes,
          timeMicros: Date.parse(stageTimestamp) * 1000,
          receivedAtMicros: firstReceipt + (from + index) * 1_000_000,
        }),
        'Prod',
        shape,
      );
    });
  if (!first) throw new Error('the recording has no such events');
  return [first, ...others];
}

export interface TestParcel {
  readonly events: ParcelEvents;
  readonly settings: unknown;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly shape?: ShapeName;
  readonly signal?: AbortSignal;
  /** Left out: one that reaches this machine alone. */
  readonly connector?: Connector;
  /** Left out: that of this machine. */
  readonly clock?: Pick<Clock, 'sleep'>;
}

/** Sends them. Rejects as the type does. */
export function sendParcel<S>(type: DestinationType<S>, given: TestParcel): Promise<Outcome> {
  const { events, settings, secrets = {}, shape = type.shapes[0], signal = AbortSignal.timeout(60_000) } = given;
  const { connector = ways.connector, clock = ways.clock } = given;
  const parsed = type.settings.parse(settings);
  const key = parcelKey(events);
  return type.send({
    events,
    key,
    shape,
    settings: parsed,
    secrets,
    now: Date.now(),
    ...ways,
    connector,
    clock,
    signal,
  });
}
