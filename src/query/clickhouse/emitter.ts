import { type Span, type Text } from '../../base/index.ts';
import type { FailureCode, ZonePrinter } from '../functions/index.ts';
import type { Plan, Typed } from '../resolve/index.ts';
import type { Operand, SqlNode } from '../types/index.ts';

/** A way in which the data can make the statement fail. Its number is in the engine's message. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: Text;
  readonly span: Span;
}

/** What making the SQL of one statement needs and collects. */
export interface Emitter {
  readonly timeZone: string;
  readonly nowMicros: number;
  readonly zones: ZonePrinter;
  /** Within try(): what fails is NULL. */
  readonly quiet: boolean;
  /** Within a lambda: a variable of it. */
  readonly variable: string | null;
  /** Collects the functions that the statement calls. */
  readonly functions: Set<string>;
  /** Makes SQL of an expression. */
  expression(value: Typed): Operand;
  /** Makes a SELECT statement of a plan whose columns are the plan's. */
  plan(plan: Plan): SqlNode;
  /** Makes a SELECT statement of the rows of a log. */
  scan(scan: Extract<Plan, { kind: 'scan' }>): SqlNode;
  /** A name that nothing else has. */
  freshName(): string;
  /** The same emitter within try(). */
  quietly(): Emitter;
  /** The same emitter within a lambda. */
  withVariable(name: string): Emitter;
  /** Registers a way to fail, and returns the mark that the engine's error then holds. */
  failure(code: FailureCode, message: Text, span: Span): SqlNode;
}
