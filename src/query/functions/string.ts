import { said } from '../../base/index.ts';
import { replacedType } from './replaced-type.ts';
import { called, native, plain, scalarsOf } from './define.ts';
import { arrayValue, literal, raw, sql, lambda, type SqlNode } from '../types/index.ts';

const scalar = scalarsOf('string');

/** ClickHouse array of a text's characters, which are its code points. */
export function charactersOf(text: SqlNode): SqlNode {
  return sql`ngrams(${text}, 1)`;
}

/**
 * Maps letters one by one, as Java's Character does: a letter whose other case has several letters (ß, ﬁ) stays, and no
 * letter depends on its neighbours (Σ).
 */
function mapCase(text: SqlNode, ascii: 'lower' | 'upper', letter: SqlNode): SqlNode {
  return sql`if(isValidASCII(${text}), ${raw(ascii)}(${text}), arrayStringConcat(arrayMap(${lambda('c', letter)}, ${charactersOf(text)})))`;
}

const lowerLetter = sql`substringUTF8(lowerUTF8(c), 1, 1)`;
const upperLetter = sql`multiIf(lengthUTF8(upperUTF8(c)) = 1, upperUTF8(c), lengthUTF8(initcapUTF8(c)) = 1, initcapUTF8(c), c)`;

/** Java's white space: that which does not break lines (U+00A0, U+2007, U+202F) is none. */
const blanks =
  '[\\x09-\\x0D\\x1C-\\x20\\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200A}\\x{2028}\\x{2029}\\x{205F}\\x{3000}]+';

function trimBlanks(pattern: string): (text: SqlNode) => SqlNode {
  return (text) => sql`replaceRegexpAll(${text}, ${literal(pattern)}, '')`;
}

/** Cuts characters of a set off either end. */
function trimSet(start: boolean, end: boolean): (text: SqlNode, set: SqlNode) => SqlNode {
  return (text, set) => {
    const characters = charactersOf(text);
    const kept = lambda('c', sql`not has(${charactersOf(set)}, c)`);
    const first = start ? sql`arrayFirstIndex(${kept}, ${characters})` : sql`1`;
    const last = end ? sql`arrayLastIndex(${kept}, ${characters})` : sql`length(${characters})`;
    const cut = sql`arrayStringConcat(arraySlice(${characters}, ${first}, ${last} - ${first} + 1))`;
    return start ? sql`if(${first} = 0, '', ${cut})` : cut;
  };
}

/** Trino's substr: a start of 0 or outside the text gives ''. */
function substring(text: SqlNode, start: SqlNode, length?: SqlNode): SqlNode {
  const rest = length === undefined ? sql`` : sql`, greatest(${length}, 0)`;
  const cut = sql`substringUTF8(${text}, ${start}${rest})`;
  return sql`if(${start} = 0 or ${start} < -toInt64(lengthUTF8(${text})), '', ${cut})`;
}

/** The number of the n-th place of a text in another, counted from its end where n is negative; 0 without one. */
function placeOf(text: SqlNode, part: SqlNode, instance: SqlNode): SqlNode {
  const starts = lambda('i', sql`startsWith(substringUTF8(${text}, i), ${part})`);
  const places = sql`arrayFilter(${starts}, range(1, toUInt32(lengthUTF8(${text}) + 1)))`;
  return sql`if(${part} = '', 1, toInt64(arrayElement(${places}, ${instance})))`;
}

function replaceText(text: SqlNode, search: SqlNode, replacement: SqlNode): SqlNode {
  const between = sql`concat(${replacement}, arrayStringConcat(arrayMap(${lambda('c', sql`concat(c, ${replacement})`)}, ${charactersOf(text)})))`;
  return sql`if(${search} = '', ${between}, replaceAll(${text}, ${search}, ${replacement}))`;
}

const invalid = 'INVALID_FUNCTION_ARGUMENT';

