import type { Analysis } from '../../analysis/index.ts';

/** An event of a test, as the line of a log. */
export interface TestLine {
  readonly text: string;
  readonly receivedAtMicros: number;
}

/** The events of one test, all of one cluster. */
export interface TestEvents {
  /** What `__cluster__` is. */
  readonly cluster: string;
  readonly lines: readonly TestLine[];
}

/** What answers about the events of one test and no others, or why they cannot be stored. */
export type LoadedTest = { readonly analysis: Pick<Analysis, 'statement' | 'describe'> } | { readonly problem: string };

/** Where the events of tests are, for as long as they run. */
export interface TestedStore {
  /** Stores the events of many tests at once; what comes of each, in their order. */
  load(tests: readonly TestEvents[]): Promise<readonly LoadedTest[]>;
  close(): Promise<void>;
}
