import { said } from '../../base/index.ts';
import { sql, lambda, type SqlNode, parameter } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { called, letIn, native, scalarsOf } from './define.ts';
import { readJsonPath } from './json-path.ts';
import { sortedJson } from './json-sort.ts';
import { asWritten, canonical, readable } from './json-text.ts';
import { isTextList, itemsOfTextList, textListHolds, textOfList } from './json-text-list.ts';

const scalar = scalarsOf('json');

function pathOf(call: EmitCall): readonly string[] | null {
  const path = call.literal(1);
  if (path === null) return null;
  if (typeof path !== 'string') return call.reject(said`A JSON path must be a constant`, 1);
  return readJsonPath(path) ?? call.reject(said`Invalid JSON path: '${path}'`, 1);
}

/**
 * Raw text of the value at a path, '' where there is none. A part of digits is an index of an array and else a name; the engine
 * would take it for the place of a member.
 */
function valueAt(text: SqlNode, parts: readonly string[]): SqlNode {
  let value = readable(text);
  if (parts.length === 0) return sql`JSONExtractRaw(${value})`;
  let names: SqlNode[] = [];
  const step = () => {
    if (names.length > 0) value = sql`JSONExtractRaw(${value}, ${names})`;
    names = [];
  };
  for (const part of parts) {
    if (!/^\d{1,9}$/.test(part)) {
      names.push(parameter(part, 'String'));
      continue;
    }
    step();
    const item = sql`JSONExtractRaw(v, ${Number(part) + 1})`;
    value = letIn('v', value, sql`if(${isArray(sql`v`)}, ${item}, JSONExtractRaw(v, ${parameter(part, 'String')}))`);
  }
  step();
  return value;
}

/** A condition: whether readable text is a whole JSON array. */
function isArray(text: SqlNode): SqlNode {
  return sql`equals(JSONType(${text}), 'Array')`;
}

function extract(call: EmitCall, text: SqlNode): SqlNode {
  const parts = pathOf(call);
  if (!parts) return sql`NULL`;
  call.mayBeNull();
  return sql`nullIf(${canonical(valueAt(text, parts))}, '')`;
}

function extractScalar(call: EmitCall, text: SqlNode): SqlNode {
  const parts = pathOf(call);
  if (!parts) return sql`NULL`;
  call.mayBeNull();
  const isString = sql`startsWith(s, '"')`;
  const isNone = sql`or(in(s, tuple('', 'null')), match(s, '^[{\\[]'))`;
  return letIn(
    's',
    asWritten(valueAt(text, parts)),
    sql`multiIf(${isString}, JSONExtractString(s), ${isNone}, NULL, s)`,
  );
}

function size(call: EmitCall, text: SqlNode): SqlNode {
  const parts = pathOf(call);
  if (!parts) return sql`NULL`;
  call.mayBeNull();
  const count = sql`multiIf(equals(s, ''), NULL, match(s, '^[{\\[]'), toInt64(JSONLength(s)), 0)`;
  return letIn('s', valueAt(text, parts), count);
}

function arrayLength(call: EmitCall, text: SqlNode): SqlNode {
  call.mayBeNull();
  const count = letIn('a', readable(text), sql`if(${isArray(sql`a`)}, toInt64(JSONLength(a)), NULL)`);
  return sql`if(${isTextList(text)}, ${itemsOfTextList(text)}, ${count})`;
}

function arrayContains(test: (items: SqlNode, value: SqlNode) => SqlNode) {
  return (call: EmitCall, text: SqlNode, value: SqlNode): SqlNode => {
    call.mayBeNull();
    const items = sql`arrayMap(${lambda('e', asWritten(sql`e`))}, JSONExtractArrayRaw(a))`;
    return letIn('a', readable(text), letIn('q', value, sql`if(${isArray(sql`a`)}, ${test(items, sql`q`)}, NULL)`));
  };
}

/** SLS's own: a string comes back bare. */
function arrayGet(call: EmitCall, text: SqlNode, index: SqlNode): SqlNode {
  call.mayBeNull();
  const item = sql`JSONExtractRaw(a, if(less(q, 0), q, plus(q, 1)))`;
  const found = letIn('a', readable(text), letIn('q', index, sql`if(${isArray(sql`a`)}, ${item}, '')`));
  const bare = sql`and(startsWith(s, '"'), not(startsWith(s, '"\\u0001#')))`;
  const value = sql`multiIf(in(s, tuple('', 'null')), NULL, ${bare}, JSONExtractString(s), ${canonical(sql`s`)})`;
  const any = letIn('s', found, value);
  const place = call.literal(1);
  const known = typeof place === 'string' ? textOfList(text, Number(place)) : null;
  return known === null ? any : sql`multiIf(${known.there}, ${known.text}, ${isTextList(text)}, NULL, ${any})`;
}

