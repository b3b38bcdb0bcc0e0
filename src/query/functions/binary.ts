import { said } from '../../base/index.ts';
import { sql, type SqlNode } from '../types/index.ts';
import type { CatalogueFunction } from './catalogue.ts';
import { type Doc, called, native, scalarsOf } from './define.ts';

const scalar = scalarsOf('binary');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

function digest(name: string, engine: (bytes: SqlNode) => SqlNode, doc: Doc): CatalogueFunction {
  return scalar(name, doc, `to_hex(${name}(to_utf8('abc')))`, native('(varbinary) -> varbinary', engine));
}

/** Base64 with what is missing of its padding; the engine says '' of what it cannot read. */
function decoded(engine: SqlNode, alphabet: SqlNode) {
  return called('(varchar) -> varbinary', (call, text) => {
    const wrong = sql`not(match(${text}, '^(?:[${alphabet}]{4})*(?:[${alphabet}]{2}(?:==)?|[${alphabet}]{3}=?)?$'))`;
    return call.check(wrong, invalid, said`Illegal base64 text`, sql`${engine}(${text})`);
  });
}

const padded = (text: SqlNode) => sql`rightPad(${text}, multiply(intDiv(plus(length(${text}), 3), 4), 4), '=')`;

export const binaryFunctions = [
  digest('md5', (bytes) => sql`toString(MD5(${bytes}))`, ['MD5 of bytes.', 'MD5 摘要。', 'MD5 ハッシュ。']),
  digest('sha1', (bytes) => sql`toString(SHA1(${bytes}))`, ['SHA-1 of bytes.', 'SHA-1 摘要。', 'SHA-1 ハッシュ。']),
  digest('sha256', (bytes) => sql`toString(SHA256(${bytes}))`, [
    'SHA-256 of bytes.',
    'SHA-256 摘要。',
    'SHA-256 ハッシュ。',
  ]),
  digest('sha512', (bytes) => sql`toString(SHA512(${bytes}))`, [
    'SHA-512 of bytes.',
    'SHA-512 摘要。',
    'SHA-512 ハッシュ。',
  ]),
  digest('xxhash64', (bytes) => sql`unhex(leftPad(hex(xxHash64(${bytes})), 16, '0'))`, [
    'xxHash64 of bytes.',
    'xxHash64 摘要。',
    'xxHash64 ハッシュ。',
  ]),
  scalar(
    'crc32',
    ['CRC-32 of bytes.', 'CRC-32 校验值。', 'CRC-32。'],
    "crc32(to_utf8('abc'))",
    native('(varbinary) -> bigint', (bytes) => sql`toInt64(CRC32(${bytes}))`),
  ),
  scalar(
    'to_base64',
    ['Base64 of bytes.', '字节的 Base64 文本。', 'バイト列の Base64。'],
    "to_base64(to_utf8('abc'))",
    native('(varbinary) -> varchar', (bytes) => sql`base64Encode(${bytes})`),
  ),
  scalar(
    'from_base64',
    ['Bytes of Base64.', '解码 Base64。', 'Base64 をデコードします。'],
    "from_base64('YWJj')",
    decoded(sql`tryBase64Decode`, sql`A-Za-z0-9+/`),
  ),
  scalar(
    'to_base64url',
    ['Base64 of bytes, safe for URLs.', '字节的 URL 安全 Base64。', 'URL で使える Base64。'],
    "to_base64url(to_utf8('abc'))",
    native('(varbinary) -> varchar', (bytes) => padded(sql`base64URLEncode(${bytes})`)),
  ),
  scalar(
    'from_base64url',
    ['Bytes of Base64 that is safe for URLs.', '解码 URL 安全 Base64。', 'URL で使える Base64 をデコードします。'],
    "from_base64url('YWJj')",
    decoded(sql`tryBase64URLDecode`, sql`A-Za-z0-9_\\\\-`),
  ),
  scalar(
    'to_hex',
    ['Hexadecimal digits of bytes.', '字节的十六进制文本。', 'バイト列の 16 進テキスト。'],
    "to_hex(to_utf8('abc'))",
    native('(varbinary) -> varchar', (bytes) => sql`hex(${bytes})`),
  ),
  scalar(
    'from_hex',
    ['Bytes of hexadecimal digits.', '解码十六进制文本。', '16 進テキストをバイト列にします。'],
    "from_hex('616263')",
    called('(varchar) -> varbinary', (call, text) =>
      call.check(
        sql`not(match(${text}, '^(?:[0-9A-Fa-f]{2})*$'))`,
        invalid,
        said`The text is not pairs of hexadecimal digits`,
        sql`unhex(${text})`,
      ),
    ),
  ),
  scalar(
    'to_big_endian_64',
    [
      'Eight bytes of a number, the highest first.',
      '整数的 8 字节大端表示。',
      '整数の 8 バイト（ビッグエンディアン）。',
    ],
    'to_hex(to_big_endian_64(1))',
    native('(bigint) -> varbinary', (x) => sql`unhex(leftPad(hex(reinterpretAsUInt64(${x})), 16, '0'))`),
  ),
  scalar(
    'from_big_endian_64',
    [
      'Number of eight bytes, the highest first.',
      '解析 8 字节大端整数。',
      '8 バイト（ビッグエンディアン）を整数にします。',
    ],
    "from_big_endian_64(from_hex('0000000000000001'))",
    called('(varbinary) -> bigint', (call, bytes) =>
      call.check(
        sql`notEquals(length(${bytes}), 8)`,
        invalid,
        said`expected 8-byte input`,
        sql`reinterpretAsInt64(reverse(${bytes}))`,
      ),
    ),
  ),
];
