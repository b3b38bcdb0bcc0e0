import { said } from '../../../base/index.ts';
import type { CatalogueFunction, EmitCall, Overload } from '../catalogue.ts';
import { composed } from '../define.ts';
import {
  type Operand,
  arrayItems,
  instantOf,
  mapKeys,
  mapValues,
  zonedValue,
  sql,
  type SqlNode,
  parameter,
} from '../../types/index.ts';
import { fixedOffset, instantOfWall, isKnownZone } from '../zone.ts';
import { operator } from './doc.ts';

function arraySubscript([array, index]: readonly Operand[], call: EmitCall): SqlNode {
  if (!array || !index) throw new Error('BUG: a subscript lacks an operand');
  const items = call.name(arrayItems(array));
  const item = sql`arrayElement(${items}, if(greater(${index.node}, 0), ${index.node}, 1))`;
  const past = call.check(
    sql`greater(${index.node}, length(${items}))`,
    'INVALID_FUNCTION_ARGUMENT',
    said`Array subscript must be less than or equal to array length`,
    sql`if(greater(${index.node}, length(${items})), NULL, ${item})`,
  );
  return call.check(
    sql`less(${index.node}, 1)`,
    'INVALID_FUNCTION_ARGUMENT',
    said`Array subscripts start at 1 and are not negative`,
    past,
  );
}

function mapSubscript([map, key]: readonly Operand[], call: EmitCall): SqlNode {
  if (!map || !key) throw new Error('BUG: a subscript lacks an operand');
  const place = call.name(sql`indexOf(${mapKeys(map)}, ${key.node})`);
  return call.check(
    sql`equals(${place}, 0)`,
    'INVALID_FUNCTION_ARGUMENT',
    said`Key not present in map`,
    sql`if(equals(${place}, 0), NULL, arrayElement(${mapValues(map)}, ${place}))`,
  );
}

/** A zone as text prints it: `+8` and hours of an interval become `+08:00`. */
export function zoneName(text: string): string {
  const match = /^([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  return match ? `${match[1]}${(match[2] ?? '').padStart(2, '0')}:${match[3] ?? '00'}` : text;
}

function constantZone(call: EmitCall): string | undefined {
  const text = call.literal(1);
  if (typeof text !== 'string') return undefined;
  if (!isKnownZone(text)) return call.reject(said`'${text}' is not a valid time zone`, 1);
  return zoneName(text);
}

function intervalZone(call: EmitCall): string {
  const millis = Number(call.literal(1));
  const minutes = Math.abs(millis) / 60_000;
  if (!Number.isInteger(minutes) || minutes > 14 * 60)
    return call.reject(said`A time zone is at most 14 hours from UTC`, 1);
  const text = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return `${millis < 0 ? '-' : '+'}${text}`;
}

function zonedOverloads(zoneType: 'varchar' | 'interval day to second'): Overload[] {
  const zoneOf = (zone: Operand, call: EmitCall): SqlNode => {
    const name = zoneType === 'varchar' ? constantZone(call) : intervalZone(call);
    return name === undefined ? zone.node : parameter(name, 'String');
  };
  return [
    composed(`(timestamp(p) with time zone, ${zoneType}) -> timestamp(p) with time zone`, (call, value, zone) =>
      zonedValue(instantOf(value), zoneOf(zone, call)),
    ),
    composed(`(timestamp(p), ${zoneType}) -> timestamp(p) with time zone`, (call, value, zone) => {
      const own = { kind: 'constant', name: call.timeZone } as const;
      const instant = fixedOffset(call.timeZone) === 0 ? value.node : instantOfWall(value.node, own, call.zones);
      return zonedValue(instant, zoneOf(zone, call));
    }),
  ];
}

export const atTimeZone: readonly Overload[] = [
  ...zonedOverloads('varchar'),
  ...zonedOverloads('interval day to second'),
];

/** `[]` and AT TIME ZONE. */
export const accessOperators: readonly CatalogueFunction[] = [
  operator(
    '[]',
    [
      { signature: '(array(T), bigint) -> T', emit: arraySubscript },
      { signature: '(map(K,V), K) -> V', emit: mapSubscript },
    ],
    {
      en: 'Element of an array, counted from 1, or value of a key of a map; fails where there is none.',
      zh: '数组元素（从 1 计）或 map 的值；不存在时报错。',
      ja: '配列の要素（1 から）または map の値。無ければ失敗。',
    },
    "split(requestURI, '/')[1]",
  ),
  operator(
    'AT TIME ZONE',
    atTimeZone,
    {
      en: 'The same instant as another time zone shows it.',
      zh: '同一时刻在另一时区的表示。',
      ja: '同じ時刻を別のタイムゾーンで表す。',
    },
    "current_timestamp AT TIME ZONE 'Asia/Shanghai'",
  ),
];
