import { said } from '../../base/index.ts';
import { replacedType } from './replaced-type.ts';
import type { EmitCall } from './catalogue.ts';
import { called, scalarsOf } from './define.ts';
import { type RegexpPattern, readPattern } from './regexp-pattern.ts';
import { readReplacement } from './regexp-replacement.ts';
import { arrayValue, sql, lambda, type SqlNode, parameter } from '../types/index.ts';
import { nullableItems } from './string-split.ts';

const scalar = scalarsOf('regexp');

/** Longer patterns are refused: nobody writes them. */
const longestPattern = 4096;

/** The constant pattern of a call; null where it is NULL. */
function patternOf(call: EmitCall): RegexpPattern | null {
  const text = call.literal(1);
  if (text === null) return null;
  if (typeof text !== 'string') return call.reject(said`The pattern of this function must be a constant`, 1);
  if (text.length > longestPattern) return call.reject(said`A pattern is at most ${longestPattern} characters long`, 1);
  const pattern = readPattern(text);
  return typeof pattern === 'string' ? call.reject(pattern, 1) : pattern;
}

/** A pattern as ClickHouse takes it: there, a dot matches line ends unless told otherwise, and no pattern is no match. */
function bindPattern(pattern: RegexpPattern): SqlNode {
  if (pattern.text === '') return parameter('()', 'String');
  return parameter(pattern.text.includes('.') ? `(?-s)${pattern.text}` : pattern.text, 'String');
}

/**
 * Text with the replacement of every match between bytes that no UTF-8 text holds, FE FE and FF FF: on some processors the engine does
 * not find one such byte alone. Where a pattern matches nothing, ClickHouse goes on by a byte: what it puts within a character is taken
 * out again.
 */
function markMatches(call: EmitCall, text: SqlNode, pattern: RegexpPattern, replacement: string): SqlNode {
  const between = sql`concat('\\xFE\\xFE', ${parameter(replacement, 'String')}, '\\xFF\\xFF')`;
  const marked = sql`replaceRegexpAll(${text}, ${bindPattern(pattern)}, ${between})`;
  if (!pattern.nullable) return marked;
  const pieces = call.name(sql`splitByString('\\xFE\\xFE', ${marked})`);
  const rest = sql`substring(p, position(p, '\\xFF\\xFF') + 2)`;
  const repaired = sql`multiIf(n = 1, p, bitAnd(ascii(${rest}), 192) = 128, ${rest}, concat('\\xFE\\xFE', p))`;
  return sql`arrayStringConcat(arrayMap(${lambda(['p', 'n'], repaired)}, ${pieces}, arrayEnumerate(${pieces})))`;
}

/** The group that a call asks for, 0 for the whole match. */
function groupOf(call: EmitCall, pattern: RegexpPattern): number {
  if (call.argumentTypes.length < 3) return 0;
  const literal = call.literal(2);
  if (literal === null) return 0;
  if (typeof literal !== 'string') return call.reject(said`The group must be a constant`, 2);
  const group = Number(literal);
  const count = pattern.groups.length;
  if (group < 0) return call.reject(said`Group cannot be negative`, 2);
  if (group > count) return call.reject(said`Pattern has ${count} groups. Cannot access group ${group}`, 2);
  return group;
}

function matches(call: EmitCall, text: SqlNode, given: SqlNode): SqlNode {
  if (call.literal(1) === undefined) return sql`match(${text}, concat('(?-s)', ${given}))`;
  const pattern = patternOf(call);
  return pattern ? sql`match(${text}, ${bindPattern(pattern)})` : sql`NULL`;
}

function extract(call: EmitCall, text: SqlNode): SqlNode {
  call.mayBeNull();
  const pattern = patternOf(call);
  if (!pattern) return sql`NULL`;
  const group = groupOf(call, pattern);
  const bound = bindPattern(pattern);
  const found = sql`regexpExtract(${text}, ${bound}, ${group})`;
  // The engine gives '' for no match and for a group that took no part.
  const emptyIsNull = group === 0 ? !pattern.nullable : pattern.groups[group - 1]?.emptyIsUnmatched;
  if (emptyIsNull) return sql`nullIf(${found}, '')`;
  const named = call.name(found);
  return sql`if(notEmpty(${named}), ${named}, if(match(${text}, ${bound}), '', NULL))`;
}

