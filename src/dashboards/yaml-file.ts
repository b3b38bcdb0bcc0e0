import { type CST, Composer, type Document, isMap, isNode, isScalar, Lexer, LineCounter, Parser } from 'yaml';
import { type Diagnostic, fail, ok, type Result } from '../base/index.ts';
import type { DashboardCode } from './diagnostic-codes.ts';

export type Path = readonly (string | number)[];

/** Where something stands, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a file holds, and where in it everything stands. */
export interface YamlFile {
  readonly value: unknown;
  /** Where the value at the end of a path stands, or the nearest thing above it. */
  readonly place: (path: Path) => Position;
  /** Where the name of a member stands. */
  readonly placeOfKey: (path: Path, key: string) => Position;
  /** Where the character at an offset of the text at the end of a path stands. */
  readonly placeWithin: (path: Path, offset: number) => Position;
}

/** A dashboard needs eight levels; deeper ones would overflow the composer's stack. */
const maxDepth = 40;
/** Values that aliases may stand for, all together. */
const maxAliases = 100;
/** Names, values, punctuation and line breaks. A dashboard of a hundred panels has some 50,000, and each takes a while. */
const maxLexemes = 100_000;
/** The composer compares each name of a map with all before it. */
const maxMembers = 200;

/** Reads one document of YAML 1.2, of which JSON is a part. Bounded in depth, aliases, length and the members of a map. */
export function readYamlFile(text: string): Result<YamlFile> {
  const counter = new LineCounter();
  const parsed = tokensOf(text, counter);
  if (!parsed.ok) return parsed;
  const tokens = parsed.value;
  const composed = [
    ...new Composer({ version: '1.2', schema: 'core', merge: false }).compose(tokens, true, text.length),
  ];
  const [document] = composed;
  const position = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (!document || composed.length > 1) {
    const message = 'expected one dashboard in the file';
    return fail(fileProblem('dashboard-syntax', message, position(composed[1]?.range[0] ?? 0)));
  }
  if (document.errors.length > 0) {
    return fail(
      ...document.errors.map(({ message, pos: [at] }) =>
        fileProblem('dashboard-syntax', firstLine(message), position(at)),
      ),
    );
  }
  const value = toPlain(document);
  return value.ok ? ok(createFile({ text, document, position, value: value.value })) : value;
}

function toPlain(document: Document.Parsed): Result<unknown> {
  try {
    return ok(document.toJS({ maxAliasCount: maxAliases }));
  } catch (thrown) {
    // What the package throws of an alias that stands for nothing, for itself, or for too much.
    if (!(thrown instanceof ReferenceError)) throw thrown;
    return fail(fileProblem('dashboard-syntax', firstLine(thrown.message), { line: 1, column: 1 }));
  }
}

interface Source {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly position: (offset: number) => Position;
  readonly value: unknown;
}

function createFile({ text, document, position, value }: Source): YamlFile {
  const nodeAt = (path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));
  const startOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = nodeAt(path.slice(0, length));
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  return {
    value,
    place: (path) => position(startOf(path)),
    placeOfKey(path, key) {
      const map = nodeAt(path);
      const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
      return position(isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : startOf(path));
    },
    placeWithin(path, offset) {
      const node = nodeAt(path);
      if (!isScalar(node) || !node.range || typeof node.value !== 'string') return position(startOf(path));
      const [from, to] = node.range;
      const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
      const begin = isBlock ? text.indexOf('\n', from) + 1 : from;
      return position(begin + offsetInSource(text.slice(begin, to), node.value, offset));
    },
  };
}

/**
 * Where the character at an offset of a scalar stands in its source. What the source has besides (quotes, escapes, indentation) is passed
 * over, so within escapes it is near the place.
 */
function offsetInSource(source: string, value: string, offset: number): number {
  let at = 0;
  for (let index = 0; ; index++) {
    const wanted = value[index] ?? '';
    if (wanted !== '' && !/\s/.test(wanted)) while (at < source.length && source[at] !== wanted) at++;
    if (index >= offset) return Math.min(at, Math.max(source.length - 1, 0));
    if (source[at] === wanted || /\s/.test(source[at] ?? '')) at++;
  }
}

function tokensOf(text: string, counter: LineCounter): Result<readonly CST.Token[]> {
  const refuse = (code: DashboardCode, message: string): Result<never> =>
    fail(fileProblem(code, message, { line: 1, column: 1 }));
  const parser = new Parser(counter.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  counter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    lexemes++;
    if (lexemes > maxLexemes)
      return refuse('dashboard-too-large', `the file holds too much (more than ${maxLexemes} names, values and signs)`);
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  for (const token of tokens) {
    const excess = excessOf(token);
    if (excess === 'depth')
      return refuse('dashboard-too-deep', `the file is nested too deeply (at most ${maxDepth} levels are read)`);
    if (excess === 'members')
      return refuse('dashboard-too-large', `the file has a map of more than ${maxMembers} members`);
  }
  return ok(tokens);
}

/** What of a token is more than is read. */
function excessOf(root: CST.Token): 'depth' | 'members' | undefined {
  const open = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.depth > maxDepth) return 'depth';
    if (isMapToken(next.token) && next.token.items.length > maxMembers) return 'members';
    const depth = next.depth + 1;
    const inner =
      next.token.type === 'document'
        ? [next.token.value]
        : 'items' in next.token
          ? next.token.items.flatMap(({ key, value }) => [key, value])
          : [];
    for (const token of inner) if (token) open.push({ token, depth });
  }
  return undefined;
}

function isMapToken(token: CST.Token): token is CST.BlockMap | CST.FlowCollection {
  return token.type === 'block-map' || (token.type === 'flow-collection' && token.start.source === '{');
}

/** Builds an error about a place in a file. */
export function fileProblem(
  code: DashboardCode,
  message: string,
  { line, column }: Position,
  hint?: string,
): Diagnostic {
  return { code, severity: 'error', message, line, column, ...(hint === undefined ? {} : { hint }) };
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
