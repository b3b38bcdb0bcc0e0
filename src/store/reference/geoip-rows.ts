import { readFileSync } from 'node:fs';
import type { CityResponse, CountryResponse } from 'mmdb-lib';
import { type Network, networksOf } from './mmdb-networks.ts';
import { referenceColumns } from './tables.ts';

/** Files of MaxMind's form, and which dictionary their rows are for. */
export type GeoIpSource =
  | { readonly table: 'ip_countries'; readonly ipv4: string; readonly ipv6: string }
  | { readonly table: 'ip_places'; readonly file: string };

/**
 * The rows of a dictionary, its networks one after the other. Takes seconds for the files that exist, and hundreds of megabytes while it lasts.
 * Throws what reading a file throws, and `mmdb-lib` of one that is cut off or changed.
 */
export function* geoIpRows(source: GeoIpSource): Generator<readonly string[]> {
  if (source.table === 'ip_countries') {
    const names = countryNames();
    for (const [file, bits] of [
      [source.ipv4, 32],
      [source.ipv6, 128],
    ] as const)
      for (const { prefix, record } of networksOf<CountryResponse>(readFileSync(file), bits)) {
        const code = record ? codeOf(record) : '';
        yield [prefix, code, ...names(code)];
      }
    return;
  }
  const file = readFileSync(source.file);
  for (const bits of [32, 128] as const)
    for (const network of networksOf<CityResponse>(file, bits)) yield placeRow(network);
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

/** The shipped file keeps its code beside MaxMind's place for it. */
function codeOf(record: CountryResponse & { readonly country_code?: unknown }): string {
  const own = record.country_code;
  return typeof own === 'string' ? own : (record.country?.iso_code ?? '');
}

type Names = { readonly en?: string; readonly 'zh-CN'?: string } | undefined;

function nameIn(names: Names, language: 'en' | 'zh-CN'): string {
  return names?.[language] ?? names?.en ?? '';
}

function placeRow({ prefix, record }: Network<CityResponse>): readonly string[] {
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
