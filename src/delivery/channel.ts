import type { z } from 'zod';
import type { Clock, Connector, HttpClient } from '../platform/index.ts';
import type { Message } from './message.ts';
import type { TypedMembers } from './typed-documents.ts';

/** What became of one try. `answer` is what the other side said, for people, 1 kB at most and without secrets. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly answer: string; readonly status?: number | undefined }
  /** May pass: it is tried again, not before `afterMs` where the other side asked for that. */
  | {
      readonly kind: 'retry';
      readonly answer: string;
      readonly status?: number | undefined;
      readonly afterMs?: number | undefined;
    }
  /** Will not pass: the message is a dead letter, and the next ones go on. */
  | { readonly kind: 'failed'; readonly answer: string; readonly status?: number | undefined }
  /** Tried again at once with half of the room (`Sending.bytes`). */
  | { readonly kind: 'too-large'; readonly answer: string; readonly status?: number | undefined };

/** What the other side takes. */
export interface ChannelLimits {
  /** Messages a minute; more wait, and are merged into a digest where they are many. Left out: any number. */
  readonly perMinute?: number;
  /** Of the body that is sent. */
  readonly bytes: number;
}

/** One message on its way. */
export interface Sending<Settings> {
  readonly message: Message;
  readonly settings: Settings;
  /** Opened for this call, by the name of the field. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The same for all tries of a message: webhook-id, dedup_key, Message-ID. */
  readonly key: string;
  /** Unix milliseconds of this try: what signatures are made with. */
  readonly now: number;
  /** Bytes that its body may take: the limit of the channel, less where that was refused. */
  readonly bytes: number;
  readonly http: HttpClient;
  /** For protocols other than HTTP. */
  readonly connector: Connector;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the call after ten seconds, and when the server stops. */
  readonly signal: AbortSignal;
}

/**
 * A kind of channel: one file of `channels/` with its test, and one line in its registry. It renders a message in its dialect, sends it and
 * reads the answer, body included; it keeps no state. What it throws as AppError `destination-refused` is failed, anything else a retry.
 */
export interface ChannelType<Settings = unknown> extends TypedMembers {
  readonly settings: z.ZodType<Settings>;
  limits(settings: Settings): ChannelLimits;
  /** Whether a problem that is over is told to it in any case (it would stay open there). */
  readonly needsResolved?: boolean;
  send(sending: Sending<Settings>): Promise<Outcome>;
  /** For a receiver that forgets what it is not told again. */
  readonly refresh?: Refresh<Settings>;
}

/** How a receiver is reminded of the problems that it was told of: the last message of each. */
export interface Refresh<Settings> {
  readonly everyMs: number;
  /** How long those are told that are over. */
  readonly endedForMs: number;
  /** Whether it says that the server does what it is there for: nothing is sent while it does not. */
  readonly saysItWorks?: boolean;
  /** Sends all of them, also where there are none. There is no retry: the next time is not far. */
  send(sending: Omit<Sending<Settings>, 'message' | 'key'>, messages: readonly Message[]): Promise<Outcome>;
}
