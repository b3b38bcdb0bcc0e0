import type { EmitCall } from './catalogue.ts';
import { composed, scalarsOf } from './define.ts';
import { fromMicros, microsOf } from './date-moment.ts';
import { itemsOfType, resultElement } from './collection.ts';
import { checkAll } from './string-split.ts';
import { arrayValue } from '../types/index.ts';

const scalar = scalarsOf('array');

const longest = 10_000;

/** Whole numbers from one to another by a step, both ends included; `item` makes an element of one. */
function steps(call: EmitCall, start: string, stop: string, step: string, item: (value: string) => string): string {
  const safeStep = `if(equals(${step}, 0), toInt64(1), ${step})`;
  const count = call.name(`plus(intDiv(minus(${stop}, ${start}), ${safeStep}), 1)`);
  const numbers = `range(toUInt32(least(greatest(${count}, 0), ${longest})))`;
  const checks = [
    [`equals(${step}, 0)`, 'step must not be zero'],
    [
      `if(greater(${step}, 0), less(${stop}, ${start}), greater(${stop}, ${start}))`,
      'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start',
    ],
    [`greater(${count}, ${longest})`, `result of sequence function must not have more than ${longest} entries`],
  ] as const;
  const value = item(`plus(${start}, multiply(toInt64(i), ${step}))`);
  return checkAll(
    call,
    checks,
    arrayValue(itemsOfType(`arrayMap(i -> ${value}, ${numbers})`, resultElement(call))).text,
  );
}

function between(start: string, stop: string): string {
  return `if(less(${stop}, ${start}), toInt64(-1), toInt64(1))`;
}

/** Months are added to the first time, so that a day that a month lacks does not shorten those after it. */
function months(call: EmitCall, start: string, stop: string, step: string): string {
  const number = (time: string) => `plus(multiply(toInt64(toYear(${time})), 12), toMonth(${time}))`;
  const distance = call.name(`minus(${number(stop)}, ${number(start)})`);
  const over = `if(greater(${step}, 0), greater(addMonths(${start}, ${distance}), ${stop}), less(addMonths(${start}, ${distance}), ${stop}))`;
  const whole = call.name(`minus(${distance}, if(${over}, if(greater(${step}, 0), 1, -1), 0))`);
  return steps(call, 'toInt64(0)', `toInt64(${whole})`, step, (value) => `addMonths(${start}, ${value})`);
}

const day = 86_400_000_000;

export const sequenceFunctions = [
  scalar(
    'sequence',
    [
      'Array of the numbers, dates or times from one to another, by a step.',
      '从起点到终点按步长生成的数值、日期或时间数组。',
      '始点から終点までの数・日付・時刻を、間隔ごとに並べた配列。',
    ],
    'sequence(1, 5)',
    composed('(bigint, bigint) -> array(bigint)', (call, start, stop) =>
      steps(call, start.text, stop.text, between(start.text, stop.text), (value) => value),
    ),
    composed('(bigint, bigint, bigint) -> array(bigint)', (call, start, stop, step) =>
      steps(call, start.text, stop.text, step.text, (value) => value),
    ),
    composed('(date, date) -> array(date)', (call, start, stop) => {
      const [from, to] = [microsOf(start.text), microsOf(stop.text)];
      return steps(call, from, to, `multiply(${between(from, to)}, toInt64(${day}))`, fromMicros);
    }),
    ...(['date', 'timestamp(p)'] as const).flatMap((type) => [
      composed(`(${type}, ${type}, interval day to second) -> array(${type})`, (call, start, stop, step) =>
        steps(call, microsOf(start.text), microsOf(stop.text), `multiply(${step.text}, 1000)`, fromMicros),
      ),
      composed(`(${type}, ${type}, interval year to month) -> array(${type})`, (call, start, stop, step) =>
        months(call, start.text, stop.text, step.text),
      ),
    ]),
  ),
];
