import type { AffectedRange } from './catalogue.ts';
import { compareVersions, readVersion, type Version } from './version.ts';

/** A range of the data with its bounds read. */
export interface VersionRange {
  readonly given: AffectedRange;
  /** The first version that it holds; undefined where it goes back to the beginning. */
  readonly from: Version | undefined;
  /** The first version after it. */
  readonly before: Version | undefined;
  /** The last version that it holds, where the first one after it is not known. */
  readonly upTo: Version | undefined;
}

/** Reads the bounds of ranges. A pre-release of the first affected release is affected too. */
export function versionRanges(ranges: readonly AffectedRange[]): readonly VersionRange[] {
  return ranges.map((given) => {
    const from = bound(given.introduced);
    return {
      given,
      from: from && from.preRelease.length === 0 ? { ...from, preRelease: ['0'] } : from,
      before: bound(given.fixed ?? given.mitigated),
      upTo: bound(given.lastAffected),
    };
  });
}

/** `0` stands for the beginning. The catalogue's form admits nothing else that is no version. */
function bound(text: string | undefined): Version | undefined {
  const reading = text === undefined ? undefined : readVersion(text);
  return reading && 'version' in reading ? reading.version : undefined;
}

/**
 * The range that holds a version, or undefined where none does. A pre-release of the fixed release is taken to come before the fix, as
 * semver orders them. Where several ranges hold the version, the first that is not `assumed` counts.
 */
export function affectingRange(version: Version, ranges: readonly VersionRange[]): VersionRange | undefined {
  const holding = ranges.filter(
    ({ from, before, upTo }) =>
      (!from || compareVersions(version, from) >= 0) &&
      (!before || compareVersions(version, before) < 0) &&
      (!upTo || compareVersions(version, upTo) <= 0),
  );
  return holding.find((range) => !range.given.assumed) ?? holding[0];
}

/** The release to go to from an affected version: the fixed one of its own line, else the next one after it. */
export function fixFor(version: Version, ranges: readonly VersionRange[]): string | undefined {
  const ends = ranges.filter(({ given, before }) => given.fixed && before && compareVersions(before, version) > 0);
  return ends.toSorted((a, b) => (a.before && b.before ? compareVersions(a.before, b.before) : 0))[0]?.given.fixed;
}
