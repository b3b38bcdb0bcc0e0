import { type Diagnostic, fail, ok, type Result, type Span, said } from '../../base/index.ts';
import { frozen, type SearchKey, type SearchNode, type SearchValue } from './ast.ts';
import {
  isBlank,
  isReserved,
  maxConditions,
  maxSearchDepth,
  maxSearchLength,
  maxSearchText,
  quote,
} from './lexical.ts';
import { parseComparison, parseRange } from './parse-number.ts';
import { SearchRejection } from './rejection.ts';
import { remarksOn } from './remark.ts';
import { type Scanned, Scanner } from './scanner.ts';

/**
 * Parses a search: the part of a statement before `|`. Empty text and `*` find everything. The tree is frozen and at most
 * `maxSearchDepth` deep. Warnings come with the tree; an error comes alone.
 */
export function parseSearch(text: string): Result<SearchNode> {
  try {
    const parser = new Parser(text);
    const node = parser.parse();
    return ok(node, parser.warnings);
  } catch (thrown) {
    if (thrown instanceof SearchRejection) return fail(thrown.diagnostic);
    throw thrown;
  }
}

class Parser {
  readonly warnings: Diagnostic[] = [];
  private readonly scanner: Scanner;
  private conditions = 0;
  /** The characters of the texts behind `==`. */
  private exactLength = 0;

  constructor(text: string) {
    this.scanner = new Scanner(text);
    this.checkLength(maxSearchText);
  }

  parse(): SearchNode {
    const { scanner } = this;
    if (scanner.peek() === undefined)
      return frozen({ kind: 'all', span: frozen({ from: 0, to: scanner.text.length }) });
    const node = this.or(0);
    if (scanner.peek() !== undefined) this.unexpected();
    this.checkLength(maxSearchLength);
    return node;
  }

  /** Throws where there are more characters than these, those of the texts behind `==` left out. */
  private checkLength(most: number): void {
    const { length } = this.scanner.text;
    if (length - this.exactLength <= most) return;
    throw new SearchRejection(
      'search-too-long',
      { from: most, to: length },
      said`cannot read the search: it is longer than ${most} characters`,
      said`narrow it with a wildcard or a range, or ask several times`,
    );
  }

  private or(depth: number): SearchNode {
    const items = [this.and(depth)];
    while (this.takeOperator('or')) items.push(this.and(depth));
    return joined('or', items);
  }

  private and(depth: number): SearchNode {
    const items = [this.not(depth)];
    for (;;) {
      const next = this.scanner.peek();
      if (this.takeOperator('and')) items.push(this.not(depth));
      else if (next === undefined || next === ')' || this.nextOperator()?.toLowerCase() === 'or')
        return joined('and', items);
      else items.push(this.not(depth));
    }
  }

  private not(depth: number): SearchNode {
    this.scanner.peek();
    const starts: number[] = [];
    for (let from = this.scanner.at; this.takeOperator('not'); from = this.scanner.at) {
      starts.push(from);
      this.countCondition();
      this.scanner.peek();
    }
    let node = this.primary(depth);
    for (const from of starts.toReversed()) {
      node = frozen({ kind: 'not', item: node, span: frozen({ from, to: node.span.to }) });
    }
    return node;
  }

  private primary(depth: number): SearchNode {
    const { scanner } = this;
    const next = scanner.peek();
    if (next === '(') return this.group(depth);
    const operator = this.nextOperator();
    if (next === undefined || next === ')' || next === '|' || operator !== undefined) this.unexpected();
    this.countCondition();
    if (scanner.text.startsWith('#"', scanner.at)) return term(this.value());
    const isQuoted = next === '"';
    const word = isQuoted ? this.quoted() : scanner.keyWord();
    return this.fieldCondition(word) ?? this.term(word, isQuoted);
  }

  private group(depth: number): SearchNode {
    const { scanner } = this;
    const open = { from: scanner.at, to: scanner.at + 1 };
    if (depth >= maxSearchDepth) {
      throw new SearchRejection(
        'search-too-deep',
        open,
        said`cannot read the search: more than ${maxSearchDepth} parentheses deep`,
        said`leave out parentheses within parentheses`,
      );
    }
    scanner.take('(');
    if (scanner.peek() === ')') {
      throw new SearchRejection(
        'empty-parentheses',
        { from: open.from, to: scanner.at + 1 },
        said`nothing is in these parentheses`,
      );
    }
    const node = this.or(depth + 1);
    if (!scanner.take(')')) {
      if (scanner.peek() !== undefined) this.unexpected();
      throw new SearchRejection('unbalanced-parentheses', open, said`this parenthesis is never closed`, said`add ")"`);
    }
    return node;
  }

