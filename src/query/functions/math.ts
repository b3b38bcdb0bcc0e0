import { said } from '../../base/index.ts';
import type { CatalogueFunction, EmitCall } from './catalogue.ts';
import { type Doc, called, composed, native, plain, scalarsOf } from './define.ts';
import { arithmetic } from './operator/arithmetic.ts';
import { checkAll } from './string-split.ts';
import {
  type Operand,
  arrayItems,
  mapKeys,
  mapValues,
  literal,
  raw,
  sql,
  lambda,
  type SqlNode,
} from '../types/index.ts';

const scalar = scalarsOf('math');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

/** A function of a double that the engine has under some name. */
function ofDouble(names: string | readonly [string, ...string[]], engine: string, doc: Doc): CatalogueFunction {
  const name = typeof names === 'string' ? names : names[0];
  return scalar(
    names,
    doc,
    `${name}(0.5)`,
    native('(double) -> double', (x) => sql`${raw(engine)}(${x})`),
  );
}

function constant(name: string, value: SqlNode, doc: Doc): CatalogueFunction {
  return scalar(
    name,
    doc,
    `${name}()`,
    plain('() -> double', () => value),
  );
}

function widthBucket(call: EmitCall, x: SqlNode, low: SqlNode, high: SqlNode, count: SqlNode): SqlNode {
  const [least, most] = [sql`least(${low}, ${high})`, sql`greatest(${low}, ${high})`];
  const inside = sql`toInt64(plus(divide(multiply(toFloat64(${count}), minus(${x}, ${least})), minus(${most}, ${least})), 1))`;
  const rising = call.name(
    sql`multiIf(less(${x}, ${least}), toInt64(0), greaterOrEquals(${x}, ${most}), plus(${count}, 1), equals(${least}, ${most}), toInt64(0), isNaN(${x}), toInt64(0), ${inside})`,
  );
  const bucket = sql`if(greater(${low}, ${high}), plus(minus(${count}, ${rising}), 1), ${rising})`;
  const checks = [
    [sql`lessOrEquals(${count}, 0)`, 'bucketCount must be greater than 0'],
    [sql`isNaN(${x})`, 'operand must not be NaN'],
    [sql`not(isFinite(${low}))`, 'first bound must be finite'],
    [sql`not(isFinite(${high}))`, 'second bound must be finite'],
    [sql`equals(${low}, ${high})`, 'bounds cannot equal each other'],
  ] as const;
  return checkAll(call, checks, bucket);
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
const wrongRadix = 'Radix must be between 2 and 36';

function toBase(call: EmitCall, x: SqlNode, radix: SqlNode): SqlNode {
  const places = sql`range(64)`;
  const size = sql`abs(toInt128(${x}))`;
  const base = sql`toInt128(greatest(least(${radix}, 36), 2))`;
  const next = sql`tuple(intDiv(tupleElement(s, 1), ${base}), if(equals(tupleElement(s, 1), 0), tupleElement(s, 2), concat(substring(${literal(digits)}, toInt32(plus(modulo(tupleElement(s, 1), ${base}), 1)), 1), tupleElement(s, 2))))`;
  const text = sql`tupleElement(arrayFold(${lambda(['s', 'i'], next)}, ${places}, tuple(toInt128(${size}), '')), 2)`;
  const value = sql`if(equals(${x}, 0), '0', concat(if(less(${x}, 0), '-', ''), ${text}))`;
  return call.check(sql`or(less(${radix}, 2), greater(${radix}, 36))`, invalid, wrongRadix, value);
}

function fromBase(call: EmitCall, text: SqlNode, radix: SqlNode): SqlNode {
  const plainText = call.name(sql`lower(replaceRegexpOne(${text}, '^[+-]', ''))`);
  const digitOf = sql`minus(positionUTF8(${literal(digits)}, c), 1)`;
  const wrong = sql`or(empty(${plainText}), greater(length(${plainText}), 64), arrayExists(${lambda('c', sql`not(and(greaterOrEquals(toInt32(${digitOf}), 0), less(toInt32(${digitOf}), ${radix})))`)}, ngrams(concat(${plainText}, if(empty(${plainText}), ' ', '')), 1)))`;
  const size = call.name(
    sql`arrayFold(${lambda(['s', 'c'], sql`if(greater(s, toInt128('9223372036854775808')), s, plus(multiply(s, toInt128(${radix})), toInt128(${digitOf})))`)}, ngrams(${plainText}, 1), toInt128(0))`,
  );
  const signed = call.name(sql`if(startsWith(${text}, '-'), negate(${size}), ${size})`);
  const outside = sql`or(less(${signed}, toInt128('-9223372036854775808')), greater(${signed}, toInt128('9223372036854775807')))`;
  const checks = [
    [sql`or(less(${radix}, 2), greater(${radix}, 36))`, wrongRadix],
    [wrong, said`The text is not a number of this base`],
    [outside, said`The number does not fit a bigint`],
  ] as const;
  return checkAll(call, checks, sql`toInt64(${signed})`);
}

/** Cosine of the angle between two sparse vectors; NULL where one has no length or no value for a key. */
function cosineSimilarity(call: EmitCall, left: Operand, right: Operand): SqlNode {
  call.mayBeNull();
  const [a, b] = [call.name(mapValues(left)), call.name(mapValues(right))];
  const keys = call.name(mapKeys(right));
  const product = sql`arraySum(${lambda(['k', 'v'], sql`if(has(${keys}, k), multiply(ifNull(v, 0), ifNull(arrayElement(${b}, indexOf(${keys}, k)), 0)), 0)`)}, ${mapKeys(left)}, ${a})`;
  const norm = (values: SqlNode) =>
    sql`sqrt(arraySum(${lambda('v', sql`multiply(ifNull(v, 0), ifNull(v, 0))`)}, ${values}))`;
  const holes = sql`or(arrayExists(${lambda('v', sql`isNull(v)`)}, ${a}), arrayExists(${lambda('v', sql`isNull(v)`)}, ${b}))`;
  const length = sql`multiply(${norm(a)}, ${norm(b)})`;
  return sql`if(or(${holes}, equals(${length}, 0)), NULL, divide(${product}, ${length}))`;
}

const modulo = arithmetic.find((one) => one.name === 'operator %')?.overloads ?? [];

export const mathFunctions = [
  ofDouble('acos', 'acos', ['Arc cosine, in radians.', '反余弦（弧度）。', '逆余弦（ラジアン）。']),
  ofDouble('asin', 'asin', ['Arc sine, in radians.', '反正弦（弧度）。', '逆正弦（ラジアン）。']),
  ofDouble('atan', 'atan', ['Arc tangent, in radians.', '反正切（弧度）。', '逆正接（ラジアン）。']),
  ofDouble('cbrt', 'cbrt', ['Cube root.', '立方根。', '立方根。']),
  ofDouble('cos', 'cos', ['Cosine of radians.', '余弦。', '余弦。']),
  ofDouble('cosh', 'cosh', ['Hyperbolic cosine.', '双曲余弦。', '双曲線余弦。']),
  ofDouble('degrees', 'degrees', ['Degrees of radians.', '弧度转角度。', 'ラジアンを度に。']),
  ofDouble('exp', 'exp', ['e to the power of a number.', 'e 的幂。', 'e のべき乗。']),
  ofDouble('ln', 'log', ['Natural logarithm.', '自然对数。', '自然対数。']),
  ofDouble('log10', 'log10', ['Logarithm to base 10.', '以 10 为底的对数。', '常用対数。']),
  ofDouble('log2', 'log2', ['Logarithm to base 2.', '以 2 为底的对数。', '2 を底とする対数。']),
  ofDouble('radians', 'radians', ['Radians of degrees.', '角度转弧度。', '度をラジアンに。']),
  ofDouble('sin', 'sin', ['Sine of radians.', '正弦。', '正弦。']),
  ofDouble('sinh', 'sinh', ['Hyperbolic sine.', '双曲正弦。', '双曲線正弦。']),
  ofDouble('sqrt', 'sqrt', ['Square root.', '平方根。', '平方根。']),
  ofDouble('tan', 'tan', ['Tangent of radians.', '正切。', '正接。']),
  // The engine's own tanh is an approximation.
  scalar(
    'tanh',
    ['Hyperbolic tangent.', '双曲正切。', '双曲線正接。'],
    'tanh(0.5)',
    native(
      '(double) -> double',
      (x) => sql`if(greater(abs(${x}), 20), toFloat64(sign(${x})), divide(sinh(${x}), cosh(${x})))`,
    ),
  ),
  constant('e', sql`e()`, ["Euler's number.", '自然常数 e。', 'ネイピア数。']),
  constant('pi', sql`pi()`, ['The number pi.', '圆周率。', '円周率。']),
  constant('infinity', sql`inf`, ['Infinity.', '无穷大。', '無限大。']),
  constant('nan', sql`nan`, ['Not a number.', '非数（NaN）。', '非数（NaN）。']),
  scalar(
    'is_nan',
    ['Whether a double is NaN.', '是否为 NaN。', 'NaN か。'],
    'is_nan(nan())',
    native('(double) -> boolean', (x) => sql`isNaN(${x})`),
  ),
  scalar(
    'is_finite',
    ['Whether a double is finite.', '是否为有限数。', '有限か。'],
    'is_finite(1.5)',
    native('(double) -> boolean', (x) => sql`isFinite(${x})`),
  ),
  scalar(
    'is_infinite',
    ['Whether a double is infinite.', '是否为无穷大。', '無限大か。'],
    'is_infinite(infinity())',
    native('(double) -> boolean', (x) => sql`isInfinite(${x})`),
  ),
  scalar(
    'atan2',
    ['Angle of the point (x, y), given y first.', '点 (x, y) 的角度，参数为 y、x。', '点 (x, y) の角度（y、x の順）。'],
    'atan2(1, 2)',
    native('(double, double) -> double', (y, x) => sql`atan2(${y}, ${x})`),
  ),
  scalar(
    ['power', 'pow'],
    ['A number to the power of another.', '幂。', 'べき乗。'],
    'power(2, 10)',
    native('(double, double) -> double', (x, y) => sql`pow(${x}, ${y})`),
  ),
  scalar(
    'log',
    [
      'Logarithm of a number to a base; the number comes first.',
      '以第二个参数为底的对数（先数后底）。',
      '底を指定した対数（数、底の順）。',
    ],
    'log(8, 2)',
    native('(double, double) -> double', (x, base) => sql`divide(log(${x}), log(${base}))`),
  ),
  scalar(
    'mod',
    ['Remainder, with the sign of the dividend.', '余数，符号与被除数相同。', '剰余。符号は被除数と同じ。'],
    'mod(7, 3)',
    ...modulo,
  ),
  scalar(
    ['random', 'rand'],
    [
      'Random number: from 0 to 1, below n, or from a to below b.',
      '随机数：0 到 1、小于 n，或 a 到 b 之间。',
      '乱数：0 以上 1 未満、n 未満、または a 以上 b 未満。',
    ],
    'random(10)',
    plain('() -> double', () => sql`randCanonical()`),
    called('(bigint) -> bigint', (call, n) =>
      call.check(
        sql`lessOrEquals(${n}, 0)`,
        invalid,
        said`bound must be positive`,
        sql`toInt64(floor(multiply(randCanonical(), ${n})))`,
      ),
    ),
    called('(bigint, bigint) -> bigint', (call, low, high) =>
      call.check(
        sql`greaterOrEquals(${low}, ${high})`,
        invalid,
        said`start value must be less than stop value`,
        sql`plus(${low}, toInt64(floor(multiply(randCanonical(), minus(${high}, ${low})))))`,
      ),
    ),
  ),
  scalar(
    'width_bucket',
    [
      'Number of the bucket of a value, of so many equal ones between two bounds or by an array of bounds.',
      '值所在的桶编号。',
      '値が入る区間の番号。',
    ],
    'width_bucket(5.3, 0.2, 10.6, 5)',
    called('(double, double, double, bigint) -> bigint', widthBucket),
    composed('(double, array(double)) -> bigint', (call, x, bins) => {
      const bounds = call.name(arrayItems(bins));
      const bucket = sql`toInt64(arrayCount(${lambda('b', sql`ifNull(lessOrEquals(b, ${x.node}), 0)`)}, ${bounds}))`;
      const checks = [
        [sql`empty(${bounds})`, said`Bins cannot be an empty array`],
        [sql`isNaN(${x.node})`, said`Operand cannot be NaN`],
      ] as const;
      return checkAll(call, checks, bucket);
    }),
  ),
  scalar(
    'to_base',
    ['Text of a number in a base from 2 to 36.', '数的 2–36 进制文本。', '2〜36 進数のテキスト。'],
    'to_base(255, 16)',
    called('(bigint, bigint) -> varchar(64)', toBase),
  ),
  scalar(
    'from_base',
    ['Number of a text in a base from 2 to 36.', '解析 2–36 进制文本。', '2〜36 進数のテキストを数にします。'],
    "from_base('ff', 16)",
    called('(varchar, bigint) -> bigint', fromBase),
  ),
  scalar(
    'cosine_similarity',
    [
      'Cosine of the angle between two sparse vectors.',
      '两个稀疏向量的余弦相似度。',
      '2 つの疎ベクトルのコサイン類似度。',
    ],
    "cosine_similarity(map(array['a'], array[1.0]), map(array['a'], array[2.0]))",
    composed('(map(varchar, double), map(varchar, double)) -> double', cosineSimilarity),
  ),
];
