import { said } from '../../base/index.ts';
/**
 * Functions of addresses. Places come from two ClickHouse dictionaries of layout ip_trie, which store/reference fills:
 * - `ip_countries(prefix; code, en, zh)`: what the product ships.
 * - `ip_places(prefix; code, country_en, country_zh, province_en, province_zh, city_en, city_zh, provider, location)`: what the
 *   operator's own file says, which comes first. `location` is `latitude,longitude`.
 * Both always exist, if empty. What is unknown is '', as in SLS.
 */
import type { CatalogueFunction, EmitCall } from './catalogue.ts';
import { type Doc, called, plain, scalarsOf } from './define.ts';
import { checkAll } from './string-split.ts';
import { arrayValue, dictionary, literal, sql, type SqlNode } from '../types/index.ts';

const scalar = scalarsOf('ip');

function addressOf(text: SqlNode): SqlNode {
  return sql`toIPv6OrDefault(${text})`;
}

function placeOf(attribute: string, text: SqlNode): SqlNode {
  return sql`dictGetOrDefault(${dictionary('ip_places')}, ${literal(attribute)}, ${addressOf(text)}, '')`;
}

function countryOf(own: string, shipped: string): (text: SqlNode) => SqlNode {
  return (text) => {
    const place = placeOf(own, text);
    return sql`if(equals(${place}, ''), dictGetOrDefault(${dictionary('ip_countries')}, ${literal(shipped)}, ${addressOf(text)}, ''), ${place})`;
  };
}

interface Place {
  readonly zh: (text: SqlNode) => SqlNode;
  readonly en: (text: SqlNode) => SqlNode;
}

/** A name of a place: Chinese, or English where the second argument is 'en'. */
function placeFunction(name: string, doc: Doc, place: Place): CatalogueFunction {
  return scalar(
    name,
    doc,
    `${name}('1.2.3.4')`,
    plain('(varchar) -> varchar', place.zh),
    called('(varchar, varchar) -> varchar', (call, text) => {
      const language = call.literal(1);
      if (language !== 'en' && language !== 'zh') return call.reject(said`The language is 'en' or 'zh'`, 1);
      return place[language](text);
    }),
  );
}

function attribute(name: string): (text: SqlNode) => SqlNode {
  return (text) => placeOf(name, text);
}

/** Loopback, link-local, private and shared ranges of both protocols, as the 32 digits of an IPv6 address. */
const intranet = '^(?:0{31}1|f[cd]|fe[89ab]|0{20}ffff(?:0a|7f|c0a8|a9fe|ac1|64[4-7]))';

function domain(text: SqlNode): SqlNode {
  return sql`if(match(lower(hex(${addressOf(text)})), ${literal(intranet)}), 'intranet', 'internet')`;
}

const isVersion4 = (text: SqlNode) => sql`isNotNull(toIPv4OrNull(${text}))`;
const isAddress = (text: SqlNode) => sql`isNotNull(toIPv6OrNull(${text}))`;

/** First and last address of the network of an address, as text; both parts are repeated. */
function bounds(call: EmitCall, address: SqlNode, bits: SqlNode): readonly [SqlNode, SqlNode] {
  const size = sql`toUInt8(least(greatest(${bits}, 0), 128))`;
  const four = call.name(sql`IPv4CIDRToRange(toIPv4OrDefault(${address}), least(${size}, 32))`);
  const six = call.name(sql`IPv6CIDRToRange(${addressOf(address)}, ${size})`);
  const side = (index: number) =>
    sql`if(${isVersion4(address)}, toString(tupleElement(${four}, ${index})), toString(tupleElement(${six}, ${index})))`;
  return [side(1), side(2)];
}

function checkNetwork(call: EmitCall, address: SqlNode, bits: SqlNode, value: SqlNode): SqlNode {
  const checks = [
    [sql`not(${isAddress(address)})`, said`This is no IP address`],
    [
      sql`or(less(${bits}, 0), greater(${bits}, if(${isVersion4(address)}, 32, 128)))`,
      said`This is no length of a prefix`,
    ],
  ] as const;
  return checkAll(call, checks, value);
}

/** Address and prefix length of a CIDR text. */
function networkOf(call: EmitCall, cidr: SqlNode): { readonly address: SqlNode; readonly bits: SqlNode } {
  const address = call.name(sql`splitByChar('/', ${cidr})[1]`);
  return { address, bits: call.name(sql`toInt32OrDefault(splitByChar('/', ${cidr})[2], toInt32(-1))`) };
}

function ofNetwork(make: (first: SqlNode, last: SqlNode) => SqlNode) {
  return (call: EmitCall, cidr: SqlNode): SqlNode => {
    const { address, bits } = networkOf(call, cidr);
    return checkNetwork(call, address, bits, make(...bounds(call, address, bits)));
  };
}

function prefix(call: EmitCall, address: SqlNode, bits: SqlNode): SqlNode {
  const [first] = bounds(call, address, bits);
  return checkNetwork(call, address, bits, sql`concat(${first}, '/', toString(${bits}))`);
}

/** A condition: whether an address is in a network. Neither fails the engine's function when it is none. */
function isIn(address: SqlNode, network: { readonly address: SqlNode; readonly bits: SqlNode }): SqlNode {
  const inside = sql`least(greatest(${network.bits}, 0), if(${isVersion4(network.address)}, 32, 128))`;
  const cidr = sql`concat(if(${isAddress(network.address)}, ${network.address}, '::'), '/', toString(${inside}))`;
  return sql`isIPAddressInRange(if(${isAddress(address)}, ${address}, '::'), ${cidr})`;
}

