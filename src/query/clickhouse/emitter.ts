import type { Span } from '../../base/index.ts';
import type { Parameters, Sql } from '../types/index.ts';
import type { FailureCode, ZonePrinter } from '../functions/index.ts';
import type { Plan, Typed } from '../resolve/index.ts';

/** A way in which the data can make the statement fail. Its number is in the engine's message. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly span: Span;
}

/** What a piece of SQL costs to repeat, besides what is known of its value. */
export interface Emitted extends Sql {
  /** About the number of calls in it, with all names written out. */
  readonly weight: number;
  /** Whether computing it can make the statement fail. */
  readonly fallible: boolean;
}

/** What printing one statement needs and collects. */
export interface Emitter {
  readonly parameters: Parameters;
  readonly timeZone: string;
  readonly nowMicros: number;
  readonly zones: ZonePrinter;
  readonly failures: Failure[];
  /** Within try(): what fails is NULL. */
  readonly quiet: boolean;
  /** Within a lambda: a variable of it. */
  readonly variable: string | null;
  /** Collects the functions that the statement calls. */
  readonly functions: Set<string>;
  /** Prints an expression. */
  expression(value: Typed): Emitted;
  /** Prints a plan as a SELECT statement whose columns are the plan's. */
  plan(plan: Plan): string;
  /** Prints the rows of a log. */
  scan(scan: Extract<Plan, { kind: 'scan' }>): string;
  /** A name that nothing else has. */
  freshName(): string;
  /** The same emitter within try(). */
  quietly(): Emitter;
  /** The same emitter within a lambda. */
  withVariable(name: string): Emitter;
  /** Registers a way to fail, and returns the text that the engine's error then holds. */
  failure(code: FailureCode, message: string, span: Span): string;
}

/** A constant: no calls, never fails. */
export function constantSql(text: string, nullable = false): Emitted {
  return { text, nullable, simple: true, weight: 1, fallible: false };
}
