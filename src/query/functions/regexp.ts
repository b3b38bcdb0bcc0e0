import type { EmitCall } from './catalogue.ts';
import { called, native, scalarsOf } from './define.ts';
import { type RegexpPattern, readPattern } from './regexp-pattern.ts';
import { readReplacement } from './regexp-replacement.ts';
import { arrayValue } from './sql.ts';

const scalar = scalarsOf('regexp');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

/** Longer patterns are refused: nobody writes them. */
const longestPattern = 4096;

/** The constant pattern of a call; null where it is NULL. */
function patternOf(call: EmitCall): RegexpPattern | null {
  const text = call.literal(1);
  if (text === null) return null;
  if (typeof text !== 'string') return call.reject(`The pattern of this function must be a constant`, 1);
  if (text.length > longestPattern) return call.reject(`A pattern is at most ${longestPattern} characters long`, 1);
  const pattern = readPattern(text);
  return typeof pattern === 'string' ? call.reject(pattern, 1) : pattern;
}

/** A pattern as ClickHouse takes it: there, a dot matches line ends unless told otherwise. */
function bindPattern(call: EmitCall, text: string): string {
  return call.bind(text.includes('.') ? `(?-s)${text}` : text);
}

/** Bytes that no UTF-8 text holds: they show where matches begin and end. */
const marks = { open: '\\xFE', close: '\\xFF' } as const;

/**
 * Text with something in the place of every match. Where a pattern matches nothing, ClickHouse goes on by a byte: what it puts
 * within a character is taken out again.
 */
function replaceMatches(call: EmitCall, text: string, pattern: RegexpPattern, replacement: string): string {
  const bound = bindPattern(call, pattern.text);
  if (!pattern.nullable) return `replaceRegexpAll(${text}, ${bound}, ${call.bind(replacement)})`;
  const marked = `replaceRegexpAll(${text}, ${bound}, concat('${marks.open}', ${call.bind(replacement)}, '${marks.close}'))`;
  const rest = `substring(m, position(m, '${marks.close}') + 1)`;
  const pieces =
    `arrayMap((m, n) -> if(n = 1, m, if(bitAnd(ascii(${rest}), 192) = 128, ${rest}, replaceOne(m, '${marks.close}', ''))), ` +
    `splitByChar('${marks.open}', ${marked}) as pieces, arrayEnumerate(pieces))`;
  return `arrayStringConcat(${pieces.replace(' as pieces', '').replace('arrayEnumerate(pieces)', `arrayEnumerate(splitByChar('${marks.open}', ${marked}))`)})`;
}

function groupOf(call: EmitCall, pattern: RegexpPattern): number {
  const literal = call.literal(2);
  if (typeof literal !== 'string') return call.argumentTypes.length < 3 ? 0 : call.reject('The group must be a constant', 2);
  const group = Number(literal);
  if (group < 0) return call.reject('Group cannot be negative', 2);
  const count = pattern.groups.length;
  if (group > count) return call.reject(`Pattern has ${count} groups. Cannot access group ${group}`, 2);
  return group;
}

/** Whether '' is what the engine says of a group that took no part. */
function emptyIsUnmatched(pattern: RegexpPattern, group: number): boolean {
  return pattern.groups[group - 1]?.emptyIsUnmatched ?? false;
}

function like(call: EmitCall, text: string, given: string): string {
  if (call.literal(1) === undefined) return `match(${text}, concat('(?-s)', ${given}))`;
  const pattern = patternOf(call);
  return pattern ? `match(${text}, ${bindPattern(call, pattern.text)})` : 'NULL';
}

function extract(call: EmitCall, text: string): string {
  const pattern = patternOf(call);
  if (!pattern) return 'NULL';
  call.mayBeNull();
  const group = groupOf(call, pattern);
  const bound = bindPattern(call, pattern.text);
  const found = `regexpExtract(${text}, ${bound}, ${group})`;
  if (group === 0 ? !pattern.nullable : emptyIsUnmatched(pattern, group)) return `nullIf(${found}, '')`;
  return `if(match(${text}, ${bound}), ${found}, NULL)`;
}

function extractAll(call: EmitCall, text: string) {
  const pattern = patternOf(call);
  if (!pattern) return 'NULL';
  const group = groupOf(call, pattern);
  const marked = call.name(
    replaceMatches(call, text, { ...pattern, nullable: false }, `${openByte}\\${group}${closeByte}`),
  );
  return marked;
}

const openByte = '';
const closeByte = '';

export const regexpFunctions = [
  scalar(
    'regexp_like',
    ['Whether a part of the text matches a regular expression (RE2).', '文本中是否有匹配正则表达式（RE2）的部分。', 'テキストの一部が正規表現（RE2）に一致するか。'],
    "regexp_like(userAgent, '^kubectl/')",
    called('(varchar, varchar) -> boolean', like),
  ),
];
void [arrayValue, native, readReplacement, invalid, extract, extractAll];
