import type { EmitCall } from './catalogue.ts';
import { composed, scalarsOf } from './define.ts';
import { fromMicros, microsOf } from './date-moment.ts';
import { itemsOfType, resultElement } from './collection.ts';
import { checkAll } from './string-split.ts';
import { arrayValue, sql, lambda, type SqlNode } from '../types/index.ts';

const scalar = scalarsOf('array');

const longest = 10_000;

/** Whole numbers from one to another by a step, both ends included; `item` makes an element of one. */
function steps(
  call: EmitCall,
  start: SqlNode,
  stop: SqlNode,
  step: SqlNode,
  item: (value: SqlNode) => SqlNode,
): SqlNode {
  const safeStep = sql`if(equals(${step}, 0), toInt64(1), ${step})`;
  const count = call.name(sql`plus(intDiv(minus(${stop}, ${start}), ${safeStep}), 1)`);
  const numbers = sql`range(toUInt32(least(greatest(${count}, 0), ${longest})))`;
  const checks = [
    [sql`equals(${step}, 0)`, 'step must not be zero'],
    [
      sql`if(greater(${step}, 0), less(${stop}, ${start}), greater(${stop}, ${start}))`,
      'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start',
    ],
    [sql`greater(${count}, ${longest})`, `result of sequence function must not have more than ${longest} entries`],
  ] as const;
  const value = item(sql`plus(${start}, multiply(toInt64(i), ${step}))`);
  return checkAll(
    call,
    checks,
    arrayValue(itemsOfType(sql`arrayMap(${lambda('i', value)}, ${numbers})`, resultElement(call))).node,
  );
}

function between(start: SqlNode, stop: SqlNode): SqlNode {
  return sql`if(less(${stop}, ${start}), toInt64(-1), toInt64(1))`;
}

/** Months are added to the first time, so that a day that a month lacks does not shorten those after it. */
function months(call: EmitCall, start: SqlNode, stop: SqlNode, step: SqlNode): SqlNode {
  const number = (time: SqlNode) => sql`plus(multiply(toInt64(toYear(${time})), 12), toMonth(${time}))`;
  const distance = call.name(sql`minus(${number(stop)}, ${number(start)})`);
  const over = sql`if(greater(${step}, 0), greater(addMonths(${start}, ${distance}), ${stop}), less(addMonths(${start}, ${distance}), ${stop}))`;
  const whole = call.name(sql`minus(${distance}, if(${over}, if(greater(${step}, 0), 1, -1), 0))`);
  return steps(call, sql`toInt64(0)`, sql`toInt64(${whole})`, step, (value) => sql`addMonths(${start}, ${value})`);
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
      steps(call, start.node, stop.node, between(start.node, stop.node), (value) => value),
    ),
    composed('(bigint, bigint, bigint) -> array(bigint)', (call, start, stop, step) =>
      steps(call, start.node, stop.node, step.node, (value) => value),
    ),
    composed('(date, date) -> array(date)', (call, start, stop) => {
      const [from, to] = [microsOf(start.node), microsOf(stop.node)];
      return steps(call, from, to, sql`multiply(${between(from, to)}, toInt64(${day}))`, fromMicros);
    }),
    ...(['date', 'timestamp(p)'] as const).flatMap((type) => [
      composed(`(${type}, ${type}, interval day to second) -> array(${type})`, (call, start, stop, step) =>
        steps(call, microsOf(start.node), microsOf(stop.node), sql`multiply(${step.node}, 1000)`, fromMicros),
      ),
      composed(`(${type}, ${type}, interval year to month) -> array(${type})`, (call, start, stop, step) =>
        months(call, start.node, stop.node, step.node),
      ),
    ]),
  ),
];
