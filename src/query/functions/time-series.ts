import { said } from '../../base/index.ts';
import type { CatalogueFunction, EmitCall, Overload } from './catalogue.ts';
import { type Operand, instantOf, sql, type SqlNode } from '../types/index.ts';
import { called, composed } from './define.ts';
import { instantOfWall } from './zone.ts';
import { operator } from './operator/doc.ts';

function seconds(instant: SqlNode): SqlNode {
  return sql`intDiv(toUnixTimestamp64Micro(${instant}), 1000000)`;
}

/** Start of the bucket that Unix seconds lie in; buckets are so wide and counted from the origin. */
function bucketOf(call: EmitCall, value: SqlNode, step: SqlNode, origin: SqlNode): SqlNode {
  const since = call.name(sql`minus(${value}, ${origin})`);
  return sql`plus(minus(${since}, positiveModulo(${since}, ${step})), ${origin})`;
}

const bucketOverloads: readonly Overload[] = [
  called('(bigint, bigint, bigint) -> bigint', bucketOf),
  called('(double, bigint, bigint) -> bigint', (call, value, step, origin) =>
    bucketOf(call, sql`toInt64(floor(${value}))`, step, origin),
  ),
  called('(timestamp(p), bigint, bigint) -> bigint', (call, value, step, origin) => {
    const zone = { kind: 'constant', name: call.timeZone } as const;
    return bucketOf(call, seconds(instantOfWall(value, zone, call.zones)), step, origin);
  }),
  composed('(timestamp(p) with time zone, bigint, bigint) -> bigint', (call, value, step, origin) =>
    bucketOf(call, seconds(instantOf(value)), step.node, origin.node),
  ),
];

function misplaced(_: readonly Operand[], call: EmitCall): never {
  return call.reject(said`time_series has to be a key of GROUP BY, and the only one of its kind`);
}

/** `time_series` is a key of GROUP BY that adds rows: resolve/time-series.ts takes it apart. */
export const timeSeriesFunctions: readonly CatalogueFunction[] = [
  {
    name: 'time_series',
    topic: 'date',
    kind: 'scalar',
    overloads: ['bigint', 'double', 'timestamp(p)', 'timestamp(p) with time zone'].map((type) => ({
      signature: `(${type}, varchar, varchar, varchar) -> varchar`,
      emit: misplaced,
    })),
    doc: {
      en: "Buckets of time ('5m', '2h', '1d', or 'auto' for what fits the range) as a key of GROUP BY, printed by a format, with rows for empty buckets: padding '0', 'null', 'last', 'next' or 'avg'.",
      zh: "按时间窗口（'5m'、'2h'、'1d'，'auto' 依时间范围自动选择）分组并补齐空窗口；补全方式 '0'、'null'、'last'、'next'、'avg'。",
      ja: "時間枠（'5m'、'2h'、'1d'、'auto' は期間に合わせる）で GROUP BY し、空の枠も行にする。補完は '0'、'null'、'last'、'next'、'avg'。",
    },
    example: "time_series(__time__, '5m', '%H:%i', '0')",
  },
  operator(
    'bucket',
    bucketOverloads,
    { en: 'Start of a bucket of time.', zh: '时间窗口的起点。', ja: '時間枠の始まり。' },
    '__time__ - __time__ % 300',
  ),
];
