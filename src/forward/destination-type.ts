import type { z } from 'zod';
import type { TypedMembers } from '../delivery/index.ts';
import type { Clock, Connector, HttpClient } from '../platform/index.ts';
import type { Outcome } from './outcome.ts';
import type { ShapeName } from './shapes/registry.ts';

/** An event on its way. */
export interface ForwardedEvent {
  /** Tells it from all others, and is the same whenever it is sent: a whole event has the key of its truncated twin. */
  readonly key: string;
  readonly clusterId: string;
  readonly cluster: string;
  readonly timeMicros: number;
  readonly receivedAtMicros: number;
  /** As received. */
  readonly original: Uint8Array;
  /** In the shape that was asked for. */
  readonly body: Uint8Array;
}

/** What the other side takes at once. */
export interface ParcelLimits {
  readonly events: number;
  /** Of all bodies together. */
  readonly bytes: number;
  /** Of one body: a larger one is set aside without asking. */
  readonly eventBytes: number;
}

/** What is sent at once, in order of receipt. */
export interface Parcel<Settings> {
  readonly events: readonly [ForwardedEvent, ...ForwardedEvent[]];
  /** The same for all tries of the same events. */
  readonly key: string;
  readonly shape: ShapeName;
  readonly settings: Settings;
  /** Opened for this call, by the name of the field. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Unix milliseconds of this try. */
  readonly now: number;
  readonly http: HttpClient;
  /** For protocols other than HTTP. */
  readonly connector: Connector;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the call when it takes too long, and when the server stops. */
  readonly signal: AbortSignal;
}

/**
 * A kind of destination: one file of `types/` with its test, and one line in its registry. It writes a parcel in its protocol, sends it and
 * reads the answer, body included; it keeps no state. What it throws as AppError `destination-refused` is stopped, anything else a retry.
 */
export interface DestinationType<Settings = unknown> extends TypedMembers {
  readonly settings: z.ZodType<Settings>;
  /** For people: what it is, what a repeat does, what is said by an answer. Sentences. */
  readonly meaning: string;
  /** Those that it can send; the first is the one without `shape`. */
  readonly shapes: readonly [ShapeName, ...ShapeName[]];
  limits(settings: Settings): ParcelLimits;
  /** How long events wait for others to come with them; left out: not at all. */
  lingerMs?(settings: Settings): number;
  /** How long a call may take; left out, or undefined: a minute. */
  deadlineMs?(settings: Settings): number | undefined;
  /** Why an event is set aside without asking; undefined where it is not. */
  whyNot?(event: ForwardedEvent, settings: Settings, nowMicros: number): string | undefined;
  /** What events have in common that are sent at once; left out: nothing. */
  groupOf?(event: ForwardedEvent): string;
  send(parcel: Parcel<Settings>): Promise<Outcome>;
}
