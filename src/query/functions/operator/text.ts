import { said } from '../../../base/index.ts';
import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { composed, native } from '../define.ts';
import { type Operand, arrayItems, arrayValue, sql, type SqlNode, parameter } from '../../types/index.ts';
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

function emitLike([value, pattern, escape]: readonly Operand[], call: EmitCall): SqlNode {
  if (!value || !pattern) throw new Error('BUG: LIKE lacks an operand');
  const text = call.literal(1);
  const sign = escape ? call.literal(2) : null;
  if (typeof text === 'string' && (sign === null || typeof sign === 'string')) {
    if (sign !== null && Array.from(sign).length !== 1)
      return call.reject(said`Escape string must be a single character`, 2);
    const made = likePattern(text, sign);
    if (made === null) {
      return call.reject(said`Escape character must be followed by '%', '_' or the escape character itself`, 1);
    }
    return sql`like(${value.node}, ${parameter(made, 'String')})`;
  }
  if (escape) return call.reject(said`With ESCAPE the pattern of LIKE must be constant`, 1);
  return sql`like(${value.node}, replaceAll(${pattern.node}, '\\\\', '\\\\\\\\'))`;
}

const arrayConcat = (a: SqlNode, b: SqlNode) => arrayValue(sql`arrayConcat(${a}, ${b})`);

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
      native('(varchar, varchar) -> varchar', (a, b) => sql`concat(${a}, ${b})`),
      native('(varbinary, varbinary) -> varbinary', (a, b) => sql`concat(${a}, ${b})`),
      composed('(array(E), array(E)) -> array(E)', (_call, a, b) => arrayConcat(arrayItems(a), arrayItems(b))),
      composed('(array(E), E) -> array(E)', (_call, a, b) => arrayConcat(arrayItems(a), sql`[${b.node}]`)),
      composed('(E, array(E)) -> array(E)', (_call, a, b) => arrayConcat(sql`[${a.node}]`, arrayItems(b))),
    ],
    {
      en: 'Texts, bytes or arrays one after the other.',
      zh: '连接文本、字节或数组。',
      ja: 'テキスト、バイト列、配列の連結。',
    },
    "verb || ' ' || requestURI",
  ),
];
