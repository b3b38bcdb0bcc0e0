import { fail, invariant, ok, type Result, type Said, said, type Span } from '../../base/index.ts';
import type { ComparisonOperator, Expression, ExpressionNode, MatchOperator } from './ast.ts';
import { checkTypes } from './check-types.ts';
import { problem } from './problem.ts';
import { type Token, tokenize } from './tokens.ts';

/** Characters of a condition. They bound the depth as well. */
export const maxExpressionLength = 128;

/** Reads a condition: its syntax, the types of its operands, and its regular expressions. Columns are known only with the answers. */
export function parseExpression(text: string): Result<Expression> {
  const whole = { from: 0, to: text.length };
  if (text.length > maxExpressionLength) {
    const message = said`a condition has at most ${maxExpressionLength} characters, not ${text.length}`;
    return fail(problem('condition-too-long', whole, message, said`compute a column in the SQL and compare that`));
  }
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const root = new Parser(tokens.value).whole();
  if (!root.ok) return root;
  const problems = checkTypes(root.value);
  return problems.length > 0 ? fail(...problems) : ok({ text, root: root.value });
}

type Read = Result<ExpressionNode>;

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['>', '>=', '<', '<=', '==', '!=', '=~', '!~'],
  ['+', '-'],
  ['*', '/', '%'],
];
const comparisonLevel = 2;

/** Reads tokens by descent, a method a level of the grammar. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Read {
    const root = this.#binary(0);
    if (!root.ok) return root;
    const rest = this.#next;
    return rest.kind === 'end' ? root : this.#unexpected(said`an operator`);
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', from: 0, to: 0 };
  }

  #takeSign(signs: readonly string[]): string | undefined {
    const token = this.#next;
    if (token.kind !== 'sign' || !signs.includes(token.sign)) return undefined;
    this.#at++;
    return token.sign;
  }

  /** Operators of one level bind from the left, and comparisons once. */
  #binary(level: number): Read {
    const signs = levels[level];
    if (!signs) return this.#unary();
    let left = this.#binary(level + 1);
    while (left.ok) {
      const sign = this.#takeSign(signs);
      if (sign === undefined) return left;
      const right = this.#binary(level + 1);
      if (!right.ok) return right;
      left = ok(joined(sign, left.value, right.value));
      if (level === comparisonLevel) return left;
    }
    return left;
  }

  #unary(): Read {
    const { from } = this.#next;
    if (this.#takeSign(['!'])) {
      const operand = this.#unary();
      return operand.ok ? ok({ kind: 'not', operand: operand.value, from, to: operand.value.to }) : operand;
    }
    const negative = this.#takeSign(['-', '+']);
    if (negative === undefined) return this.#primary();
    const digits = this.#next;
    if (digits.kind !== 'number') return this.#unexpected(said`a number`);
    this.#at++;
    return ok({ kind: 'number', value: negative === '-' ? -digits.value : digits.value, from, to: digits.to });
  }

  #primary(): Read {
    const token = this.#next;
    const { from, to } = token;
    if (token.kind === 'number' || token.kind === 'text') {
      this.#at++;
      return ok(token);
    }
    if (token.kind === 'name') {
      this.#at++;
      if (token.isBracketed || token.query !== undefined) return ok(columnOf(token));
      if (token.name === 'true' || token.name === 'false') {
        return ok({ kind: 'boolean', value: token.name === 'true', from, to });
      }
      return this.#takeSign(['(']) ? this.#call(token.name, token) : ok(columnOf(token));
    }
    if (!this.#takeSign(['('])) return this.#unexpected(said`a column, a number or a text`);
    const inner = this.#binary(0);
    return inner.ok && !this.#takeSign([')']) ? this.#unexpected('")"') : inner;
  }

  #call(name: string, { from, to }: Span): Read {
    if (name !== 'contains') {
      const hint = said`the only function of conditions is contains(column, "text"); compute anything else in the SQL`;
      return fail(problem('condition-syntax', { from, to }, said`there is no function "${name}"`, hint));
    }
    const left = this.#binary(0);
    if (!left.ok) return left;
    if (!this.#takeSign([','])) return this.#unexpected('","');
    const right = this.#binary(0);
    if (!right.ok) return right;
    const end = this.#next.to;
    if (!this.#takeSign([')'])) return this.#unexpected('")"');
    return ok({ kind: 'contains', left: left.value, right: right.value, from, to: end });
  }

  #unexpected(wanted: string | Said): Result<never> {
    const token = this.#next;
    if (token.kind === 'end')
      return fail(problem('condition-syntax', token, said`the condition ends where ${wanted} stands`));
    const hint = hintFor(token);
    return fail(problem('condition-syntax', token, said`${wanted} is expected here`, hint));
  }
}

function hintFor(token: Token): Said | undefined {
  if (token.kind === 'name' && /^(and|or|not)\b/i.test(token.name)) return said`write && for and, || for or, ! for not`;
  if (token.kind === 'sign' && levels[comparisonLevel]?.includes(token.sign)) return said`join comparisons with &&`;
  return undefined;
}

function columnOf({ name, query, from, to }: Token & { readonly kind: 'name' }): ExpressionNode {
  return { kind: 'column', name, ...(query === undefined ? {} : { query }), from, to };
}

function joined(sign: string, left: ExpressionNode, right: ExpressionNode): ExpressionNode {
  const both = { left, right, from: left.from, to: right.to };
  switch (sign) {
    case '&&':
    case '||':
      return { kind: 'logic', operator: sign, ...both };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { kind: 'arithmetic', operator: sign, ...both };
    case '=~':
    case '!~':
      return { kind: 'match', operator: sign satisfies MatchOperator, ...both };
    default:
      return { kind: 'compare', operator: comparisonOf(sign), ...both };
  }
}

const comparisons: Readonly<Record<string, ComparisonOperator>> = {
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  '==': '==',
  '!=': '!=',
};

function comparisonOf(sign: string): ComparisonOperator {
  const operator = comparisons[sign];
  invariant(operator, `"${sign}" is an operator of the grammar`);
  return operator;
}
