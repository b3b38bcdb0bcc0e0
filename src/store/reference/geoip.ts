import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type CityResponse, type CountryResponse, Reader } from 'mmdb-lib';
import { AppError, said } from '../../base/index.ts';
import { errorCodeOf } from '../../platform/index.ts';
import { type Network, networksOf } from './mmdb-networks.ts';
import type { Engine } from '../../engine/index.ts';
import { replaceReference } from './reference-rows.ts';
import { referenceColumns } from './tables.ts';

const shipped = '@ip-location-db/geo-whois-asn-country-mmdb';

interface Database {
  readonly file: Buffer;
  readonly metadata: Reader<CountryResponse>['metadata'];
}

async function openDatabase(file: string): Promise<Database> {
  try {
    const bytes = await readFile(file);
    return { file: bytes, metadata: new Reader<CountryResponse>(bytes).metadata };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** Only the name of the file: whoever asks about addresses need not learn where it stands. */
function unreadable(file: string, cause: unknown): AppError {
  const reason = errorCodeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new AppError('bad-request', said`cannot read the GeoIP database "${path.basename(file)}": ${reason}`, {
    cause,
  });
}

/** Names of countries by ISO code, as Unicode's data has them. */
function countryNames(): (code: string) => readonly [en: string, zh: string] {
  const [en, zh] = ['en', 'zh-CN'].map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  const known = new Map<string, readonly [string, string]>();
  return (code) => {
    const found = known.get(code);
    if (found) return found;
    const isCode = /^[A-Z]{2}$/.test(code);
    const names = [isCode ? (en?.of(code) ?? '') : '', isCode ? (zh?.of(code) ?? '') : ''] as const;
    known.set(code, names);
    return names;
  };
}

/** The build that a dictionary's rows came from is kept in its table's comment, so that it is only read again when it changed. */
async function isLoaded(engine: Engine, table: string, version: string): Promise<boolean> {
  const { rows } = await engine.rows(
    'SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = {table:String}',
    { parameters: { table } },
  );
  return rows[0]?.[0] === version;
}

async function markLoaded(engine: Engine, table: string, version: string): Promise<void> {
  await engine.command(`ALTER TABLE ${table} MODIFY COMMENT '${version.replaceAll(/[^\w.:-]/g, '')}'`);
}

/** The shipped file keeps its code beside MaxMind's place for it. */
function codeOf(record: CountryResponse & { readonly country_code?: unknown }): string {
  const own = record.country_code;
  return typeof own === 'string' ? own : (record.country?.iso_code ?? '');
}

function openShipped(kind: 'ipv4' | 'ipv6'): Promise<Database> {
  const require = createRequire(import.meta.url);
  return openDatabase(require.resolve(`${shipped}/geo-whois-asn-country-${kind}.mmdb`));
}

function versionOf({ metadata }: Database): string {
  return metadata.buildEpoch.toISOString();
}

/** Whether `ip_countries` has the build that the product ships. */
export async function hasShippedCountries(engine: Engine): Promise<boolean> {
  return isLoaded(engine, 'ip_countries_rows', versionOf(await openShipped('ipv4')));
}

/**
 * Fills `ip_countries` from the data that the product ships, unless it has this build already. Returns the number of networks
 * that were written. Takes some seconds of work between which others go on; call it once after migration.
 */
export async function loadShippedCountries(engine: Engine): Promise<number> {
  const [four, six] = [await openShipped('ipv4'), await openShipped('ipv6')];
  const version = versionOf(four);
  if (await isLoaded(engine, 'ip_countries_rows', version)) return 0;
  const names = countryNames();
  function* rows(): Generator<readonly string[]> {
    for (const [database, bits] of [
      [four, 32],
      [six, 128],
    ] as const) {
      for (const { prefix, record } of networksOf<CountryResponse>(database.file, bits)) {
        const code = record ? codeOf(record) : '';
        yield [prefix, code, ...names(code)];
      }
    }
  }
  const count = await replaceReference(engine, 'ip_countries', rows());
  await markLoaded(engine, 'ip_countries_rows', version);
  return count;
}

type Names = { readonly en?: string; readonly 'zh-CN'?: string } | undefined;

function nameIn(names: Names, language: 'en' | 'zh-CN'): string {
  return names?.[language] ?? names?.en ?? '';
}

function geoIpRow({ prefix, record }: Network<CityResponse>): readonly string[] {
  if (!record) return [prefix, ...referenceColumns.ip_places.map(() => '')];
  const [province] = record.subdivisions ?? [];
  const { city, country, location } = record;
  const provider = record.traits?.isp ?? record.traits?.autonomous_system_organization ?? '';
  return [
    prefix,
    country?.iso_code ?? '',
    nameIn(country?.names, 'en'),
    nameIn(country?.names, 'zh-CN'),
    nameIn(province?.names, 'en'),
    nameIn(province?.names, 'zh-CN'),
    nameIn(city?.names, 'en'),
    nameIn(city?.names, 'zh-CN'),
    provider,
    location ? `${location.latitude},${location.longitude}` : '',
  ];
}

/**
 * Fills `ip_places` from the operator's own file of MaxMind's form (City, or Country), or empties it where `ownFile` is null.
 * Returns the number of networks. Rejects with AppError `bad-request` where it cannot be read; what was there before is gone then.
 */
export async function loadOwnGeoIp(engine: Engine, ownFile: string | null): Promise<number> {
  if (ownFile === null) {
    if (await isLoaded(engine, 'ip_places_rows', 'none')) return 0;
    await replaceReference(engine, 'ip_places', []);
    await markLoaded(engine, 'ip_places_rows', 'none');
    return 0;
  }
  const { file, metadata } = await openDatabase(ownFile);
  const version = `${metadata.databaseType}:${metadata.buildEpoch.toISOString()}`.replaceAll(/[^\w.:-]/g, '');
  if (await isLoaded(engine, 'ip_places_rows', version)) return 0;
  function* rows(): Generator<readonly string[]> {
    try {
      for (const bits of [32, 128] as const)
        for (const network of networksOf<CityResponse>(file, bits)) yield geoIpRow(network);
    } catch (cause) {
      // What `mmdb-lib` and reads past the end throw of a file that is cut off or changed.
      throw unreadable(ownFile ?? 'none', cause);
    }
  }
  const count = await replaceReference(engine, 'ip_places', rows());
  await markLoaded(engine, 'ip_places_rows', version);
  return count;
}
