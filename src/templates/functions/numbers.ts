import { said } from '../../base/index.ts';
import { isList } from '../values.ts';
import type { Context, Functions } from './function.ts';

const digits = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** A number, or a text that is one; undefined for anything else. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && digits.test(value) ? Number(value) : undefined;
}

/** A whole number that an argument gives, within bounds. */
export function wholeNumber(value: unknown, otherwise: number, most: number): number {
  const number = asNumber(value);
  return number === undefined ? otherwise : Math.min(Math.max(Math.trunc(number), 0), most);
}

function number(value: unknown, name: string, { fail }: Context): number {
  return asNumber(value) ?? fail(said`${name} takes a number`);
}

/** The numbers of a list, or of all arguments. */
function numbersOf(given: readonly unknown[], name: string, context: Context): readonly number[] {
  const [first] = given;
  const items = isList(first) ? first : given;
  if (items.length === 0) return context.fail(said`${name} takes at least one number`);
  return items.map((item) => number(item, name, context));
}

export const numbers: Functions = {
  float: { run: ([value]) => asNumber(value) ?? 0 },
  int: { run: ([value]) => Math.trunc(asNumber(value) ?? 0) },
  abs: { run: ([value], context) => Math.abs(number(value, 'abs', context)) },
  ceil: { run: ([value], context) => Math.ceil(number(value, 'ceil', context)) },
  floor: { run: ([value], context) => Math.floor(number(value, 'floor', context)) },
  round: {
    run: ([value, places], context) => {
      const shift = 10 ** wholeNumber(places, 0, 15);
      return Math.round(number(value, 'round', context) * shift) / shift;
    },
  },
  min: { run: (given, context) => numbersOf(given, 'min', context).reduce((a, b) => Math.min(a, b)) },
  max: { run: (given, context) => numbersOf(given, 'max', context).reduce((a, b) => Math.max(a, b)) },
  sum: {
    run: ([value], context) =>
      isList(value) ? value.reduce<number>((total, item) => total + number(item, 'sum', context), 0) : 0,
  },
};