  /** What follows a key: `: value`, a comparison or a range. Undefined where the word is no key. */
  private fieldCondition(word: Scanned): SearchNode | undefined {
    const { scanner } = this;
    const next = scanner.peek();
    if (next === ':') {
      scanner.take(':');
      if (word.text === '') this.missingKey({ from: word.span.from, to: scanner.at });
      const key =
        word.text.toLowerCase() === '__tag__' && !isQuotedSpan(scanner, word.span) ? this.tagKey(word) : keyOf(word);
      const value = this.fieldValue(key);
      return frozen({ kind: 'field', key, value, span: frozen({ from: key.span.from, to: value.span.to }) });
    }
    if (next === '>' || next === '<' || next === '=') {
      if (word.text === '') this.missingKey({ from: scanner.at, to: scanner.at + 1 });
      return this.equality(word) ?? parseComparison(scanner, keyOf(word));
    }
    return this.followsIn() ? parseRange(scanner, keyOf(word)) : undefined;
  }

  /** `== value`. Undefined where the equals signs end a text, as in base64. */
  private equality(word: Scanned): SearchNode | undefined {
    const { scanner } = this;
    const isEnd = scanner.at === word.span.to;
    const operator = { from: scanner.at, to: scanner.at + 2 };
    if (!scanner.take('==')) return undefined;
    const next = scanner.peek();
    const isQuoted = next === '"';
    if (next === undefined || next === ')' || next === '|' || (!isQuoted && this.nextOperator() !== undefined)) {
      scanner.at = operator.from;
      if (isEnd) return undefined;
      throw new SearchRejection('value-expected', operator, said`no value follows "=="`, said`write field == "text"`);
    }
    if (next === '(' || scanner.text.startsWith('#"', scanner.at)) {
      const place = { from: scanner.at, to: scanner.at + 1 };
      throw new SearchRejection('value-expected', place, said`"==" takes one text`, said`write == "text"`);
    }
    const value = isQuoted ? this.quoted() : scanner.valueWord();
    this.exactLength += value.span.to - value.span.from;
    if (!isQuoted) this.warnings.push(...remarksOn(value.text, value.span));
    const key = keyOf(word);
    const span = frozen({ from: key.span.from, to: value.span.to });
    return frozen({ kind: 'equality', key, value: frozen({ text: value.text, span: frozen(value.span) }), span });
  }

  /** `__tag__:NAME:` has two colons, the first belongs to the key. */
  private tagKey(word: Scanned): SearchKey {
    const { scanner } = this;
    const name = scanner.peek() === '"' ? this.quoted() : scanner.keyWord();
    if (name.text === '' || !scanner.take(':')) {
      throw new SearchRejection(
        'value-expected',
        { from: word.span.from, to: Math.max(scanner.at, word.span.to) },
        said`a tag is searched as __tag__:NAME:VALUE`,
      );
    }
    return frozen({ name: `__tag__:${name.text}`, span: frozen({ from: word.span.from, to: name.span.to }) });
  }

  private fieldValue(key: SearchKey): SearchValue {
    const { scanner } = this;
    const next = scanner.peek();
    const end = { from: key.span.from, to: scanner.at };
    if (next === undefined || next === ')' || next === '|') {
      throw new SearchRejection(
        'value-expected',
        end,
        said`no value follows "${key.name}:"`,
        said`write ${key.name}: value, or ${key.name}:* for "exists"`,
      );
    }
    if (next === '(') {
      throw new SearchRejection(
        'value-expected',
        { from: scanner.at, to: scanner.at + 1 },
        said`a field takes one value, not parentheses`,
        said`write (${key.name}: a or ${key.name}: b)`,
      );
    }
    const operator = this.nextOperator();
    if (operator !== undefined) {
      throw new SearchRejection(
        'value-expected',
        this.wordSpan(operator),
        said`"${operator}" is an operator, not a value`,
        said`write ${quote(operator)} to search for the word`,
      );
    }
    return this.value();
  }

  private value(): SearchValue {
    const { scanner } = this;
    if (scanner.text.startsWith('#"', scanner.at)) {
      const from = scanner.at;
      scanner.at++;
      const { text, span } = this.quoted();
      return frozen({ kind: 'phrase', text, span: frozen({ from, to: span.to }) });
    }
    if (scanner.peek() === '"') {
      const { text, span } = this.quoted();
      return frozen({ kind: 'quoted', text, span: frozen(span) });
    }
    const { text, span } = scanner.valueWord();
    this.warnings.push(...remarksOn(text, span));
    return text === '*'
      ? frozen({ kind: 'any', span: frozen(span) })
      : frozen({ kind: 'word', text, span: frozen(span) });
  }

