import { said } from '../../base/index.ts';
import { varcharOf, literal, sql, lambda, type SqlNode } from '../types/index.ts';
import type { CatalogueFunction, EmitCall } from './catalogue.ts';
import { type Doc, called, native, scalarsOf } from './define.ts';

const scalar = scalarsOf('url');

// The grammar of java.net.URI: RFC 2396 with the brackets of RFC 2732 and characters beyond ASCII, but no blanks.
const other = String.raw`\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{10FFFF}`;
const plainCharacters = String.raw`A-Za-z0-9_\-!.~'()*${other}`;
const escape = '%[0-9A-Fa-f]{2}';
const scheme = String.raw`[A-Za-z][A-Za-z0-9+.\-]*`;
const pathCharacter = `(?:[${plainCharacters}:@&=+$,;/]|${escape})`;
const authorityCharacter = String.raw`(?:[${plainCharacters}:@&=+$,;\[\]]|${escape})`;
const anyCharacter = String.raw`(?:[${plainCharacters};/?:@&=+$,\[\]]|${escape})`;
const notSlash = String.raw`(?:[${plainCharacters};?:@&=+$,\[\]]|${escape})`;
/** Groups: scheme, authority, path, query, fragment. */
const hierarchical = `^(?:(${scheme}):)?(?://(${authorityCharacter}*))?(${pathCharacter}*)(?:\\?(${anyCharacter}*))?(?:#(${anyCharacter}*))?$`;
/** Such as `mailto:a@b`. Groups: scheme, fragment. */
const opaque = `^(${scheme}):${notSlash}${anyCharacter}*(?:#(${anyCharacter}*))?$`;
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const hostName = String.raw`(?:${label}\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+(?:%\w+)?\]`;
/** Groups: host, port. An authority of another form has neither. */
const server = `^(?:[^@]*@)?(${hostName})(?::([0-9]*))?$`;

type Part = 'scheme' | 'authority' | 'path' | 'query' | 'fragment';
const places: Readonly<Record<Part, number>> = { scheme: 1, authority: 2, path: 3, query: 4, fragment: 5 };

