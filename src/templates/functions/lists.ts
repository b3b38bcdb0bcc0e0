import { said } from '../../base/index.ts';
import { maxItems, maxTextLength } from '../limits.ts';
import { compared, isDict, isList, isTrue, memberOf, textOf } from '../values.ts';
import type { Context, Functions } from './function.ts';

/** A list as it is, the keys of a dict, the characters of a text. */
function itemsOf(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  if (isDict(value)) return Object.keys(value);
  return typeof value === 'string' ? [...value].slice(0, maxItems) : [];
}

function join([value, separator]: readonly unknown[], { fail }: Context): string {
  const between = textOf(separator, fail);
  let joined = '';
  for (const [index, item] of itemsOf(value).entries()) {
    joined += (index > 0 ? between : '') + textOf(item, fail);
    if (joined.length > maxTextLength) fail(said`a text has at most ${maxTextLength} characters`);
  }
  return joined;
}

function sorted(items: readonly unknown[], reverse: unknown): readonly unknown[] {
  const order = items.toSorted((a, b) => compared(a, b) ?? 0);
  return isTrue(reverse) ? order.toReversed() : order;
}

function split([value, separator]: readonly unknown[], { fail }: Context): readonly string[] {
  const text = textOf(value, fail);
  const between = textOf(separator, fail);
  const parts = between === '' ? text.split(/\s+/).filter((word) => word !== '') : text.split(between);
  return parts.length > maxItems ? fail(said`a list has at most ${maxItems} items`) : parts;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isDict(value) ? Object.entries(value) : [];
}

export const lists: Functions = {
  length: { run: ([value]) => (typeof value === 'string' ? [...value].length : itemsOf(value).length) },
  list: { run: ([value]) => itemsOf(value) },
  to_list: { run: ([value]) => (isList(value) ? value : value === undefined || value === null ? [] : [value]) },
  dict: {
    run: ([value], { fail }) =>
      isDict(value)
        ? value
        : Object.fromEntries(itemsOf(value).map((pair) => [textOf(memberOf(pair, 0), fail), memberOf(pair, 1)])),
  },
  first: { run: ([value]) => itemsOf(value)[0] },
  last: { run: ([value]) => itemsOf(value).at(-1) },
  sort: { run: ([value, reverse]) => sorted(itemsOf(value), reverse) },
  dictsort: { run: ([value]) => entriesOf(value).toSorted(([a], [b]) => compared(a, b) ?? 0) },
  enumerate: {
    run: ([value, start]) =>
      itemsOf(value).map((item, index) => [index + (typeof start === 'number' ? start : 0), item]),
  },
  join: { run: join },
  split: { run: split },
  annotations_to_list: { run: ([value]) => entriesOf(value).map(([key, text]) => ({ key, value: text })) },
};
