/**
 * Checks against the operator's block lists, which store/reference keeps in two dictionaries that always exist:
 * `blocked_networks(prefix; listed)`, an ip_trie, and `blocked_names(kind, name; listed)` with the kinds `domain` and `url`.
 */
import { dictionary, literal, sql, lambda, type SqlNode } from '../types/index.ts';
import { plain, scalarsOf } from './define.ts';

const scalar = scalarsOf('security');

function isListed(kind: 'domain' | 'url', name: SqlNode): SqlNode {
  return sql`dictGetOrDefault(${dictionary('blocked_names')}, 'listed', tuple(${literal(kind)}, ${name}), toUInt8(0))`;
}

/** A domain is listed if it or one that it belongs to is. */
function domain(text: SqlNode): SqlNode {
  const labels = sql`splitByChar('.', lower(trimRight(${text}, '.')))`;
  const parents = sql`arrayMap(${lambda('n', sql`arrayStringConcat(arraySlice(${labels}, n), '.')`)}, range(1, plus(least(length(${labels}), 32), 1)))`;
  return sql`toInt64(arrayExists(${lambda('d', sql`equals(${isListed('domain', sql`d`)}, 1)`)}, ${parents}))`;
}

export const securityFunctions = [
  scalar(
    'security_check_ip',
    [
      "1 where the address is on the operator's block lists, else 0.",
      '地址在管理员的黑名单中为 1，否则为 0。',
      '運用者のブロックリストにあれば 1、なければ 0。',
    ],
    'security_check_ip(json_format(json_array_get(sourceIPs, 0)))',
    plain(
      '(varchar) -> bigint',
      (text) =>
        sql`toInt64(dictGetOrDefault(${dictionary('blocked_networks')}, 'listed', toIPv6OrDefault(${text}), toUInt8(0)))`,
    ),
  ),
  scalar(
    'security_check_domain',
    [
      "1 where the domain, or one above it, is on the operator's block lists, else 0.",
      '域名或其上级域在黑名单中为 1，否则为 0。',
      'ドメインまたは上位のドメインがブロックリストにあれば 1。',
    ],
    "security_check_domain('example.com')",
    plain('(varchar) -> bigint', domain),
  ),
  scalar(
    'security_check_url',
    [
      "1 where the URL is on the operator's block lists, else 0.",
      'URL 在黑名单中为 1，否则为 0。',
      'URL がブロックリストにあれば 1、なければ 0。',
    ],
    "security_check_url('https://example.com/a')",
    plain('(varchar) -> bigint', (text) => sql`toInt64(${isListed('url', text)})`),
  ),
];
