import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Sql, arrayItems, arrayValue } from '../../types/index.ts';
import { operator } from './doc.ts';

/**
 * A LIKE pattern as ClickHouse reads one, where a backslash escapes. In Trino nothing escapes without ESCAPE; null is a bad
 * escape sequence.
 */
export function likePattern(pattern: string, escape: string | null): string | null {
  let made = '';
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (escape !== null && character === escape) {
      const next = characters[++index];
      if (next !== '%' && next !== '_' && next !== escape) return null;
      made += next === '\\' ? '\\\\' : next === '%' || next === '_' ? `\\${next}` : next;
    } else made += character === '\\' ? '\\\\' : character;
  }
  return made;
}

function emitLike([value, pattern, escape]: readonly Sql[], call: EmitCall): string {
  if (!value || !pattern) throw new Error('BUG: LIKE lacks an operand');
  const text = call.literal(1);
  const sign = escape ? call.literal(2) : null;
  if (typeof text === 'string' && (sign === null || typeof sign === 'string')) {
    if (sign !== null && Array.from(sign).length !== 1)
      return call.reject('Escape string must be a single character', 2);
    const made = likePattern(text, sign);
    if (made === null) {
      return call.reject("Escape character must be followed by '%', '_' or the escape character itself", 1);
    }
    return `like(${value.text}, ${call.bind(made)})`;
  }
  if (escape) return call.reject('With ESCAPE the pattern of LIKE must be constant', 1);
  return `like(${value.text}, replaceAll(${pattern.text}, '\\\\', '\\\\\\\\'))`;
}

const arrayConcat = (a: string, b: string) => arrayValue(`arrayConcat(${a}, ${b})`);

/** LIKE and `||`. */
export const textOperators: readonly CatalogueFunction[] = [
  operator(
    'LIKE',
    [
      { signature: '(varchar, varchar) -> boolean', emit: emitLike },
      { signature: '(varchar, varchar, varchar) -> boolean', emit: emitLike },
    ],
    {
      en: 'Whether the text has the shape of the pattern: % is any text, _ is any character.',
      zh: '文本是否匹配模式：% 为任意文本，_ 为任意单个字符。',
      ja: 'テキストがパターンに一致するか。% は任意の文字列、_ は任意の 1 文字。',
    },
    "verb LIKE 'del%'",
  ),
  operator(
    '||',
    [
      {
        signature: '(varchar, varchar) -> varchar',
        nulls: 'native',
        emit: ([a, b]) => `concat(${a?.text}, ${b?.text})`,
      },
      {
        signature: '(varbinary, varbinary) -> varbinary',
        nulls: 'native',
        emit: ([a, b]) => `concat(${a?.text}, ${b?.text})`,
      },
      {
        signature: '(array(E), array(E)) -> array(E)',
        emit: ([a, b]) => (a && b ? arrayConcat(arrayItems(a), arrayItems(b)) : ''),
      },
      {
        signature: '(array(E), E) -> array(E)',
        emit: ([a, b]) => (a && b ? arrayConcat(arrayItems(a), `[${b.text}]`) : ''),
      },
      {
        signature: '(E, array(E)) -> array(E)',
        emit: ([a, b]) => (a && b ? arrayConcat(`[${a.text}]`, arrayItems(b)) : ''),
      },
    ],
    {
      en: 'Texts, bytes or arrays one after the other.',
      zh: '连接文本、字节或数组。',
      ja: 'テキスト、バイト列、配列の連結。',
    },
    "verb || ' ' || requestURI",
  ),
];
