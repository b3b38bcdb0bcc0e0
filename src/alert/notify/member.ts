import type { Text } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';

/** Rows of a cause that a group keeps. */
const keptRows = 10;

/** An alert of a group. */
export interface Member {
  /** The fingerprint of what ends; of what does not, the key of its cause. */
  readonly id: string;
  /** The last one. */
  readonly cause: Cause;
  /** Causes that were not told yet. */
  readonly news: number;
  /** Channels that were told that it fires. */
  readonly told: readonly string[];
  /** The last silence that kept it back, by its id. */
  readonly silencedBy?: string | undefined;
  /** Whether the message centre has it. */
  readonly isPosted: boolean;
}

/** What there was too much of to be told one by one: of one rule and severity. */
export interface Overflow {
  readonly rule: string;
  readonly displayName: Text;
  readonly severity: Cause['severity'];
  readonly count: number;
  /** Unix milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Annotations of the first ones. */
  readonly samples: readonly Cause['annotations'][];
  readonly scope: Cause['scope'];
}

/** Whether its end will be found. */
export function isLasting({ ends }: Pick<Cause, 'ends'>): boolean {
  return ends !== 'never';
}

/** Whether it fires still, as far as is known. */
export function isOpen({ cause }: Member): boolean {
  return isLasting(cause) && cause.status === 'firing';
}

export function memberId(cause: Cause): string {
  return isLasting(cause) ? cause.fingerprint : cause.key;
}

/** The member as it is after another cause; undefined where nothing is left of it. `isTold` is false for what is muted, or told in a digest. */
export function memberAfter(before: Member | undefined, whole: Cause, isTold: boolean): Member | undefined {
  const cause = { ...whole, rows: whole.rows.slice(0, keptRows) };
  if (cause.status === 'resolved') {
    const isNews = before !== undefined && (before.news > 0 || before.told.length > 0);
    return isNews ? { ...before, cause, news: before.news + 1 } : undefined;
  }
  if (before === undefined && !isTold && !isLasting(cause)) return undefined;
  const { news, told, silencedBy } = before ?? { news: 0, told: [], silencedBy: undefined };
  return { id: memberId(cause), cause, news: news + (isTold ? 1 : 0), told, silencedBy, isPosted: false };
}
