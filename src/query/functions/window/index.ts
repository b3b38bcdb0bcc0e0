import { said } from '../../../base/index.ts';
import type { CatalogueFunction, EmitCall, FunctionDoc, Overload } from '../catalogue.ts';
import { type Operand, sql, type SqlNode } from '../../types/index.ts';

type Emit = (args: readonly Operand[], call: EmitCall) => SqlNode;

function window(
  name: string,
  overloads: readonly (readonly [signature: string, emit: Emit, ...constants: number[]])[],
  doc: FunctionDoc,
  example: string,
): CatalogueFunction {
  const list = overloads.map(([signature, emit, ...constants]): Overload => ({ signature, emit, constants }));
  return { name, topic: 'window', kind: 'window', overloads: list, doc, example };
}

const number =
  (name: string): Emit =>
  (args, call) =>
    sql`toInt64(${call.aggregate(
      name,
      args.map((argument) => argument.node),
    )})`;

/** The engine takes the number of parts as a plain constant only. */
const parts: Emit = (_, call) => {
  const count = call.literal(0);
  if (count === null) return sql`NULL`;
  if (typeof count !== 'string' || Number(count) < 1)
    return call.reject(said`The number of parts must be a positive constant`, 0);
  return sql`toInt64(${call.aggregate('ntile', [sql`${BigInt(count)}`])})`;
};

const share =
  (name: string): Emit =>
  (_, call) =>
    call.aggregate(name, []);

/** Keeps NULLs unless the call says IGNORE NULLS: in a tuple they are values. */
function valueOf(name: string): Emit {
  return (args, call) => {
    const value = args[0]?.node ?? sql`NULL`;
    if (call.nulls === 'ignore') return call.aggregate(name, [sql`toNullable(${value})`]);
    return sql`tupleElement(${call.aggregate(name, [sql`tuple(${value})`])}, 1)`;
  };
}

function nthValue(args: readonly Operand[], call: EmitCall): SqlNode {
  const place = call.literal(1);
  if (typeof place !== 'string' || Number(place) < 1) {
    return call.reject(said`The offset must be a constant number of at least 1`, 1);
  }
  // A row beyond the frame gives an empty tuple's default: toNullable makes that NULL.
  return call.aggregate('nth_value', [sql`toNullable(${args[0]?.node ?? sql`NULL`})`, sql`${BigInt(place)}`]);
}

function shifted(name: string): Emit {
  return (args, call) => {
    const [value, offset, otherwise] = args;
    const place = offset ? call.literal(1) : '1';
    if (typeof place !== 'string' || Number(place) < 0) {
      return call.reject(said`The offset must be a constant number of at least 0`, 1);
    }
    const list = [sql`toNullable(${value?.node ?? sql`NULL`})`];
    if (offset) list.push(sql`${BigInt(place)}`);
    if (otherwise) list.push(sql`toNullable(${otherwise.node})`);
    return call.aggregate(name, list);
  };
}

const shiftSignatures = ['(T) -> T', '(T, bigint) -> T', '(T, bigint, T) -> T'];

/** Functions that need OVER. */
export const windowFunctions: readonly CatalogueFunction[] = [
  window(
    'row_number',
    [['() -> bigint', number('row_number')]],
    { en: 'Number of the row.', zh: '行号。', ja: '行番号。' },
    'row_number() OVER (ORDER BY __time__)',
  ),
  window(
    'rank',
    [['() -> bigint', number('rank')]],
    { en: 'Rank, with gaps after ties.', zh: '排名，并列后有间隔。', ja: '順位。同順位の後は飛ぶ。' },
    'rank() OVER (ORDER BY verb)',
  ),
  window(
    'dense_rank',
    [['() -> bigint', number('dense_rank')]],
    { en: 'Rank without gaps.', zh: '排名，无间隔。', ja: '間の空かない順位。' },
    'dense_rank() OVER (ORDER BY verb)',
  ),
  window(
    'percent_rank',
    [['() -> double', share('percent_rank')]],
    { en: 'Rank as a share of the rows.', zh: '百分比排名。', ja: '順位の割合。' },
    'percent_rank() OVER (ORDER BY verb)',
  ),
  window(
    'cume_dist',
    [['() -> double', share('cume_dist')]],
    { en: 'Share of the rows up to this one.', zh: '累积分布。', ja: '累積分布。' },
    'cume_dist() OVER (ORDER BY verb)',
  ),
  window(
    'ntile',
    [['(bigint) -> bigint', parts, 0]],
    {
      en: 'Number of the row’s part when the rows are divided into n.',
      zh: '将行分成 n 组后的组号。',
      ja: '行を n 組に分けた組番号。',
    },
    'ntile(4) OVER (ORDER BY __time__)',
  ),
  window(
    'first_value',
    [['(T) -> T', valueOf('first_value')]],
    { en: 'Value of the first row of the frame.', zh: '窗口帧第一行的值。', ja: 'フレーム最初の行の値。' },
    'first_value(verb) OVER (ORDER BY __time__)',
  ),
  window(
    'last_value',
    [['(T) -> T', valueOf('last_value')]],
    { en: 'Value of the last row of the frame.', zh: '窗口帧最后一行的值。', ja: 'フレーム最後の行の値。' },
    'last_value(verb) OVER (ORDER BY __time__)',
  ),
  window(
    'nth_value',
    [['(T, bigint) -> T', nthValue, 1]],
    { en: 'Value of the nth row of the frame.', zh: '窗口帧第 n 行的值。', ja: 'フレームの n 行目の値。' },
    'nth_value(verb, 2) OVER (ORDER BY __time__)',
  ),
  window(
    'lag',
    shiftSignatures.map((signature) => [signature, shifted('lagInFrame'), 1] as const),
    { en: 'Value of the row before, or n before.', zh: '前一行（或前 n 行）的值。', ja: '前の（n 行前の）行の値。' },
    'lag(verb) OVER (ORDER BY __time__)',
  ),
  window(
    'lead',
    shiftSignatures.map((signature) => [signature, shifted('leadInFrame'), 1] as const),
    { en: 'Value of the row after, or n after.', zh: '后一行（或后 n 行）的值。', ja: '次の（n 行後の）行の値。' },
    'lead(verb) OVER (ORDER BY __time__)',
  ),
];
