import type { Scope } from '../query/index.ts';
import type { Severity, Text } from '../rules/index.ts';

/** A search, and RFC 3339 times between which its events happened. */
export interface Evidence {
  readonly query: string;
  readonly from: string;
  readonly to: string;
}

/**
 * A reason to tell somebody something: a group of a rule that fires, fires again, or is over; or a condition of the server itself. Evaluations
 * make them, `notify` decides who is told and when.
 */
export interface Cause {
  /** Unique for ever: the same cause found again, after a crash, is the same. */
  readonly key: string;
  readonly rule: string;
  readonly displayName: Text;
  readonly status: 'firing' | 'resolved';
  /** The same for rule and labels. */
  readonly fingerprint: string;
  /** From the first firing to its end; the next time is another one. */
  readonly episode: string;
  /** Whether the episode was told before: this is about new events of it. */
  readonly isAgain: boolean;
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
  /** Filled in, by the tag of the language; a plain text stands under `en`. */
  readonly annotations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  /** Names of the clusters that the rule looks at. */
  readonly clusters: readonly string[];
  readonly project?: string | undefined;
  /** Where its events are found: a query as the explorer takes it, over when they happened. */
  readonly evidence?: Evidence | undefined;
  /** The first rows, 100 and 32 KiB at most, each value as text of 1,024 characters at most; and how many there were. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly rowCount: number;
  /** What its output shows at most: who does not cover it does not see it. */
  readonly scope: Scope;
  /** What could not be filled in or was cut off, for people. */
  readonly faults: readonly string[];
  readonly channels: readonly string[];
  readonly policy?: string | undefined;
  readonly repeatIntervalMs?: number | undefined;
  /**
   * Whether its end is found, which is then a cause with `resolved` of the same episode.
   * - `never`: it is about events that have happened; nothing is over later. So are immediate causes, and those that fire once for ever.
   * - `silently`: its end is a cause as well, told only to channels where it would stay open for ever (the rule has no `sendResolved`).
   * - `told`: its end is told wherever it was told itself.
   * A rule that is switched off, changed or deleted ends what fires of it, too.
   */
  readonly ends: 'never' | 'silently' | 'told';
  /** Kept and shown, but not told. */
  readonly isMuted: boolean;
  /** Unix milliseconds; absent where it is not muted by its rule. */
  readonly mutedUntil?: number | undefined;
}
