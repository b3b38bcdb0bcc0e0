import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseBlockList, replaceBlockLists } from './block-lists.ts';
import { createReferenceData } from './reference-data.ts';
import { loadOwnGeoIp, loadShippedCountries } from './geoip.ts';
import { type TestEngine, startTestEngine } from '../testkit.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(() => engine.close());

async function value(sql: string): Promise<unknown> {
  return (await engine.rows(`SELECT ${sql}`)).rows[0]?.[0];
}

test('the dictionaries exist and are empty before anything was loaded', async () => {
  expect(await value("dictGetOrDefault('ip_places', 'city_zh', toIPv6('1.2.3.4'), '')")).toBe('');
  expect(await value("dictGetOrDefault('blocked_networks', 'listed', toIPv6('1.2.3.4'), toUInt8(0))")).toBe(0);
});

test('countries of both protocols come from the shipped data, once', { timeout: 180_000 }, async () => {
  expect(await loadShippedCountries(engine)).toBeGreaterThan(100_000);
  const country = (attribute: string, address: string) =>
    value(`dictGetOrDefault('ip_countries', '${attribute}', toIPv6('${address}'), '')`);
  expect(await country('code', '223.5.5.5')).toBe('CN');
  expect(await country('zh', '223.5.5.5')).toBe('中国');
  expect(await country('en', '8.8.8.8')).toBe('United States');
  expect(await country('code', '2001:4860:4860::8888')).toBe('US');
  expect(await country('code', '10.1.2.3')).toBe('');
  expect(await loadShippedCountries(engine)).toBe(0);
});

test('without an own file there are no own GeoIP data', async () => {
  expect(await loadOwnGeoIp(engine, null)).toBe(0);
  await expect(loadOwnGeoIp(engine, '/nowhere.mmdb')).rejects.toMatchObject({ code: 'bad-request' });
});

test('an own file that cannot be read is told, and takes nothing from the shipped countries', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'geoip-'));
  const file = path.join(data, 'geoip.mmdb');
  const referenceData = createReferenceData(engine, data);
  const codes = async () => (await referenceData.ensure(['ip_places'])).map(({ code }) => code);
  const require = createRequire(import.meta.url);
  const whole = readFileSync(
    require.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country-ipv4.mmdb'),
  );
  // Its tree and what describes it are there, and the records between them are not.
  const gutted = Buffer.concat([whole.subarray(0, 1 << 20), whole.subarray(-4096)]);
  for (const bytes of [Buffer.from('garbage'), gutted]) {
    writeFileSync(file, bytes);
    expect(await codes()).toEqual(['geoip-unreadable']);
    expect(await codes()).toEqual(['geoip-unreadable']);
  }
  expect(await value("dictGetOrDefault('ip_countries', 'code', toIPv6('223.5.5.5'), '')")).toBe('CN');
  rmSync(file);
  expect(await codes()).toEqual([]);
  rmSync(data, { recursive: true });
});

test('block lists hold networks, domains and URLs, and are replaced as a whole', async () => {
  const lists = parseBlockList(
    '# mine\n203.0.113.0/24\n2001:db8::1 # one\nEvil.example.\nhttps://evil.example/a\nnot a thing\n',
  );
  expect(lists.unreadable).toEqual([6]);
  await replaceBlockLists(engine, lists);
  const listed = (address: string) =>
    value(`dictGetOrDefault('blocked_networks', 'listed', toIPv6('${address}'), toUInt8(0))`);
  expect([await listed('203.0.113.9'), await listed('2001:db8::1'), await listed('203.0.114.1')]).toEqual([1, 1, 0]);
  expect(await value("dictGetOrDefault('blocked_names', 'listed', tuple('domain', 'evil.example'), toUInt8(0))")).toBe(
    1,
  );
  await replaceBlockLists(engine, parseBlockList(''));
  expect(await listed('203.0.113.9')).toBe(0);
});
