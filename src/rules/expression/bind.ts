import {
  cutText,
  type Diagnostic,
  fail,
  ok,
  type Result,
  said,
  textOf as saidText,
  unreachable,
  visibleText,
} from '../../base/index.ts';
import type { RE2JS } from 're2js';
import type { ArithmeticOperator, ColumnName, ComparisonOperator, Expression, ExpressionNode } from './ast.ts';
import { type Cell, numberOf, parsedNumber, textOf } from './cells.ts';
import { type Column, findColumn } from './columns.ts';
import type { Faults } from './faults.ts';
import { compilePattern } from './pattern.ts';

export type Row = readonly Cell[];

/** Says whether a row satisfies a condition. Where it cannot be said (a text against a number, a division by zero) it does not. */
export type Predicate = (row: Row, faults: Faults) => boolean;

/** True, false, or what cannot be said. `&&`, `||` and `!` treat the third as SQL does. */
type Truth = boolean | undefined;
type Value = (row: Row, faults: Faults) => Cell | undefined;
type Condition = (row: Row, faults: Faults) => Truth;

/** Finds the columns of a condition. Each row that the predicate is given has a value for each of `columns`, in their order. */
export function bindExpression(expression: Expression, columns: readonly Column[]): Result<Predicate> {
  const binder = new Binder(expression.text, columns);
  const condition = binder.condition(expression.root);
  if (binder.problems.some(({ severity }) => severity === 'error')) return fail(...binder.problems);
  return ok((row, faults) => condition(row, faults) === true, binder.problems);
}

/** Patterns that are values of rows: longer ones are refused, and a few are kept. */
const maxPatternLength = 1024;
const maxPatterns = 100;

class Binder {
  readonly problems: Diagnostic[] = [];
  readonly #text: string;
  readonly #columns: readonly Column[];

  constructor(text: string, columns: readonly Column[]) {
    this.#text = text;
    this.#columns = columns;
  }

  condition(node: ExpressionNode): Condition {
    switch (node.kind) {
      case 'boolean':
        return () => node.value;
      case 'not': {
        const operand = this.condition(node.operand);
        return (row, faults) => negated(operand(row, faults));
      }
      case 'logic': {
        const [left, right] = [this.condition(node.left), this.condition(node.right)];
        return node.operator === '&&' ? both(left, right) : either(left, right);
      }
      case 'compare':
        return this.#compare(node.operator, node.left, node.right);
      case 'match': {
        const matches = this.#match(node.left, node.right);
        return node.operator === '=~' ? matches : (row, faults) => negated(matches(row, faults));
      }
      case 'contains': {
        const [left, right] = [this.#value(node.left), this.#value(node.right)];
        return (row, faults) => textOf(left(row, faults) ?? null).includes(textOf(right(row, faults) ?? null));
      }
      case 'column':
      case 'number':
      case 'text':
      case 'arithmetic':
        return () => undefined;
      default:
        return unreachable(node);
    }
  }

  #value(node: ExpressionNode): Value {
    switch (node.kind) {
      case 'number':
      case 'text':
      case 'boolean':
        return () => node.value;
      case 'column': {
        const index = this.#column(node);
        return (row) => row[index] ?? null;
      }
      case 'arithmetic': {
        const [left, right] = [this.#number(node.left), this.#number(node.right)];
        return (row, faults) => {
          const [a, b] = [left(row, faults), right(row, faults)];
          return a === undefined || b === undefined ? undefined : this.#reckon(node.operator, a, b, faults);
        };
      }
      case 'not':
      case 'logic':
      case 'compare':
      case 'match':
      case 'contains':
        return this.condition(node);
      default:
        return unreachable(node);
    }
  }

  #column(node: ColumnName): number {
    const found = findColumn(node, this.#columns);
    this.problems.push(...found.diagnostics);
    return found.ok ? found.value : -1;
  }

  /** What is missing is no number, and no fault either: rows of joins lack what the other side does not have. */
  #number(node: ExpressionNode): (row: Row, faults: Faults) => number | undefined {
    const value = this.#value(node);
    return (row, faults) => {
      const cell = value(row, faults);
      if (cell === undefined || cell === null || cell === '') return undefined;
      const number = numberOf(cell);
      if (number === undefined) this.#notANumber(node, cell, faults);
      return number;
    };
  }

