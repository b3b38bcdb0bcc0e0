import type { AlertProgress, Records } from '../records/index.ts';
import type { Run } from '../rules/index.ts';
import type { Transaction } from './notify/notifier.ts';

/** Where a rule has come to. */
export interface RuleProgress {
  /** The receipt up to which everything was looked at, in microseconds. */
  readonly through: number;
  /** The tick of the last run, or when the rule was switched on; Unix milliseconds. */
  readonly tick: number;
  /** When it was last evaluated, whatever came of it; 0 where it never was. */
  readonly evaluatedAt: number;
  /** Evaluations that failed since the last one that did not. */
  readonly failures: number;
  /** Why the last one failed, or why the rule is not evaluated; for people. */
  readonly problem?: string | undefined;
  /** Its owner is gone, or may no longer have it run. */
  readonly isStopped: boolean;
  /** The run of which some causes are kept, and not the last of them: it is done again over just the same receipts. */
  readonly begun?: Pick<Run, 'tick' | 'through'> | undefined;
  /** Whether it was told that something was passed over since the last evaluation that did not fail: it is told once. */
  readonly isGapTold?: boolean | undefined;
}

/** Receipts that were more than a day ahead of the clock begin anew when it is mended: so does a rule that has come further than they are. */
const aheadMicros = 12 * 3_600_000_000;

/** The receipt after which a rule goes on, where everything up to another one can be asked for. */
export function placeOf({ through }: RuleProgress, settledThrough: number): number {
  return through > settledThrough + aheadMicros ? settledThrough : through;
}

/** The run that was begun and is to be done to its end before any other. */
export function begunRun({ through, begun }: RuleProgress): Run | undefined {
  return begun && { ...begun, after: through };
}

/** Where rules have come to, in memory and in the records. */
export interface Progresses {
  get(rule: string): RuleProgress | undefined;
  /** The farthest that any rule has come to; 0 where there is none. */
  farthest(): number;
  /** Keeps it within a transaction; it is known when `commit` is called after that. */
  put(transaction: Transaction, rule: string, progress: RuleProgress): { readonly commit: () => void };
  /** Moves the place of a rule on over what nothing came of: it does not fail any more. It is kept with the next `flush`: whoever reads it again finds nothing again. */
  advance(rule: string, change: Pick<RuleProgress, 'through' | 'tick' | 'evaluatedAt'>): void;
  /** Keeps what was moved on. Throws what the records throw. */
  flush(): void;
  forget(rule: string): void;
}

interface State extends Pick<RuleProgress, 'tick' | 'problem' | 'begun' | 'isGapTold'> {
  readonly isStopped?: boolean;
}

/** Reads where rules have come to. */
export async function openProgresses(records: Pick<Records, 'alertProgress' | 'transaction'>): Promise<Progresses> {
  const known = new Map((await records.alertProgress.list()).map((kept) => [kept.rule, fromKept(kept)]));
  const moved = new Set<string>();
  return {
    get: (rule) => known.get(rule),
    farthest: () => known.values().reduce((most, { through }) => Math.max(most, through), 0),
    put(transaction, rule, progress) {
      transaction.alertProgress.put(toKept(rule, progress));
      return {
        commit: () => {
          known.set(rule, progress);
          moved.delete(rule);
        },
      };
    },
    advance(rule, change) {
      if (!known.has(rule)) return;
      known.set(rule, { ...change, failures: 0, isStopped: false });
      moved.add(rule);
    },
    flush() {
      if (moved.size === 0) return;
      records.transaction(({ alertProgress }) => {
        for (const rule of moved) {
          const progress = known.get(rule);
          if (progress) alertProgress.put(toKept(rule, progress));
        }
      });
      moved.clear();
    },
    forget(rule) {
      known.delete(rule);
      moved.delete(rule);
    },
  };
}

function fromKept({ through, evaluatedAt, failures, state }: AlertProgress): RuleProgress {
  // Written by `toKept`.
  const { tick, problem, isStopped = false, begun, isGapTold } = JSON.parse(state) as State;
  return { through, tick, evaluatedAt, failures, problem, isStopped, begun, isGapTold };
}

function toKept(
  rule: string,
  { through, evaluatedAt, failures, tick, problem, isStopped, begun, isGapTold }: RuleProgress,
): AlertProgress {
  const state = JSON.stringify({ tick, problem, isStopped, begun, isGapTold } satisfies State);
  return { rule, through, evaluatedAt, failures, state };
}
