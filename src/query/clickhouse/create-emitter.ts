import type { Span } from '../../base/index.ts';
import { type Budget, checkLimit } from '../sql/index.ts';
import { failureText, sql } from '../types/index.ts';
import type { Emitter, Failure } from './emitter.ts';
import { emitExpression } from './expression.ts';
import { selectOf } from './plan.ts';
import { scanSelect } from './scan.ts';
import type { StatementContext, StatementPlace } from './statement-context.ts';

/** What is collected while a statement is printed, and what is known of its text. */
interface Collected {
  readonly failures: Failure[];
  readonly mark: string;
  readonly functions: Set<string>;
  readonly zones: readonly string[];
  readonly budget: Budget;
  readonly whole: Span;
}

/** Makes what prints the plans of one statement. */
export function createEmitter(context: StatementContext & StatementPlace, collected: Collected): Emitter {
  const { failures, mark, functions, zones: known, budget, whole } = collected;
  const { timeZone, nowMicros } = context;
  const counter = { names: 0 };
  const create = (quiet: boolean, variable: string | null): Emitter => {
    const emitter: Emitter = {
      timeZone,
      nowMicros,
      zones: {
        timeZone,
        known,
        failWhere(condition, message) {
          const failure = emitter.failure('INVALID_FUNCTION_ARGUMENT', message, { from: 0, to: 1 });
          return sql`throwIf(materialize(${condition}), ${failure})`;
        },
      },
      functions,
      quiet,
      variable,
      expression(value) {
        budget.spend();
        const made = emitExpression(emitter, value);
        checkLimit('output', made.node.length, value.span);
        return made;
      },
      plan(plan) {
        budget.spend();
        const select = selectOf(quiet ? loud() : emitter, plan);
        checkLimit('output', select.length, whole);
        return select;
      },
      scan: (scan) => context.scan?.(scan) ?? scanSelect(scan, context),
      freshName() {
        counter.names++;
        return `x${counter.names}`;
      },
      quietly: () => (quiet ? emitter : create(true, variable)),
      withVariable: (name) => create(quiet, name),
      failure(code, message, span) {
        failures.push({ code, message, span });
        return failureText(`${mark}:${failures.length - 1}`);
      },
    };
    return emitter;
  };
  const loud = (): Emitter => create(false, null);
  return loud();
}
