import { unreachable, said } from '../base/index.ts';
import type { Binary } from './ast.ts';
import { maxItems } from './limits.ts';
import { compared, type Fail, isDict, isEqual, isList, SafeText, textOf } from './values.ts';

/** What an operator makes of two values. */
export function operate(operator: Binary, left: unknown, right: unknown, fail: Fail): unknown {
  switch (operator) {
    case '==':
      return isEqual(left, right, fail);
    case '!=':
      return !isEqual(left, right, fail);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return isInOrder(operator, compared(left, right));
    case 'in':
      return isIn(left, right, fail);
    case '~':
      return textOf(left, fail) + textOf(right, fail);
    case '+':
      return sum(left, right, fail);
    case '-':
    case '*':
    case '/':
    case '//':
    case '%':
    case '**':
      return reckoned(operator, left, right, fail);
    default:
      return unreachable(operator);
  }
}

function isInOrder(operator: '<' | '>' | '<=' | '>=', order: number | undefined): boolean {
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

function isIn(item: unknown, whole: unknown, fail: Fail): boolean {
  if (isList(whole)) return whole.some((one) => isEqual(one, item, fail));
  if (isDict(whole)) return Object.hasOwn(whole, textOf(item, fail));
  return whole !== undefined && whole !== null && textOf(whole, fail).includes(textOf(item, fail));
}

function sum(left: unknown, right: unknown, fail: Fail): unknown {
  if (isText(left) && isText(right)) return textOf(left, fail) + textOf(right, fail);
  if (isList(left) && isList(right)) {
    if (left.length + right.length > maxItems) fail(said`a list has at most ${maxItems} items`);
    return [...left, ...right];
  }
  return reckoned('+', left, right, fail);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof SafeText;
}

function reckoned(operator: Exclude<Binary, '~' | 'in'>, left: unknown, right: unknown, fail: Fail): number {
  if (typeof left !== 'number' || typeof right !== 'number')
    return fail(said`"${operator}" takes numbers: write | float behind a text`);
  if ((operator === '/' || operator === '//' || operator === '%') && right === 0) return fail(said`division by zero`);
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '/') return left / right;
  if (operator === '//') return Math.floor(left / right);
  return operator === '%' ? left - right * Math.floor(left / right) : left ** right;
}
