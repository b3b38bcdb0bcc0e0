import { said } from '../../base/index.ts';
import { sql, lambda, type SqlNode } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { called, native, plain, scalarsOf } from './define.ts';
import { charactersOf } from './string.ts';
import { checkAll } from './string-split.ts';

const scalar = scalarsOf('string');

/** UTF-8 of a code point. */
function characterOf(code: SqlNode): SqlNode {
  const tail = (shift: number) => sql`bitOr(128, bitAnd(bitShiftRight(${code}, ${shift}), 63))`;
  const lead = (mark: number, shift: number) => sql`bitOr(${mark}, bitShiftRight(${code}, ${shift}))`;
  return sql`multiIf(${code} < 128, char(${code}), ${code} < 2048, char(${lead(192, 6)}, ${tail(0)}), ${code} < 65536, char(${lead(224, 12)}, ${tail(6)}, ${tail(0)}), char(${lead(240, 18)}, ${tail(12)}, ${tail(6)}, ${tail(0)}))`;
}

/** Longer texts are not padded to: ClickHouse stops there. */
const longestPadded = 1_000_000;

/** Pads by hand: the engine's own functions want a constant padding. */
function pad(side: 'left' | 'right') {
  return (call: EmitCall, text: SqlNode, size: SqlNode, padding: SqlNode): SqlNode => {
    const missing = sql`greatest(${size} - toInt64(lengthUTF8(${text})), 0)`;
    const times = sql`toUInt32(least(intDiv(${missing}, greatest(lengthUTF8(${padding}), 1)) + 1, ${longestPadded}))`;
    const filler = sql`substringUTF8(repeat(${padding}, ${times}), 1, ${missing})`;
    const parts = side === 'left' ? sql`${filler}, ${text}` : sql`${text}, ${filler}`;
    const kept = sql`substringUTF8(${text}, 1, ${size})`;
    const padded = sql`if(lengthUTF8(${text}) >= ${size}, ${kept}, concat(${parts}))`;
    const checks = [
      [sql`${size} < 0 or ${size} > 2147483647`, said`Target length must be in the range [0..2147483647]`],
      [sql`${padding} = ''`, said`Padding string must not be empty`],
      [sql`${size} > ${longestPadded}`, `Target length must be at most ${longestPadded} here`],
    ] as const;
    return checkAll(call, checks, padded);
  };
}

export const stringCodeFunctions = [
  scalar(
    'chr',
    ['The character of a code point.', '码点对应的字符。', 'コードポイントの文字。'],
    'chr(97)',
    called('(bigint) -> varchar(1)', (call, code) =>
      call.check(
        sql`${code} < 0 or ${code} > 1114111 or ${code} between 55296 and 57343`,
        'INVALID_FUNCTION_ARGUMENT',
        said`Not a valid Unicode code point`,
        characterOf(code),
      ),
    ),
  ),
  scalar(
    'codepoint',
    ['The code point of a single character.', '单个字符的码点。', '1 文字のコードポイント。'],
    "codepoint('a')",
    called('(varchar) -> integer', (call, text) =>
      call.check(
        sql`lengthUTF8(${text}) != 1`,
        'INVALID_FUNCTION_ARGUMENT',
        said`codepoint takes a single character`,
        sql`toInt32(reinterpretAsUInt32(reverse(convertCharset(${text}, 'UTF-8', 'UTF-32BE'))))`,
      ),
    ),
  ),
  scalar(
    'levenshtein_distance',
    [
      'How many insertions, deletions and substitutions of single characters make one text of the other.',
      '两个文本的编辑距离。',
      '2 つのテキストの編集距離。',
    ],
    "levenshtein_distance('kitten', 'sitting')",
    // Of an empty text the engine counts bytes.
    plain('(varchar, varchar) -> bigint', (left, right) => {
      const distance = sql`editDistanceUTF8(${left}, ${right})`;
      return sql`toInt64(multiIf(empty(${left}), lengthUTF8(${right}), empty(${right}), lengthUTF8(${left}), ${distance}))`;
    }),
  ),
  scalar(
    'hamming_distance',
    [
      'Number of places where two texts of the same length differ.',
      '两个等长文本不同字符的个数。',
      '同じ長さの 2 つのテキストで異なる文字の数。',
    ],
    "hamming_distance('abc', 'abd')",
    called('(varchar, varchar) -> bigint', (call, left, right) =>
      call.check(
        sql`lengthUTF8(${left}) != lengthUTF8(${right})`,
        'INVALID_FUNCTION_ARGUMENT',
        said`The input strings to hamming_distance function must have the same length`,
        sql`toInt64(arrayCount(${lambda('p', sql`tupleElement(p, 1) != tupleElement(p, 2)`)}, arrayZipUnaligned(${charactersOf(left)}, ${charactersOf(right)})))`,
      ),
    ),
  ),
  scalar(
    'lpad',
    [
      'Text padded at its start to a number of characters, or cut to it.',
      '在开头补齐到指定长度，过长则截断。',
      '先頭を埋めて指定の長さにします。長ければ切ります。',
    ],
    "lpad('7', 3, '0')",
    called('(varchar, bigint, varchar) -> varchar', pad('left')),
  ),
  scalar(
    'rpad',
    [
      'Text padded at its end to a number of characters, or cut to it.',
      '在结尾补齐到指定长度，过长则截断。',
      '末尾を埋めて指定の長さにします。長ければ切ります。',
    ],
    "rpad('a', 3, '.')",
    called('(varchar, bigint, varchar) -> varchar', pad('right')),
  ),
  scalar(
    'to_utf8',
    ['The UTF-8 bytes of a text.', '文本的 UTF-8 字节。', 'テキストの UTF-8 バイト列。'],
    "to_utf8('中')",
    native('(varchar) -> varbinary', (text) => text),
  ),
  scalar(
    'from_utf8',
    [
      'Text of UTF-8 bytes; what is not valid is replaced by U+FFFD or by the second argument.',
      '把 UTF-8 字节解码为文本，无效部分替换为 U+FFFD 或第二个参数。',
      'UTF-8 バイト列をテキストにします。不正な部分は U+FFFD か第 2 引数に置き換えます。',
    ],
    "from_utf8(from_hex('4142'))",
    native('(varbinary) -> varchar', (bytes) => sql`toValidUTF8(${bytes})`),
    plain(
      '(varbinary, varchar) -> varchar',
      (bytes, replacement) =>
        sql`if(isValidUTF8(${bytes}), ${bytes}, replaceAll(toValidUTF8(${bytes}), '\\xEF\\xBF\\xBD', ${replacement}))`,
    ),
  ),
];
