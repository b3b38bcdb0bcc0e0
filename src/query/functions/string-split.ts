import { said, type Text } from '../../base/index.ts';
import type { EmitCall } from './catalogue.ts';
import { joinTexts } from './join-texts.ts';
import { called, scalarsOf } from './define.ts';
import { charactersOf } from './string.ts';
import { arrayValue, mapValue, sql, lambda, type SqlNode } from '../types/index.ts';

const scalar = scalarsOf('string');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

/**
 * ClickHouse array of the parts of a text between a delimiter. The engine wants constant delimiters; any other is first
 * replaced by a byte that no UTF-8 text holds.
 */
function partsOf(call: EmitCall, text: SqlNode, delimiter: SqlNode, index: number): SqlNode {
  if (typeof call.literal(index) === 'string') return sql`splitByString(${delimiter}, ${text})`;
  return sql`splitByChar('\\xFF', replaceAll(${text}, ${delimiter}, '\\xFF'))`;
}

function split(call: EmitCall, text: SqlNode, delimiter: SqlNode): SqlNode {
  const parts = arrayValue(partsOf(call, text, delimiter, 1)).node;
  return call.check(sql`${delimiter} = ''`, invalid, said`The delimiter may not be the empty string`, parts);
}

function splitLimited(call: EmitCall, text: SqlNode, delimiter: SqlNode, limit: SqlNode): SqlNode {
  const parts = call.name(partsOf(call, text, delimiter, 1));
  const rest = joinTexts(sql`arraySlice(${parts}, ${limit})`, delimiter);
  const cut = sql`arrayPushBack(arraySlice(${parts}, 1, ${limit} - 1), ${rest})`;
  const checks = [
    [sql`${delimiter} = ''`, said`The delimiter may not be the empty string`],
    [sql`${limit} <= 0`, said`Limit must be positive`],
    [sql`${limit} > 2147483647`, said`Limit is too large`],
  ] as const;
  return checkAll(call, checks, arrayValue(sql`if(length(${parts}) > ${limit}, ${cut}, ${parts})`).node);
}

/** Checks one after the other; the first that fails tells. */
export function checkAll(
  call: EmitCall,
  checks: readonly (readonly [failed: SqlNode, message: Text])[],
  value: SqlNode,
): SqlNode {
  return checks.reduceRight((checked, [failed, message]) => call.check(failed, invalid, message, checked), value);
}

function splitPart(call: EmitCall, text: SqlNode, delimiter: SqlNode, index: SqlNode): SqlNode {
  call.mayBeNull();
  const all = call.literal(1) === '' ? charactersOf(text) : partsOf(call, text, delimiter, 1);
  const parts = call.name(
    call.literal(1) === undefined ? sql`if(${delimiter} = '', ${charactersOf(text)}, ${all})` : all,
  );
  const part = sql`if(${index} > length(${parts}), NULL, arrayElement(${parts}, ${index}))`;
  return call.check(sql`${index} <= 0`, invalid, said`Index must be greater than zero`, part);
}

function splitToMap(call: EmitCall, text: SqlNode, entryDelimiter: SqlNode, keyDelimiter: SqlNode): SqlNode {
  const all = partsOf(call, text, entryDelimiter, 1);
  const entries = call.name(
    sql`if(endsWith(concat(${entryDelimiter}, ${text}), ${entryDelimiter}), arrayPopBack(${all}), ${all})`,
  );
  const keys = call.name(
    sql`arrayMap(${lambda('e', sql`substring(e, 1, position(e, ${keyDelimiter}) - 1)`)}, ${entries})`,
  );
  const values = sql`arrayMap(${lambda('e', sql`substring(e, position(e, ${keyDelimiter}) + length(${keyDelimiter}))`)}, ${entries})`;
  const checks = [
    [sql`${entryDelimiter} = ''`, 'entryDelimiter is empty'],
    [sql`${keyDelimiter} = ''`, 'keyValueDelimiter is empty'],
    [sql`${entryDelimiter} = ${keyDelimiter}`, 'entryDelimiter and keyValueDelimiter must not be the same'],
    [
      sql`arrayExists(${lambda('e', sql`countSubstrings(e, ${keyDelimiter}) != 1`)}, ${entries})`,
      'Key-value delimiter must appear exactly once in each entry',
    ],
    [sql`length(arrayDistinct(${keys})) != length(${keys})`, said`Duplicate keys are not allowed`],
  ] as const;
  return checkAll(call, checks, mapValue(nullableItems(keys), nullableItems(values)).node);
}

/** Makes the items of a ClickHouse array Nullable, as those of arrays and maps are. */
export function nullableItems(items: SqlNode): SqlNode {
  return sql`arrayMap(${lambda('i', sql`toNullable(i)`)}, ${items})`;
}

export const stringSplitFunctions = [
  scalar(
    'split',
    [
      'Array of the parts of a text between a delimiter; with a limit, the last part holds the rest.',
      '按分隔符拆分为数组；指定上限时最后一段包含剩余部分。',
      '区切り文字で分割した配列。上限を指定すると最後の要素に残りが入ります。',
    ],
    "split('a,b,c', ',')",
    called('(varchar(x), varchar) -> array(varchar(x))', split),
    called('(varchar(x), varchar, bigint) -> array(varchar(x))', splitLimited),
  ),
  scalar(
    'split_part',
    [
      'The n-th part of a text between a delimiter, counted from 1; NULL past the last.',
      '按分隔符拆分后的第 n 段（从 1 开始），超出时为 NULL。',
      '区切り文字で分割した n 番目（1 から）。範囲外は NULL。',
    ],
    "split_part(requestURI, '/', 2)",
    called('(varchar(x), varchar, bigint) -> varchar(x)', splitPart),
  ),
  scalar(
    'split_to_map',
    [
      'Map of the pairs in a text: entries between the first delimiter, key and value between the second.',
      '用两种分隔符把文本拆分为键值对。',
      '2 つの区切り文字でテキストをキーと値のマップに分割します。',
    ],
    "split_to_map('a=1&b=2', '&', '=')",
    called('(varchar, varchar, varchar) -> map(varchar, varchar)', splitToMap),
  ),
];
