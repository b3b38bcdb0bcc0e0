import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, createMutex, type Diagnostic, said, worded } from '../../base/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { DictionaryName } from '../../query/index.ts';
import { loadDictionaries } from './dictionaries.ts';
import { parseBlockList, replaceBlockLists } from './block-lists.ts';
import { hasShippedCountries, loadOwnGeoIp, loadShippedCountries } from './geoip.ts';

/** Data that functions of statements look up: GeoIP, block lists. */
export interface ReferenceData {
  /** Sees to it that the store has what a statement looks up in these dictionaries. Gives warnings about what nobody has given. */
  ensure(lookups: readonly DictionaryName[]): Promise<readonly Diagnostic[]>;
  /** Whether the store was given the shipped data before: then `warm` is work for the engine alone. */
  isFilled(): Promise<boolean>;
  /** Sees to it that no look-up of an address waits: the engine loads a dictionary at the first one, which takes it a second. */
  warm(): Promise<void>;
}

/** The operator's city and carrier data, of MaxMind's form, in the data directory. */
const geoIpFile = 'geoip.mmdb';
/** The operator's lists of unsafe addresses, domains and URLs: all files of this folder of the data directory. */
const blockListFolder = 'block-lists';

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.size}-${found.mtimeMs}` : '';
}

/**
 * Data that functions look up, brought into the store in the background or when a statement first asks for them (the shipped countries
 * take some seconds, once a store), and again when the operator's files have changed.
 */
export function createReferenceData(engine: Engine, data: string): ReferenceData {
  // Two statements at once must not both empty a table and fill it.
  const mutex = createMutex();
  let countries: Promise<number> | undefined;
  let geoIpStamp: string | undefined;
  let geoIpProblem: Diagnostic | undefined;
  let listsStamp: string | undefined;

  async function ensureGeoIp(): Promise<readonly Diagnostic[]> {
    countries ??= loadShippedCountries(engine).catch((error: unknown) => {
      countries = undefined;
      throw error;
    });
    await countries;
    const file = path.join(data, geoIpFile);
    const stamp = await stampOf(file);
    if (stamp !== geoIpStamp && !(stamp === '' && geoIpStamp === undefined)) {
      geoIpProblem = await loadGeoIpFile(stamp === '' ? null : file);
      geoIpStamp = stamp;
    }
    return geoIpProblem ? [geoIpProblem] : [];
  }

  /** A file that cannot be read leaves the shipped countries as they are; what is wrong with it is told until it changes. */
  async function loadGeoIpFile(file: string | null): Promise<Diagnostic | undefined> {
    try {
      await loadOwnGeoIp(engine, file);
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-request') throw error;
      await loadOwnGeoIp(engine, null);
      return {
        code: 'geoip-unreadable',
        severity: 'warning',
        ...worded(
          said`${error.text}: places are those of the shipped countries`,
          said`replace ${geoIpFile} of the data directory, or take it away`,
        ),
      };
    }
  }

  async function ensureBlockLists(): Promise<readonly Diagnostic[]> {
    const folder = path.join(data, blockListFolder);
    await mkdir(folder, { recursive: true });
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => path.join(folder, name))
      .toSorted();
    const stamp = (await Promise.all(files.map(async (file) => `${file} ${await stampOf(file)}`))).join('\n');
    if (stamp !== listsStamp) {
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      await replaceBlockLists(engine, parseBlockList(texts.join('\n')));
      listsStamp = stamp;
    }
    if (files.length > 0) return [];
    const message = said`there are no block lists: security_check functions say 0 of everything`;
    return [
      {
        code: 'no-block-lists',
        severity: 'warning',
        ...worded(message, said`put lists into ${blockListFolder}/ of the data directory`),
      },
    ];
  }

  return {
    async ensure(lookups) {
      const needs = (...names: DictionaryName[]): boolean => names.some((name) => lookups.includes(name));
      const places = needs('ip_places', 'ip_countries') ? await mutex.run(ensureGeoIp) : [];
      const lists = needs('blocked_names', 'blocked_networks') ? await mutex.run(ensureBlockLists) : [];
      return [...places, ...lists];
    },
    isFilled: () => hasShippedCountries(engine),
    async warm() {
      await mutex.run(ensureGeoIp);
      await loadDictionaries(engine);
    },
  };
}