function extractAll(call: EmitCall, text: SqlNode): SqlNode {
  const pattern = patternOf(call);
  if (!pattern) return sql`NULL`;
  const group = groupOf(call, pattern);
  if (group > 9) return call.reject(said`Only the first nine groups can be extracted from all matches`, 2);
  const pieces = sql`arrayPopFront(splitByString('\\xFE\\xFE', ${markMatches(call, text, pattern, `\\${group}`)}))`;
  const value = sql`substring(p, 1, position(p, '\\xFF\\xFF') - 1)`;
  const unmatched = group > 0 && pattern.groups[group - 1]?.emptyIsUnmatched;
  return arrayValue(
    sql`arrayMap(${lambda('p', unmatched ? sql`nullIf(${value}, '')` : sql`toNullable(${value})`)}, ${pieces})`,
  ).node;
}

function replace(call: EmitCall, text: SqlNode): SqlNode {
  const pattern = patternOf(call);
  const template = call.argumentTypes.length < 3 ? '' : call.literal(2);
  if (!pattern || template === null) return sql`NULL`;
  if (typeof template !== 'string') return call.reject(said`The replacement must be a constant`, 2);
  const replacement = readReplacement(template, pattern);
  if (replacement.kind === 'illegal') {
    const found = sql`match(${text}, ${bindPattern(pattern)})`;
    return call.check(found, 'INVALID_FUNCTION_ARGUMENT', replacement.message, text);
  }
  if (!pattern.nullable) {
    return sql`replaceRegexpAll(${text}, ${bindPattern(pattern)}, ${parameter(replacement.text, 'String')})`;
  }
  return sql`replaceAll(replaceAll(${markMatches(call, text, pattern, replacement.text)}, '\\xFE\\xFE', ''), '\\xFF\\xFF', '')`;
}

function split(call: EmitCall, text: SqlNode): SqlNode {
  const pattern = patternOf(call);
  if (!pattern) return sql`NULL`;
  return arrayValue(nullableItems(sql`splitByString('\\xFE\\xFE\\xFF\\xFF', ${markMatches(call, text, pattern, '')})`))
    .node;
}

export const regexpFunctions = [
  scalar(
    'regexp_like',
    [
      'Whether a part of the text matches a regular expression (RE2).',
      '文本中是否有匹配正则表达式（RE2）的部分。',
      'テキストの一部が正規表現（RE2）に一致するか。',
    ],
    "regexp_like(userAgent, '^kubectl/')",
    called('(varchar, varchar) -> boolean', matches),
  ),
  scalar(
    'regexp_extract',
    [
      'The first match of a regular expression, or a group of it; NULL where nothing matches.',
      '第一个匹配或其分组；无匹配时为 NULL。',
      '最初の一致、またはそのグループ。一致しなければ NULL。',
    ],
    "regexp_extract(requestURI, 'nodes/([^/\\?]+)', 1)",
    called('(varchar(x), varchar) -> varchar(x)', extract),
    called('(varchar(x), varchar, bigint) -> varchar(x)', extract),
  ),
  scalar(
    'regexp_extract_all',
    [
      'Array of all matches of a regular expression, or of a group of each.',
      '所有匹配或其分组的数组。',
      'すべての一致、または各一致のグループの配列。',
    ],
    "regexp_extract_all(requestURI, 'command=([^&]*)', 1)",
    called('(varchar(x), varchar) -> array(varchar(x))', extractAll),
    called('(varchar(x), varchar, bigint) -> array(varchar(x))', extractAll),
  ),
  scalar(
    'regexp_replace',
    [
      'Text with all matches replaced, or removed; $1 is the first group.',
      '替换或删除所有匹配；$1 表示第一个分组。',
      'すべての一致を置き換え、または削除します。$1 は第 1 グループ。',
    ],
    "regexp_replace(requestURI, '\\?.*$')",
    called('(varchar(x), varchar) -> varchar(x)', replace),
    called('(varchar(x), varchar, varchar(y)) -> varchar', replace, ([text, , replacement]) =>
      replacedType(text, replacement, (x, y) => x + Math.floor(Math.max((x * y) / 2, y)) * (x + 1)),
    ),
  ),
  scalar(
    'regexp_split',
    [
      'Array of the parts of a text between the matches of a regular expression.',
      '按正则表达式拆分为数组。',
      '正規表現の一致で分割した配列。',
    ],
    "regexp_split(requestURI, '[/?&]')",
    called('(varchar(x), varchar) -> array(varchar(x))', split),
  ),
];
