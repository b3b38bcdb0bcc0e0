import { type CST, Composer, type Document, isMap, isNode, isScalar, LineCounter, Parser } from 'yaml';
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

/** Reads one document of YAML 1.2, of which JSON is a part. Bounded in depth and in aliases. */
export function readYamlFile(text: string): Result<YamlFile> {
  const counter = new LineCounter();
  const tokens: CST.Token[] = [];
  for (const token of new Parser(counter.addNewLine).parse(text)) {
    if (isDeeperThan(token, maxDepth)) {
      const message = `the file is nested too deeply (at most ${maxDepth} levels are read)`;
      return fail(fileProblem('dashboard-too-deep', message, { line: 1, column: 1 }));
    }
    tokens.push(token);
  }
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

function isDeeperThan(root: CST.Token, most: number): boolean {
  const open = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.depth > most) return true;
    const depth = next.depth + 1;
    const inner =
      next.token.type === 'document'
        ? [next.token.value]
        : 'items' in next.token
          ? next.token.items.flatMap(({ key, value }) => [key, value])
          : [];
    for (const token of inner) if (token) open.push({ token, depth });
  }
  return false;
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
