import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { AppError, said } from '../../base/index.ts';
import { errorCodeOf } from '../../platform/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { GeoIpSource } from './geoip-rows.ts';
import { encodedGeoIp } from './geoip-thread.ts';
import { replaceEncoded, replaceReference } from './reference-rows.ts';

const shipped = '@ip-location-db/geo-whois-asn-country-mmdb';

async function metadataOf(file: string): Promise<Reader<CountryResponse>['metadata']> {
  try {
    return new Reader<CountryResponse>(await readFile(file)).metadata;
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

function shippedFile(kind: 'ipv4' | 'ipv6'): string {
  const require = createRequire(import.meta.url);
  return require.resolve(`${shipped}/geo-whois-asn-country-${kind}.mmdb`);
}

/** When the data was built. */
async function shippedVersion(): Promise<string> {
  const { buildEpoch } = await metadataOf(shippedFile('ipv4'));
  return buildEpoch.toISOString();
}

/** Whether `ip_countries` has the build that the product ships. */
export async function hasShippedCountries(engine: Engine): Promise<boolean> {
  return isLoaded(engine, 'ip_countries_rows', await shippedVersion());
}

/**
 * Fills `ip_countries` from the data that the product ships, unless it has this build already. Returns the number of networks
 * that were written. Takes some seconds of a thread of its own; call it once after migration.
 */
export async function loadShippedCountries(engine: Engine): Promise<number> {
  const version = await shippedVersion();
  if (await isLoaded(engine, 'ip_countries_rows', version)) return 0;
  const source = { table: 'ip_countries', ipv4: shippedFile('ipv4'), ipv6: shippedFile('ipv6') } as const;
  const count = await replaceFromGeoIp(engine, source);
  await markLoaded(engine, 'ip_countries_rows', version);
  return count;
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
  const { databaseType, buildEpoch } = await metadataOf(ownFile);
  const version = `${databaseType}:${buildEpoch.toISOString()}`.replaceAll(/[^\w.:-]/g, '');
  if (await isLoaded(engine, 'ip_places_rows', version)) return 0;
  const count = await replaceFromGeoIp(engine, { table: 'ip_places', file: ownFile });
  await markLoaded(engine, 'ip_places_rows', version);
  return count;
}

/** Replaces what a dictionary looks up by what files hold. Rejects with AppError `bad-request` where they cannot be read. */
async function replaceFromGeoIp(engine: Engine, source: GeoIpSource): Promise<number> {
  const file = source.table === 'ip_places' ? source.file : source.ipv4;
  // Half of it is none of it.
  await markLoaded(engine, `${source.table}_rows`, '');
  return replaceEncoded(
    engine,
    source.table,
    encodedGeoIp(source, (reason) => unreadable(file, reason)),
  );
}