  #notANumber(node: ExpressionNode, cell: Cell, faults: Faults): void {
    const name = this.#text.slice(node.from, node.to);
    const shown = visibleText(cutText(textOf(cell), 40).text);
    faults.addOf(`${this.#text}\n${node.from}`, () =>
      saidText(said`condition "${this.#text}": "${shown}" in ${name} is no number`),
    );
  }

  #reckon(operator: ArithmeticOperator, left: number, right: number, faults: Faults): number | undefined {
    if ((operator === '/' || operator === '%') && right === 0) {
      faults.addOf(`${this.#text}\n/`, () => saidText(said`condition "${this.#text}": division by zero`));
      return undefined;
    }
    return reckoned(operator, left, right);
  }

  #compare(operator: ComparisonOperator, left: ExpressionNode, right: ExpressionNode): Condition {
    const isText = left.kind === 'text' || right.kind === 'text';
    if (isText || (left.kind === 'column' && right.kind === 'column')) {
      const [first, second] = [this.#value(left), this.#value(right)];
      return (row, faults) => {
        const [a, b] = [first(row, faults) ?? null, second(row, faults) ?? null];
        const [m, n] = isText ? [] : [parsedNumber(a), parsedNumber(b)];
        return m !== undefined && n !== undefined
          ? holds(operator, order(m, n))
          : holds(operator, order(textOf(a), textOf(b)));
      };
    }
    const [first, second] = [this.#number(left), this.#number(right)];
    return (row, faults) => {
      const [a, b] = [first(row, faults), second(row, faults)];
      return a === undefined || b === undefined ? undefined : holds(operator, order(a, b));
    };
  }

  #match(left: ExpressionNode, right: ExpressionNode): Condition {
    const text = this.#value(left);
    const pattern = this.#value(right);
    const compiled = new Map<string, RE2JS | undefined>();
    return (row, faults) => {
      const source = textOf(pattern(row, faults) ?? null);
      if (!compiled.has(source)) {
        if (compiled.size >= maxPatterns) compiled.clear();
        compiled.set(source, this.#pattern(source, faults));
      }
      return compiled.get(source)?.test(textOf(text(row, faults) ?? null));
    };
  }

  #pattern(source: string, faults: Faults): RE2JS | undefined {
    const pattern = source.length > maxPatternLength ? 'it is too long' : compilePattern(source);
    if (typeof pattern !== 'string') return pattern;
    const message = said`condition "${this.#text}": a regular expression in a row cannot be read`;
    faults.add(message);
    return undefined;
  }
}

function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function both(left: Condition, right: Condition): Condition {
  return (row, faults) => {
    const first = left(row, faults);
    if (first === false) return false;
    const second = right(row, faults);
    if (second === false) return false;
    return first === undefined || second === undefined ? undefined : true;
  };
}

function either(left: Condition, right: Condition): Condition {
  return (row, faults) => {
    const first = left(row, faults);
    if (first === true) return true;
    const second = right(row, faults);
    if (second === true) return true;
    return first === undefined || second === undefined ? undefined : false;
  };
}

function reckoned(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return unreachable(operator);
  }
}

/** Negative, zero or positive; NaN where numbers have no order. */
function order<T extends number | string>(left: T, right: T): number {
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right ? 0 : Number.NaN;
}

function holds(operator: ComparisonOperator, order: number): Truth {
  if (Number.isNaN(order)) return undefined;
  switch (operator) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    default:
      return unreachable(operator);
  }
}