export const stringFunctions = [
  scalar(
    'length',
    [
      'Number of characters of a text, or of bytes of a varbinary.',
      '文本的字符数，或 varbinary 的字节数。',
      'テキストの文字数、または varbinary のバイト数。',
    ],
    "length('中文')",
    native('(varchar) -> bigint', (text) => sql`toInt64(lengthUTF8(${text}))`),
    native('(char(x)) -> bigint', (text) => sql`toInt64(lengthUTF8(${text}))`),
    native('(varbinary) -> bigint', (bytes) => sql`toInt64(length(${bytes}))`),
  ),
  scalar(
    'lower',
    ['Text in lower case.', '转换为小写。', '小文字に変換します。'],
    'lower(userAgent)',
    plain('(varchar(x)) -> varchar(x)', (text) => mapCase(text, 'lower', lowerLetter)),
  ),
  scalar(
    'upper',
    ['Text in upper case.', '转换为大写。', '大文字に変換します。'],
    'upper(verb)',
    plain('(varchar(x)) -> varchar(x)', (text) => mapCase(text, 'upper', upperLetter)),
  ),
  scalar(
    'trim',
    [
      'Text without white space, or without the given characters, at both ends.',
      '去除两端的空白或指定字符。',
      '両端の空白または指定した文字を取り除きます。',
    ],
    "trim('  a ')",
    native('(varchar(x)) -> varchar(x)', trimBlanks(`^${blanks}|${blanks}$`)),
    plain('(varchar(x), varchar) -> varchar(x)', trimSet(true, true)),
  ),
  scalar(
    'ltrim',
    [
      'Text without white space, or without the given characters, at its start.',
      '去除开头的空白或指定字符。',
      '先頭の空白または指定した文字を取り除きます。',
    ],
    "ltrim('  a ')",
    native('(varchar(x)) -> varchar(x)', trimBlanks(`^${blanks}`)),
    plain('(varchar(x), varchar) -> varchar(x)', trimSet(true, false)),
  ),
  scalar(
    'rtrim',
    [
      'Text without white space, or without the given characters, at its end.',
      '去除结尾的空白或指定字符。',
      '末尾の空白または指定した文字を取り除きます。',
    ],
    "rtrim('  a ')",
    native('(varchar(x)) -> varchar(x)', trimBlanks(`${blanks}$`)),
    plain('(varchar(x), varchar) -> varchar(x)', trimSet(false, true)),
  ),
  scalar(
    ['substr', 'substring'],
    [
      'Part of a text from a position, counted from 1 or, when negative, from the end, with at most so many characters.',
      '从指定位置（从 1 开始，负数从末尾计）截取文本，可限制长度。',
      '指定位置（1 から数え、負なら末尾から）からの部分文字列。長さも指定できます。',
    ],
    'substr(requestURI, 1, 20)',
    plain('(varchar(x), bigint) -> varchar(x)', (text, start) => substring(text, start)),
    plain('(varchar(x), bigint, bigint) -> varchar(x)', substring),
  ),
  scalar(
    'strpos',
    [
      'Position of a text in another, counted from 1; 0 where it is not in it. The third argument asks for the n-th.',
      '子串的位置（从 1 开始），不存在时为 0；第三个参数表示第几次出现。',
      '部分文字列の位置（1 から）。なければ 0。第 3 引数は何番目の出現かを示します。',
    ],
    "strpos(requestURI, '/pods')",
    native('(varchar, varchar) -> bigint', (text, part) => sql`toInt64(positionUTF8(${text}, ${part}))`),
    called('(varchar, varchar, bigint) -> bigint', (call, text, part, instance) =>
      call.check(
        sql`${instance} = 0`,
        invalid,
        said`'instance' must be a positive or negative number.`,
        placeOf(text, part, instance),
      ),
    ),
  ),
  scalar(
    'replace',
    [
      'Text with all occurrences of another replaced, or removed without a third argument.',
      '替换所有出现的子串；省略第三个参数则删除。',
      '出現箇所をすべて置き換えます。第 3 引数がなければ削除します。',
    ],
    "replace(requestURI, '/api/v1/')",
    native('(varchar(x), varchar) -> varchar(x)', (text, search) => sql`replaceAll(${text}, ${search}, '')`),
    {
      ...plain('(varchar(x), varchar, varchar(z)) -> varchar', replaceText),
      returns: ([text, , replacement]) => replacedType(text, replacement, (x, z) => x + z * (x + 1)),
    },
  ),
  scalar(
    'normalize',
    [
      'Text in a Unicode normal form: NFC, NFD, NFKC or NFKD.',
      'Unicode 规范化（NFC、NFD、NFKC、NFKD）。',
      'Unicode 正規化形式（NFC、NFD、NFKC、NFKD）に変換します。',
    ],
    "normalize('é')",
    native('(varchar) -> varchar', (text) => sql`normalizeUTF8NFC(${text})`),
    called('(varchar, varchar) -> varchar', (call, text) => {
      const form = call.literal(1);
      if (typeof form !== 'string' || !/^NFK?[CD]$/.test(form)) return call.reject(said`The normal form is unknown`, 1);
      return sql`normalizeUTF8${raw(form)}(${text})`;
    }),
  ),
  scalar(
    'concat',
    [
      'Texts, or arrays, one after the other. NULL where one of them is.',
      '连接文本或数组，任一为 NULL 时结果为 NULL。',
      'テキストまたは配列をつなげます。NULL があれば NULL です。',
    ],
    "concat(verb, ' ', objectRef.resource)",
    native('(varchar, varchar, varchar...) -> varchar', (...texts) => sql`concat(${texts})`),
    native('(varbinary, varbinary, varbinary...) -> varbinary', (...texts) => sql`concat(${texts})`),
    {
      signature: '(array(T), array(T), array(T)...) -> array(T)',
      emit: (args) => arrayValue(sql`arrayConcat(${args.map((argument) => sql`tupleElement(${argument.node}, 1)`)})`),
    },
    plain('(array(T), T) -> array(T)', (array, item) =>
      arrayValue(sql`arrayPushBack(tupleElement(${array}, 1), ${item})`),
    ),
    plain('(T, array(T)) -> array(T)', (item, array) =>
      arrayValue(sql`arrayPushFront(tupleElement(${array}, 1), ${item})`),
    ),
  ),
  scalar(
    'reverse',
    ['Text or array in reverse order.', '反转文本或数组。', 'テキストまたは配列を逆順にします。'],
    "reverse('abc')",
    native('(varchar(x)) -> varchar(x)', (text) => sql`reverseUTF8(${text})`),
    native('(varbinary) -> varbinary', (bytes) => sql`reverse(${bytes})`),
    plain('(array(T)) -> array(T)', (array) => arrayValue(sql`arrayReverse(tupleElement(${array}, 1))`)),
  ),
];
