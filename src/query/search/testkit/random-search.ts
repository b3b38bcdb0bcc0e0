import * as fc from 'fast-check';
import { fields, isDerived } from '../../../audit/index.ts';
import { printKey } from '../print.ts';
import { quote } from '../lexical.ts';
import { isArray, isObject, NumberText, parseValue, type Value } from './event-value.ts';
import { oddTexts } from './mutate.ts';

/** A leaf of an event: its flattened path (arrays left out) and its text. */
interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** Every leaf of an event, and every object as a leaf without text. */
function leavesOf(value: Value, path: string): Leaf[] {
  if (path.split('.').length > 12) return [];
  if (typeof value === 'string') return [{ path, text: value }];
  if (value instanceof NumberText) return [{ path, text: value.source }];
  if (isArray(value)) return value.flatMap((item) => leavesOf(item, path));
  if (!isObject(value)) return [{ path, text: String(value) }];
  const members = Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
  return path === '' ? members : [{ path, text: Object.keys(value)[0] ?? '' }, ...members];
}

const searchable = new Set(fields.filter((field) => !isDerived(field) && !field.isBeside).map((field) => field.name));
const jsonRoots = fields
  .filter((field) => field.source.kind === 'json' && !field.isBeside && field.name !== 'other')
  .map((field) => field.name);

/** Names that a search may use for a leaf: the leaf's own and those of what it is in. */
function namesFor(path: string): string[] {
  const parts = path.split('.');
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  return prefixes.filter((name) => searchable.has(name) || jsonRoots.some((root) => name.startsWith(`${root}.`)));
}

const derived = fields.filter(isDerived).map((field) => field.name);
const operators = ['>', '>=', '<', '<=', '='] as const;

/** A search of which most parts are drawn from the events, so that it finds something. */
export function randomSearch(lines: readonly string[]): fc.Arbitrary<string> {
  const leaves = fc
    .nat({ max: lines.length - 1 })
    .map((index) => leavesOf(parseValue(lines[index] ?? '{}'), ''))
    .filter((all) => all.length > 0);
  // Half of the leaves are such as hold escapes, letters beyond ASCII and the like, where an event has any.
  const leaf = fc.tuple(leaves, fc.nat(), fc.boolean()).map(([all, at, isOdd]) => {
    const odd = isOdd ? all.filter(({ text }) => /[^ -~]|[\\"<&]/.test(text)) : [];
    const from = odd.length > 0 ? odd : all;
    return from[at % from.length] ?? { path: 'verb', text: 'get' };
  });
  const anyText = fc.oneof(
    { weight: 4, arbitrary: leaf.map(({ text }) => text) },
    { weight: 1, arbitrary: fc.constantFrom(...oddTexts) },
  );
  const term = anyText.chain(value);
  const field = fc.tuple(leaf, fc.nat()).chain(([{ path, text }, at]) => {
    const names = namesFor(path);
    const name = names[at % Math.max(names.length, 1)];
    return name === undefined ? value(text) : value(text).map((written) => `${printKey(name)}: ${written}`);
  });
  const exact = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(leaf, fc.nat(), of, fc.nat({ max: 5 })).map(([{ path, text }, at, other, form]) => {
      const names = [...namesFor(path).toReversed(), ...derived];
      const name = names[form < 4 ? 0 : at % names.length] ?? 'verb';
      const written = [text, text, text, text.toUpperCase(), `${text} `, other][form] ?? text;
      return `${printKey(name)} == ${quote(written)}`;
    });
  const mismatched = fc.tuple(leaf, anyText, fc.nat()).chain(([{ path }, text, at]) => {
    const names = [...namesFor(path), ...derived];
    return value(text).map((written) => `${printKey(names[at % names.length] ?? 'verb')}: ${written}`);
  });
  const existence = fc.tuple(leaf, fc.nat(), fc.constantFrom('*', '""')).map(([{ path }, at, what]) => {
    const names = [...namesFor(path), ...derived];
    return `${printKey(names[at % names.length] ?? 'verb')}: ${what}`;
  });
  const number = fc.integer({ min: -2, max: 500 });
  const numeric = fc.constantFrom(
    'responseStatus.code',
    'requestObject.spec.replicas',
    'requestObject.spec.odd',
    'responseObject.spec.replicas',
    'responseObject.x',
    'responseObject.metadata.generation',
  );
  const comparison = fc
    .tuple(numeric, fc.constantFrom(...operators), number)
    .map(([name, operator, bound]) => `${name} ${operator} ${bound}`);
  const range = fc
    .tuple(numeric, number, number, fc.boolean(), fc.boolean())
    .map(([name, from, to, open, close]) => `${name} in ${open ? '[' : '('}${from} ${to}${close ? ']' : ')'}`);
  const condition = fc.oneof(
    { weight: 4, arbitrary: term },
    { weight: 6, arbitrary: field },
    { weight: 2, arbitrary: mismatched },
    { weight: 2, arbitrary: existence },
    { weight: 4, arbitrary: exact(anyText) },
    { weight: 1, arbitrary: comparison },
    { weight: 1, arbitrary: range },
  );
  const negated = fc.tuple(condition, fc.boolean()).map(([text, not]) => (not ? `not ${text}` : text));
  return fc.oneof(
    { weight: 3, arbitrary: condition },
    { weight: 1, arbitrary: negated },
    {
      weight: 1,
      arbitrary: fc.tuple(negated, fc.constantFrom(' ', ' and ', ' or '), negated).map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: fc.tuple(negated, negated, condition).map(([a, b, c]) => `(${a} or ${b}) and not (${c})`) },
  );
}

function value(text: string): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(), fc.nat({ max: 9 }), fc.nat()).map(([at, form, cut]) => writeValue(text, at, form, cut));
}

/** Writes a value for a text: all of it, one word of it, with wildcards, as a phrase, in another case. */
function writeValue(text: string, at: number, form: number, cut: number): string {
  const words = text.split(/[\s,'";=()[\]{}?@&<>/:]+/).filter((word) => word !== '');
  const word = words[at % Math.max(words.length, 1)] ?? 'x';
  const letters = Array.from(word);
  const middle = 1 + (cut % Math.max(letters.length, 1));
  switch (form) {
    case 0:
      return quoted(text);
    case 1:
      return quoted(word.toUpperCase());
    case 2:
      return wild(`${letters.slice(0, middle).join('')}*`);
    case 3:
      return wild(`${letters.slice(0, middle).join('')}?${letters.slice(middle + 1).join('')}`);
    case 4:
      return wild(`${letters[0] ?? 'x'}*${letters.at(-1) ?? ''}`);
    case 5:
      return `#${quoted(Array.from(text).slice(0, 40).join(''))}`;
    case 6:
      return `#${quoted(word)}`;
    case 7:
      return quoted(letters.slice(0, middle).join(''));
    case 8:
      return quoted(`${word}x`);
    default:
      return quoted(word);
  }
}

/** A text that ends in a backslash cannot be quoted: the backslash would escape the quote. */
function quoted(text: string): string {
  return quote(text.replace(/\\+$/, '') || 'x');
}

function wild(text: string): string {
  const unquoted = text.replaceAll(/[\s()"|]/g, '').replace(/^[*?#]+/, '');
  return unquoted === '' || /^(?:and|or|not|in|sort|asc|desc|group|by|avg|sum|min|max|limit)$/i.test(unquoted)
    ? 'x*'
    : unquoted;
}