  private term(word: Scanned, isQuoted: boolean): SearchNode {
    const span = frozen(word.span);
    if (isQuoted) return term(frozen({ kind: 'quoted', text: word.text, span }));
    if (word.text === '*') return frozen({ kind: 'all', span });
    if (isReserved(word.text)) {
      throw new SearchRejection(
        'reserved-word',
        span,
        said`"${word.text}" is a reserved word`,
        said`write ${quote(word.text)} to search for the word`,
      );
    }
    this.warnings.push(...remarksOn(word.text, span));
    return term(frozen({ kind: 'word', text: word.text, span }));
  }

  private quoted(): Scanned {
    const scanned = this.scanner.quoted();
    if (scanned.closed) return scanned;
    throw new SearchRejection(
      'unbalanced-quotes',
      { from: scanned.span.from, to: scanned.span.from + 1 },
      said`this quote is never closed`,
      scanned.text.endsWith('"') ? said`${'\\"'} is a quote inside the text, not its end` : said`add "`,
    );
  }

  /** The operator that comes next, if any: `and`, `or`, `not` in any case, `in` in lower case. */
  private nextOperator(): string | undefined {
    this.scanner.peek();
    const { text, at } = this.scanner;
    const match = /^(?:and|or|not|in)(?=[\s()"|:<>=]|$)/i.exec(text.slice(at, at + 4));
    if (match === null || (match[0].toLowerCase() === 'in' && match[0] !== 'in')) return undefined;
    return match[0];
  }

  private takeOperator(operator: 'and' | 'or' | 'not'): boolean {
    const next = this.nextOperator();
    if (next?.toLowerCase() !== operator) return false;
    this.scanner.at += next.length;
    return true;
  }

  /** Takes `in` where a range follows. `IN [1 3]` is an error: SLS would search for the words. */
  private followsIn(): boolean {
    const { scanner } = this;
    scanner.peek();
    const match = /^(in)\s*[[(]/i.exec(scanner.text.slice(scanner.at, scanner.at + 64));
    const before = scanner.text[scanner.at - 1];
    if (match === null || !(isBlank(before) || before === '"')) return false;
    const span = { from: scanner.at, to: scanner.at + 2 };
    if (match[1] === 'in') {
      scanner.at += 2;
      return true;
    }
    if (!match[0].endsWith('[')) return false;
    throw new SearchRejection(
      'malformed-range',
      span,
      said`"${match[1] ?? ''}" must be in lower case`,
      said`write in [1 3]`,
    );
  }

  private countCondition(): void {
    this.conditions++;
    if (this.conditions <= maxConditions) return;
    const { at } = this.scanner;
    throw new SearchRejection(
      'search-too-long',
      { from: at, to: at + 1 },
      said`cannot read the search: more than ${maxConditions} conditions`,
      said`narrow it with a wildcard or a range, or ask several times`,
    );
  }

  private missingKey(span: Span): never {
    throw new SearchRejection(
      'key-expected',
      span,
      said`a field name is missing here`,
      said`quote the text to search for it as it is`,
    );
  }

  private wordSpan(word: string): Span {
    return { from: this.scanner.at, to: this.scanner.at + word.length };
  }

  private unexpected(): never {
    const { scanner } = this;
    const next = scanner.peek();
    const here = { from: scanner.at, to: Math.min(scanner.at + 1, scanner.text.length) };
    const operator = this.nextOperator();
    if (next === undefined) {
      throw new SearchRejection(
        'condition-expected',
        { from: Math.max(0, here.to - 1), to: here.to },
        said`a condition is missing at the end`,
      );
    }
    if (next === ')') {
      throw new SearchRejection(
        'unbalanced-parentheses',
        here,
        said`no open parenthesis belongs to this one`,
        said`quote it to search for it`,
      );
    }
    if (operator !== undefined) {
      throw new SearchRejection(
        'condition-expected',
        this.wordSpan(operator),
        said`a condition is missing before "${operator}"`,
        said`write ${quote(operator)} to search for the word`,
      );
    }
    throw new SearchRejection(
      'unexpected-character',
      here,
      said`"${next}" is not expected here`,
      said`quote it to search for it`,
    );
  }
}

function isQuotedSpan(scanner: Scanner, span: Span): boolean {
  return scanner.text[span.from] === '"';
}

function keyOf(word: Scanned): SearchKey {
  return frozen({ name: word.text, span: frozen(word.span) });
}

function term(value: SearchValue): SearchNode {
  return frozen({ kind: 'term', value, span: value.span });
}

function joined(kind: 'and' | 'or', items: readonly SearchNode[]): SearchNode {
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined || items.length === 1) return first as SearchNode;
  return frozen({ kind, items: frozen(items), span: frozen({ from: first.span.from, to: last.span.to }) });
}