function isSubnetOf(call: EmitCall, cidr: SqlNode, address: SqlNode): SqlNode {
  const network = networkOf(call, cidr);
  const value = call.check(
    sql`not(${isAddress(address)})`,
    'INVALID_FUNCTION_ARGUMENT',
    said`This is no IP address`,
    isIn(address, network),
  );
  return checkNetwork(call, network.address, network.bits, value);
}

function isPrefixSubnetOf(call: EmitCall, cidr: SqlNode, inner: SqlNode): SqlNode {
  const [outer, network] = [networkOf(call, cidr), networkOf(call, inner)];
  const value = sql`and(greaterOrEquals(${network.bits}, ${outer.bits}), ${isIn(network.address, outer)})`;
  return checkNetwork(call, outer.address, outer.bits, checkNetwork(call, network.address, network.bits, value));
}

export const ipFunctions = [
  scalar(
    'ip_to_domain',
    [
      "'intranet' for private, loopback and link-local addresses, else 'internet'.",
      "内网地址为 'intranet'，否则为 'internet'。",
      "プライベートなどのアドレスは 'intranet'、それ以外は 'internet'。",
    ],
    'ip_to_domain(json_format(json_array_get(sourceIPs, 0)))',
    plain('(varchar) -> varchar', domain),
  ),
  placeFunction(
    'ip_to_country',
    [
      "Country of an address, in Chinese or, with 'en', in English; '' where unknown.",
      "IP 所属国家（中文，'en' 为英文），未知为空。",
      "アドレスの国（中国語、'en' なら英語）。不明なら ''。",
    ],
    { zh: countryOf('country_zh', 'zh'), en: countryOf('country_en', 'en') },
  ),
  scalar(
    'ip_to_country_code',
    ["ISO code of an address's country; '' where unknown.", 'IP 所属国家的 ISO 代码。', 'アドレスの国の ISO コード。'],
    "ip_to_country_code('1.2.3.4')",
    plain('(varchar) -> varchar', countryOf('code', 'code')),
  ),
  placeFunction(
    'ip_to_province',
    [
      "Province of an address by the operator's data; '' where unknown.",
      'IP 所属省份（依据管理员数据）。',
      'アドレスの省・州（運用者のデータによる）。',
    ],
    { zh: attribute('province_zh'), en: attribute('province_en') },
  ),
  placeFunction(
    'ip_to_city',
    [
      "City of an address by the operator's data; '' where unknown.",
      'IP 所属城市（依据管理员数据）。',
      'アドレスの都市（運用者のデータによる）。',
    ],
    { zh: attribute('city_zh'), en: attribute('city_en') },
  ),
  ...(['ip_to_geo', 'ip_to_city_geo'] as const).map((name) =>
    scalar(
      name,
      [
        "Latitude and longitude of an address by the operator's data, as 'lat,lon'.",
        'IP 的纬度与经度（依据管理员数据）。',
        'アドレスの緯度と経度（運用者のデータによる）。',
      ],
      `${name}('1.2.3.4')`,
      plain('(varchar) -> varchar', attribute('location')),
    ),
  ),
  scalar(
    'ip_to_provider',
    [
      "Carrier of an address by the operator's data; '' where unknown.",
      'IP 的网络运营商（依据管理员数据）。',
      'アドレスの通信事業者（運用者のデータによる）。',
    ],
    "ip_to_provider('1.2.3.4')",
    plain('(varchar) -> varchar', attribute('provider')),
  ),
  scalar(
    'ip_prefix',
    ['Network of an address with so many bits.', 'IP 地址的前缀。', 'アドレスのプレフィックス。'],
    "ip_prefix('192.168.1.10', 24)",
    called('(varchar, bigint) -> varchar', prefix),
  ),
  scalar(
    'ip_subnet_min',
    ['First address of a network.', '网段的最小地址。', 'ネットワークの最初のアドレス。'],
    "ip_subnet_min('192.168.1.10/24')",
    called(
      '(varchar) -> varchar',
      ofNetwork((first) => first),
    ),
  ),
  scalar(
    'ip_subnet_max',
    ['Last address of a network.', '网段的最大地址。', 'ネットワークの最後のアドレス。'],
    "ip_subnet_max('192.168.1.10/24')",
    called(
      '(varchar) -> varchar',
      ofNetwork((_first, last) => last),
    ),
  ),
  scalar(
    'ip_subnet_range',
    ['First and last address of a network.', '网段的地址范围。', 'ネットワークのアドレス範囲。'],
    "ip_subnet_range('192.168.1.10/24')",
    called(
      '(varchar) -> array(varchar)',
      ofNetwork((first, last) => arrayValue(sql`[toNullable(${first}), toNullable(${last})]`).node),
    ),
  ),
  scalar(
    'is_subnet_of',
    [
      'Whether an address is in a network; the network comes first.',
      'IP 是否属于网段（网段在前）。',
      'アドレスがネットワークに含まれるか（ネットワークが先）。',
    ],
    "is_subnet_of('10.0.0.0/8', '10.1.2.3')",
    called('(varchar, varchar) -> boolean', isSubnetOf),
  ),
  scalar(
    'is_prefix_subnet_of',
    [
      'Whether the second network is within the first.',
      '第二个网段是否包含于第一个网段。',
      '2 番目のネットワークが最初のものに含まれるか。',
    ],
    "is_prefix_subnet_of('10.0.0.0/8', '10.1.0.0/16')",
    called('(varchar, varchar) -> boolean', isPrefixSubnetOf),
  ),
];
