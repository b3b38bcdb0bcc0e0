import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../base/index.ts';
import { bindExpression, type Predicate } from './bind.ts';
import { type Cell, equalityKey } from './cells.ts';
import { type Column, columnsOf } from './columns.ts';
import { Faults } from './faults.ts';
import { parseExpression } from './parse.ts';

function bound(text: string, columns: readonly Column[]): Result<Predicate> {
  const expression = parseExpression(text);
  return expression.ok ? bindExpression(expression.value, columns) : expression;
}

/** Whether a row satisfies a condition, and the faults. */
function judged(text: string, row: Readonly<Record<string, Cell>>): readonly [boolean, ...string[]] {
  const predicate = bound(text, columnsOf(Object.keys(row), 0));
  if (!predicate.ok) throw new Error(JSON.stringify(predicate.diagnostics));
  const faults = new Faults();
  return [predicate.value(Object.values(row), faults), ...faults.messages];
}

describe('a variable and a variable', () => {
  test.each([
    ['a + b == 12', { a: '10', b: 2 }, true],
    ['a - b == 8', { a: '10', b: '2' }, true],
    ['a * b == 20', { a: 10, b: 2 }, true],
    ['a / b == 5', { a: 10, b: 2 }, true],
    ['a % b == 1', { a: 10, b: 3 }, true],
    ['a > b', { a: '10', b: '9' }, true],
    ['a > b', { a: '10', b: '9x' }, false],
    ['a >= b', { a: 'b', b: 'a' }, true],
    ['a < b', { a: 9, b: '10' }, true],
    ['a == b', { a: '1.0', b: '1' }, true],
    ['a == b', { a: 'x', b: 'x' }, true],
    ['a != b', { a: 'x', b: 'X' }, true],
    ['a == b', { a: 'true', b: true }, true],
    ['a =~ b', { a: 'admin-1', b: String.raw`\d$` }, true],
    ['a !~ b', { a: 'admin', b: String.raw`\d$` }, true],
    ['contains(a, b)', { a: 'kubernetes-admin', b: 'admin' }, true],
    ['contains(a, b)', { a: 'kubernetes-admin', b: 'Admin' }, false],
  ] as const)('%s of %j is %s', (text, row, holds) => expect(judged(text, row)).toEqual([holds]));
});

describe('a variable and a number', () => {
  test.each([
    ['a + 1 == 11', { a: '10' }, true],
    ['a > 9', { a: '10' }, true],
    ['a >= 10', { a: 10 }, true],
    ['a < 1e3', { a: '999.5' }, true],
    ['a <= (-1)', { a: '-1' }, true],
    ['a == 10', { a: '1e1' }, true],
    ['a != 10', { a: '10' }, false],
    ['a == true', { a: true }, true],
    ['a == true', { a: 'true' }, true],
    ['a == true', { a: '1' }, true],
    ['a == false', { a: 'false' }, true],
    ['a + true == 2', { a: 1 }, true],
    ['9 < a', { a: '10' }, true],
  ] as const)('%s of %j is %s', (text, row, holds) => expect(judged(text, row)).toEqual([holds]));
});

describe('a variable and a text', () => {
  test.each([
    ['a > "9"', { a: '10' }, false],
    ['a >= "b"', { a: 'b' }, true],
    ['a < "b"', { a: 'a' }, true],
    ['a == "10"', { a: 10 }, true],
    ['a == "10"', { a: '10.0' }, false],
    ['a != "x"', { a: 'y' }, true],
    ['a =~ "dmi"', { a: 'admin' }, true],
    ['a =~ "^dmi"', { a: 'admin' }, false],
    ['a =~ "(?i)ADMIN"', { a: 'admin' }, true],
    ['a !~ "^system:"', { a: 'system:node:a' }, false],
    ['a =~ ".*"', { a: '' }, true],
    ['a =~ ".*"', { a: null }, true],
    ['a == ""', { a: null }, true],
    [`contains(a, 'b')`, { a: 'abc' }, true],
    [`contains("abc", a)`, { a: 'b' }, true],
  ] as const)('%s of %j is %s', (text, row, holds) => expect(judged(text, row)).toEqual([holds]));
});

describe('logic', () => {
  test.each([
    ['a > 1 && b > 1', { a: 2, b: 2 }, true],
    ['a > 1 && b > 1', { a: 2, b: 1 }, false],
    ['a > 1 || b > 1', { a: 0, b: 2 }, true],
    ['!(a > 1)', { a: 2 }, false],
    ['!(a > 1) || b == "x" && true', { a: 2, b: 'x' }, true],
    ['(a > 1) == (b > 1)', { a: 2, b: 2 }, true],
    ['true', {}, true],
    ['false', {}, false],
  ] as const)('%s of %j is %s', (text, row, holds) => expect(judged(text, row)).toEqual([holds]));
});