/** A part of a URL as it is written, NULL where the URL cannot be read. Computes by `body`, in which the part is `part`. */
function partOf(call: EmitCall, url: SqlNode, part: Part, body: (part: SqlNode) => SqlNode): SqlNode {
  call.mayBeNull();
  const whole = call.name(sql`extractGroups(${url}, ${literal(hierarchical)})`);
  const other = call.name(sql`extractGroups(${url}, ${literal(opaque)})`);
  const inOpaque = part === 'scheme' ? 1 : part === 'fragment' ? 2 : 0;
  const ofOpaque = inOpaque === 0 ? sql`''` : sql`arrayElement(${other}, ${inOpaque})`;
  const lacksAll = sql`match(${url}, ${literal(`^(?:${scheme}:)?(?://)?(?:[?#].*)?$`)})`;
  const isBare = sql`and(${lacksAll}, match(${url}, ${literal(`^(?:${scheme}:)?//|^${scheme}:`)}))`;
  const value = call.name(sql`if(notEmpty(${other}), ${ofOpaque}, arrayElement(${whole}, ${places[part]}))`);
  return sql`if(or(and(empty(${other}), empty(${whole})), ${isBare}), NULL, ${body(value)})`;
}

function decoded(text: SqlNode): SqlNode {
  return sql`toValidUTF8(decodeURLComponent(${text}))`;
}

function extractor(part: 'path' | 'query' | 'fragment' | 'protocol', doc: Doc): CatalogueFunction {
  const name = `url_extract_${part}`;
  return scalar(
    name,
    doc,
    `${name}('https://example.com/a?b=c#d')`,
    called('(varchar(x)) -> varchar(x)', (call, url) =>
      part === 'protocol' ? partOf(call, url, 'scheme', (text) => text) : partOf(call, url, part, decoded),
    ),
  );
}

function host(call: EmitCall, url: SqlNode): SqlNode {
  return partOf(call, url, 'authority', (text) => sql`regexpExtract(${text}, ${literal(server)}, 1)`);
}

function port(call: EmitCall, url: SqlNode): SqlNode {
  return partOf(call, url, 'authority', (text) => sql`toInt64OrNull(regexpExtract(${text}, ${literal(server)}, 2))`);
}

/** The first parameter of that name; '' where it has no value. */
function parameter(call: EmitCall, url: SqlNode, name: SqlNode): SqlNode {
  const formDecoded = (text: SqlNode) => sql`toValidUTF8(decodeURLFormComponent(${text}))`;
  const key = formDecoded(sql`splitByChar('=', p)[1]`);
  const pairs = (query: SqlNode) =>
    sql`arrayFilter(${lambda('p', sql`and(notEquals(p, ''), equals(${key}, ${name}))`)}, splitByChar('&', ${query}))`;
  return partOf(call, url, 'query', (query) => {
    const first = sql`arrayElement(${pairs(query)}, 1)`;
    const value = sql`if(equals(position(${first}, '='), 0), '', substring(${first}, plus(position(${first}, '='), 1)))`;
    return sql`if(empty(${pairs(query)}), NULL, ${formDecoded(value)})`;
  });
}

export const urlFunctions = [
  extractor('fragment', [
    "The part of a URL after #, decoded; '' without one, NULL for no URL.",
    'URL 的片段（# 之后）。',
    'URL のフラグメント（# の後）。',
  ]),
  scalar(
    'url_extract_host',
    ["Host of a URL; '' without one, NULL for no URL.", 'URL 的主机名。', 'URL のホスト。'],
    "url_extract_host('https://example.com/a')",
    called('(varchar(x)) -> varchar(x)', host),
  ),
  scalar(
    'url_extract_port',
    [
      'Port that a URL names, NULL without one.',
      'URL 中写明的端口，未写明时为 NULL。',
      'URL に書かれたポート。なければ NULL。',
    ],
    "url_extract_port('https://example.com:6443/')",
    called('(varchar) -> bigint', port),
  ),
  extractor('path', ['Path of a URL, decoded; NULL for no URL.', 'URL 的路径。', 'URL のパス。']),
  extractor('protocol', ["Scheme of a URL; '' without one, NULL for no URL.", 'URL 的协议。', 'URL のスキーム。']),
  extractor('query', [
    "The part of a URL after ?, decoded; '' without one, NULL for no URL.",
    'URL 的查询串（? 之后）。',
    'URL のクエリ（? の後）。',
  ]),
  scalar(
    'url_extract_parameter',
    [
      "The first parameter of that name in a URL's query, decoded; NULL without one.",
      'URL 查询串中指定参数的第一个值，不存在时为 NULL。',
      'URL のクエリにある指定の名前の最初の値。なければ NULL。',
    ],
    "url_extract_parameter(requestURI, 'command')",
    called('(varchar(x), varchar) -> varchar(x)', parameter),
  ),
  scalar(
    'url_encode',
    ['Text as forms encode it in URLs.', '按表单方式编码文本。', 'フォーム形式で URL エンコードします。'],
    "url_encode('a b')",
    {
      ...native(
        '(varchar(x)) -> varchar',
        (text) => sql`replaceAll(replaceAll(encodeURLFormComponent(${text}), '~', '%7E'), '%2A', '*')`,
      ),
      // A character becomes up to four bytes of three signs each.
      returns: ([text]) => varcharOf(text?.kind === 'varchar' && text.length !== null ? text.length * 12 : null),
    },
  ),
  scalar(
    'url_decode',
    [
      'Text that was encoded as forms do; fails at a bad escape.',
      '解码表单编码的文本，转义错误时报错。',
      'フォーム形式のテキストをデコードします。不正なエスケープでは失敗します。',
    ],
    "url_decode('a%20b')",
    called('(varchar(x)) -> varchar(x)', (call, text) =>
      call.check(
        sql`not(match(${text}, ${literal(`^(?s:[^%]|${escape})*$`)}))`,
        'INVALID_FUNCTION_ARGUMENT',
        said`Illegal or incomplete escape (%) in the text`,
        sql`toValidUTF8(decodeURLFormComponent(${text}))`,
      ),
    ),
  ),
];
