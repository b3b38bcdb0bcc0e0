import { nearest, type Said, said, type Span } from '../base/index.ts';
import type { Binary, Expression } from './ast.ts';
import { functions } from './functions/index.ts';
import { maxDepth, maxParts } from './limits.ts';
import { TemplateProblem } from './problem.ts';
import type { Token } from './tokens.ts';

const levels: readonly (readonly Binary[])[] = [
  ['==', '!=', '<', '>', '<=', '>=', 'in'],
  ['~'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];
const constants: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  none: null,
  True: true,
  False: false,
  None: null,
};
const methods: readonly string[] = ['items', 'keys', 'values'];
const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'if', 'else']);

/** Reads the expressions of one piece of a template. */
export class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #end: Span;
  #at = 0;
  #depth = 0;
  #parts = 0;

  /** `end` is where the tokens end, for what is missing there. */
  constructor(tokens: readonly Token[], end: Span) {
    this.#tokens = tokens;
    this.#end = end;
  }

  /** A whole expression, which ends where the tokens end. */
  whole(): Expression {
    const value = this.expression();
    this.close();
    return value;
  }

  /** Nothing may follow. */
  close(): void {
    if (this.#next) throw this.#unexpected(said`an operator, or the end`);
  }

  expression(): Expression {
    this.#depth++;
    if (this.#depth > maxDepth)
      throw this.#problem('template-too-deep', said`brackets nest more than ${maxDepth} deep`);
    const yes = this.#logic('or');
    let value = yes;
    if (this.takeWord('if')) {
      const test = this.#logic('or');
      const no = this.takeWord('else') ? this.expression() : undefined;
      value = this.#part({ kind: 'choice', test, yes, no, from: yes.from, to: (no ?? test).to });
    }
    this.#depth--;
    return value;
  }

  takeWord(word: string): boolean {
    const token = this.#next;
    if (token?.kind !== 'name' || token.text !== word) return false;
    this.#at++;
    return true;
  }

  takeName(): string {
    const token = this.#next;
    if (token?.kind !== 'name' || keywords.has(token.text)) throw this.#unexpected(said`a name`);
    this.#at++;
    return token.text;
  }

  takeSymbol(symbol: string): boolean {
    const token = this.#next;
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at++;
    return true;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.#unexpected(`"${word}"`);
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  get #before(): Span {
    return this.#tokens[this.#at - 1] ?? this.#end;
  }

  #problem(code: 'template-syntax' | 'template-too-deep', message: Said): TemplateProblem {
    return new TemplateProblem(code, this.#next ?? this.#end, message);
  }

  #unexpected(wanted: string | Said): TemplateProblem {
    return this.#problem('template-syntax', this.#next ? said`${wanted} is expected here` : said`${wanted} is missing`);
  }

  #expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.#unexpected(`"${symbol}"`);
  }

  /** Whoever fills in a template walks its trees: they are no deeper than this. */
  #part(expression: Expression): Expression {
    if (++this.#parts > maxParts)
      throw this.#problem('template-too-deep', said`an expression has at most ${maxParts} parts`);
    return expression;
  }

  #logic(operator: 'or' | 'and'): Expression {
    const side = (): Expression => (operator === 'or' ? this.#logic('and') : this.#not());
    let left = side();
    while (this.takeWord(operator)) {
      const right = side();
      left = this.#part({ kind: 'logic', operator, left, right, from: left.from, to: right.to });
    }
    return left;
  }

  #not(): Expression {
    const { from } = this.#next ?? this.#end;
    let count = 0;
    while (this.takeWord('not')) count++;
    let value = this.#binary(0);
    for (; count > 0; count--) value = this.#part({ kind: 'not', of: value, from, to: value.to });
    return value;
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#sign();
    let left = this.#binary(level + 1);
    for (;;) {
      const isNegated = level === 0 && this.#takeNotIn();
      const operator = isNegated ? 'in' : operators.find((one) => this.#takeOperator(one));
      if (!operator) return left;
      const right = this.#binary(level + 1);
      const span = { from: left.from, to: right.to };
      left = this.#part({ kind: 'binary', operator, left, right, ...span });
      if (isNegated) left = this.#part({ kind: 'not', of: left, ...span });
    }
  }

  #takeOperator(operator: Binary): boolean {
    return operator === 'in' ? this.takeWord('in') : this.takeSymbol(operator);
  }

  #takeNotIn(): boolean {
    const [first, second] = [this.#tokens[this.#at], this.#tokens[this.#at + 1]];
    const isNotIn = first?.kind === 'name' && first.text === 'not' && second?.kind === 'name' && second.text === 'in';
    if (isNotIn) this.#at += 2;
    return isNotIn;
  }

  #sign(): Expression {
    const { from } = this.#next ?? this.#end;
    let count = 0;
    for (;;) {
      if (this.takeSymbol('-')) count++;
      else if (!this.takeSymbol('+')) break;
    }
    let value = this.#power();
    for (; count > 0; count--) value = this.#part({ kind: 'negative', of: value, from, to: value.to });
    return value;
  }

  /** From the left, as Jinja has it. */
  #power(): Expression {
    let left = this.#postfix();
    while (this.takeSymbol('**')) {
      const right = this.#postfix();
      left = this.#part({ kind: 'binary', operator: '**', left, right, from: left.from, to: right.to });
    }
    return left;
  }

  #postfix(): Expression {
    let value = this.#primary();
    for (;;) {
      const { from } = value;
      if (this.takeSymbol('.')) value = this.#member(value);
      else if (this.takeSymbol('[')) {
        const key = this.expression();
        this.#expectSymbol(']');
        value = this.#part({ kind: 'member', of: value, key, from, to: this.#before.to });
      } else if (this.takeSymbol('|')) {
        const name = this.#functionName();
        const others = this.takeSymbol('(') ? this.#list(')') : [];
        value = this.#part({
          kind: 'call',
          name,
          arguments: [value, ...others],
          isMethod: false,
          from,
          to: this.#before.to,
        });
      } else return value;
    }
  }

  #member(of: Expression): Expression {
    const token = this.#next;
    if (token?.kind === 'number' && Number.isInteger(token.value)) {
      this.#at++;
      const key: Expression = { kind: 'constant', value: token.value, from: token.from, to: token.to };
      return this.#part({ kind: 'member', of, key, from: of.from, to: token.to });
    }
    if (token?.kind !== 'name') throw this.#unexpected(said`the name of a member`);
    this.#at++;
    const { from } = of;
    if (this.takeSymbol('(')) {
      if (!methods.includes(token.text)) {
        throw new TemplateProblem(
          'template-syntax',
          token,
          said`there is no method "${token.text}": they are ${methods.join(', ')}`,
        );
      }
      this.#expectSymbol(')');
      return this.#part({ kind: 'call', name: token.text, arguments: [of], isMethod: true, from, to: this.#before.to });
    }
    const key: Expression = { kind: 'constant', value: token.text, from: token.from, to: token.to };
    return this.#part({ kind: 'member', of, key, from, to: token.to });
  }

  #functionName(): string {
    const token = this.#next ?? this.#end;
    const name = this.takeName();
    if (functions.has(name)) return name;
    const meant = nearest(name, [...functions.keys()]);
    const message =
      meant === null ? said`there is no function "${name}"` : said`there is no function "${name}": "${meant}" is one`;
    throw new TemplateProblem('template-syntax', token, message);
  }

  #list(end: string): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.takeSymbol(end)) {
      items.push(this.expression());
      if (this.takeSymbol(',')) continue;
      this.#expectSymbol(end);
      break;
    }
    return items;
  }

  #primary(): Expression {
    const token = this.#next;
    if (!token) throw this.#unexpected(said`a value`);
    const { from, to } = token;
    if (token.kind === 'number' || token.kind === 'text') {
      this.#at++;
      return this.#part({ kind: 'constant', value: token.value, from, to });
    }
    if (token.kind === 'name') return this.#named(token.text, { from, to });
    if (this.takeSymbol('(')) {
      const value = this.expression();
      this.#expectSymbol(')');
      return value;
    }
    if (this.takeSymbol('[')) {
      const items = this.#list(']');
      return this.#part({ kind: 'list', items, from, to: this.#before.to });
    }
    if (this.takeSymbol('{')) return this.#dict(from);
    throw this.#unexpected(said`a value`);
  }

  #named(name: string, { from, to }: Span): Expression {
    const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (constant !== undefined) {
      this.#at++;
      return this.#part({ kind: 'constant', value: constant, from, to });
    }
    const next = this.#tokens[this.#at + 1];
    if (next?.kind === 'symbol' && next.text === '(') {
      this.#functionName();
      this.#at++;
      const given = this.#list(')');
      return this.#part({ kind: 'call', name, arguments: given, isMethod: false, from, to: this.#before.to });
    }
    this.takeName();
    return this.#part({ kind: 'name', name, from, to });
  }

  #dict(from: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.takeSymbol('}')) {
      const key = this.expression();
      this.#expectSymbol(':');
      entries.push([key, this.expression()]);
      if (this.takeSymbol(',')) continue;
      this.#expectSymbol('}');
      break;
    }
    return this.#part({ kind: 'dict', entries, from, to: this.#before.to });
  }
}
