import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import { fail, messageOf, ok, type Result } from '../base/index.ts';
import { fileProblem, type Path, type Position } from './position.ts';

/** What a document of a file holds, and where in the file everything stands. */
export interface YamlDocument {
  readonly value: unknown;
  /** The document as it was written, without the marks between documents. */
  readonly source: string;
  /** Where the value at the end of a path stands, or the nearest thing above it. */
  readonly place: (path: Path) => Position;
  /** Where the name of a member stands. */
  readonly placeOfKey: (path: Path, key: string) => Position;
  /** Where the character at an offset of the text at the end of a path stands. */
  readonly placeWithin: (path: Path, offset: number) => Position;
}

/** Values that aliases may stand for, all together. */
const maxAliases = 100;

/** Where an offset of the text stands. */
export function positionIn(counter: LineCounter, offset: number): Position {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** What a document is made of. */
export interface Composed {
  readonly document: Document.Parsed;
  /** Of the file. */
  readonly text: string;
  readonly counter: LineCounter;
  /** Where in the file the one before ends. */
  readonly begin: number;
}

/** A document that was composed without errors, with its places. Fails where an alias stands for nothing, for itself, or for too much. */
export function createDocument({ document, text, counter, begin }: Composed, syntaxCode: string): Result<YamlDocument> {
  const position = (offset: number): Position => positionIn(counter, offset);
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    const source = withoutMarks(text.slice(begin, document.range[2]));
    return ok({ value, source, ...placesOf(text, document, position) });
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    const at = position(document.contents?.range[0] ?? document.range[0]);
    return fail(fileProblem(syntaxCode, messageOf({ message: firstLine(thrown.message) }), at));
  }
}

function withoutMarks(source: string): string {
  return source.replace(/^---[ \t]*\r?\n/, '').replace(/(^|\n)(---|\.\.\.)[ \t]*\r?\n?$/, '$1');
}

function placesOf(
  text: string,
  document: Document.Parsed,
  position: (offset: number) => Position,
): Omit<YamlDocument, 'value' | 'source'> {
  const nodeAt = (path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));
  const startOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = nodeAt(path.slice(0, length));
      if (isNode(node) && node.range) return node.range[0];
    }
    return document.range[0];
  };
  return {
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

/** What the package says of a fault, without its drawing of the place. */
export function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