describe('what cannot be said', () => {
  const zero = 'condition "a / b > 1": division by zero';
  test.each([
    ['a / b > 1', { a: 1, b: 0 }, [false, zero]],
    ['a % b == 0', { a: 1, b: '0' }, [false, 'condition "a % b == 0": division by zero']],
    ['a > 1', { a: 'x' }, [false, 'condition "a > 1": "x" in a is no number']],
    ['!(a > 1)', { a: 'x' }, [false, 'condition "!(a > 1)": "x" in a is no number']],
    ['a > 1 || b == 2', { a: 'x', b: 2 }, [true, 'condition "a > 1 || b == 2": "x" in a is no number']],
    ['!(a > 1 && b == 2)', { a: 'x', b: 3 }, [true, 'condition "!(a > 1 && b == 2)": "x" in a is no number']],
    ['a != 1', { a: null }, [false]],
    ['a + 1 > 0', { a: '' }, [false]],
    ['a > 1', { a: 'x\u202e\n' }, [false, 'condition "a > 1": "xU+202ELF" in a is no number']],
    ['a =~ b', { a: 'x', b: '(' }, [false, 'condition "a =~ b": a regular expression in a row cannot be read']],
    ['a !~ b', { a: 'x', b: '(' }, [false, 'condition "a !~ b": a regular expression in a row cannot be read']],
  ] as const)('%s of %j', (text, row, answer) => expect(judged(text, row)).toEqual(answer));

  test('is said once, however many rows, and in a few words', () => {
    const predicate = bound('a > 1', columnsOf(['a'], 0));
    const faults = new Faults();
    if (predicate.ok) for (let n = 0; n < 1000; n++) predicate.value(['x'.repeat(1000) + n], faults);
    expect(faults.messages).toEqual([`condition "a > 1": "${'x'.repeat(40)}" in a is no number`]);
  });
});

describe('columns', () => {
  const joined: readonly Column[] = [
    { name: 'host', own: 'host', queries: [0, 1] },
    { name: '$0.pv', own: 'pv', queries: [0] },
    { name: '$1.pv', own: 'pv', queries: [1] },
    { name: 'Event ID', own: 'Event ID', queries: [1] },
    { name: 'rate(%)', own: 'rate(%)', queries: [0] },
  ];
  const row = ['h', 3, 2, 'id', 50];

  test.each([
    '$0.pv > $1.pv',
    '[$0.pv] > 2',
    'host == "h"',
    '$1.host == $0.host',
    'Event ID == "id"',
    '[Event ID] == "id"',
    '$1.Event ID == "id"',
    '[rate(%)] == 50',
  ])('%s', (text) => {
    const predicate = bound(text, joined);
    expect(predicate.diagnostics).toEqual([]);
    expect(predicate.ok && predicate.value(row, new Faults())).toBe(true);
  });

  test('the only one that begins with the words is taken, and said', () => {
    const predicate = bound('Event =~ ".*"', joined);
    expect(predicate.ok && predicate.value(row, new Faults())).toBe(true);
    expect(predicate.diagnostics).toMatchObject([
      {
        code: 'condition-inexact-column',
        severity: 'warning',
        message: 'there is no column "Event": "Event ID" is taken',
        from: 0,
        to: 5,
        hint: 'write Event ID',
        replacement: 'Event ID',
      },
    ]);
  });

  test.each([
    ['pv > 1', 'condition-ambiguous-column', 'write $0.pv or $1.pv', undefined],
    ['hots == "h"', 'condition-unknown-column', 'write host', 'host'],
    ['$0.hots == "h"', 'condition-unknown-column', 'write $0.host', '$0.host'],
    ['rate == 50', 'condition-unknown-column', 'the columns are host, pv, pv, Event ID, rate(%)', undefined],
    ['[rate(x)] == 50', 'condition-unknown-column', 'write [rate(%)]', '[rate(%)]'],
    ['event id == "x"', 'condition-unknown-column', 'write Event ID', 'Event ID'],
    ['$2.host == "h"', 'condition-unknown-column', 'the query gives no columns', undefined],
    ['$0.Event ID == "x"', 'condition-unknown-column', 'the columns are host, pv, rate(%)', undefined],
  ])('%s is refused: %s', (text, code, hint, replacement) => {
    const predicate = bound(text, joined);
    expect(predicate.ok).toBe(false);
    expect(predicate.diagnostics).toMatchObject([{ code, severity: 'error', hint }]);
    expect(predicate.diagnostics[0]?.replacement).toBe(replacement);
  });
});

test('equal values have equal keys, and others have not', () => {
  const cell = fc.oneof(
    fc.constantFrom<Cell>(null, '', '0', '-0', 0, -0, '1', '1.0', '1e0', 1, true, 'true', 'x', 'n1', 't', ' 1'),
    fc.string({ maxLength: 3 }),
    fc.double({ noNaN: true }),
  );
  const predicate = bound('a == b', columnsOf(['a', 'b'], 0));
  fc.assert(
    fc.property(cell, cell, (a, b) => {
      const holds = predicate.ok && predicate.value([a, b], new Faults());
      expect(equalityKey(a) === equalityKey(b)).toBe(holds);
    }),
    { numRuns: 2000 },
  );
});