/** Whether an array holds a text. */
function arrayHoldsText(call: EmitCall, text: SqlNode, value: SqlNode): SqlNode {
  const any = arrayContains(
    (items, item) =>
      sql`arrayExists(${lambda('r', sql`and(startsWith(r, '"'), equals(JSONExtractString(r), ${item}))`)}, ${items})`,
  )(call, text, value);
  const constant = call.literal(1);
  const known = typeof constant === 'string' ? textListHolds(text, constant) : null;
  return known === null ? any : sql`if(${isTextList(text)}, ${known}, ${any})`;
}

function parse(call: EmitCall, text: SqlNode): SqlNode {
  const json = call.name(readable(text));
  return call.check(
    sql`not(isValidJSON(${json}))`,
    'INVALID_FUNCTION_ARGUMENT',
    said`Cannot convert value to JSON`,
    canonical(sortedJson(json)),
  );
}

const either = (rest: string, emit: Parameters<typeof called>[1]) => [
  called(`(varchar, ${rest}`, emit),
  called(`(json, ${rest}`, emit),
];

export const jsonFunctions = [
  scalar(
    'json_parse',
    [
      'JSON of a text, with its keys in order; fails where the text is no JSON.',
      '把文本解析为 JSON（键已排序），无法解析时报错。',
      'テキストを JSON として読みます（キーは整列）。読めなければ失敗します。',
    ],
    `json_parse('{"a":1}')`,
    called('(varchar) -> json', parse),
  ),
  scalar(
    'json_format',
    ['Text of a JSON value.', 'JSON 的文本。', 'JSON のテキスト。'],
    'json_format(json_array_get(sourceIPs, 0))',
    native('(json) -> varchar', (json) => json),
    native('(varchar) -> varchar', (json) => json),
  ),
  scalar(
    'json_extract',
    [
      'JSON at a path such as $.a.b[0] or $["a.b"]; NULL where there is none.',
      '按路径（如 $.a.b[0]、$["a.b"]）取出 JSON，不存在时为 NULL。',
      'パス（$.a.b[0]、$["a.b"] など）の JSON。なければ NULL。',
    ],
    "json_extract(requestObject, '$.spec.template.spec.containers[0]')",
    ...either('varchar) -> json', extract),
  ),
  scalar(
    'json_extract_scalar',
    [
      'Text of the string, number or boolean at a path; NULL for anything else.',
      '按路径取出字符串、数字或布尔值的文本，否则为 NULL。',
      'パスにある文字列・数値・真偽値のテキスト。それ以外は NULL。',
    ],
    "json_extract_scalar(requestObject, '$.metadata.name')",
    called('(varchar(x), varchar) -> varchar(x)', extractScalar),
    called('(json, varchar) -> varchar', extractScalar),
  ),
  scalar(
    'json_size',
    [
      'Number of members of the object or array at a path; 0 for a scalar, NULL where there is none.',
      '路径处对象或数组的成员数；标量为 0，不存在为 NULL。',
      'パスにあるオブジェクトや配列の要素数。スカラーは 0、なければ NULL。',
    ],
    "json_size(requestObject, '$.spec.containers')",
    ...either('varchar) -> bigint', size),
  ),
  scalar(
    'json_array_length',
    [
      'Number of elements of a JSON array; NULL for anything else.',
      'JSON 数组的长度，不是数组时为 NULL。',
      'JSON 配列の要素数。配列でなければ NULL。',
    ],
    'json_array_length(sourceIPs)',
    called('(varchar) -> bigint', arrayLength),
    called('(json) -> bigint', arrayLength),
  ),
  scalar(
    'json_array_get',
    [
      'Element of a JSON array, counted from 0 or, when negative, from the end. A string comes without its quotes.',
      'JSON 数组的元素（从 0 开始，负数从末尾计）；字符串不带引号。',
      'JSON 配列の要素（0 から、負なら末尾から）。文字列は引用符なし。',
    ],
    'json_array_get(sourceIPs, 0)',
    ...either('bigint) -> json', arrayGet),
  ),
  scalar(
    'json_array_contains',
    [
      'Whether a JSON array holds a value of the same kind; NULL for anything but an array.',
      'JSON 数组是否包含同类型的值，不是数组时为 NULL。',
      'JSON 配列に同じ種類の値が含まれるか。配列でなければ NULL。',
    ],
    "json_array_contains(user.groups, 'system:masters')",
    ...either(
      'boolean) -> boolean',
      arrayContains((items, value) => sql`has(${items}, if(${value}, 'true', 'false'))`),
    ),
    ...either(
      'bigint) -> boolean',
      arrayContains((items, value) => sql`has(${items}, toString(${value}))`),
    ),
    ...either(
      'double) -> boolean',
      arrayContains(
        (items, value) =>
          sql`arrayExists(${lambda('r', sql`and(match(r, '^-?[0-9]+[.eE]'), equals(toFloat64OrZero(r), ${value}))`)}, ${items})`,
      ),
    ),
    ...either('varchar) -> boolean', arrayHoldsText),
  ),
];
