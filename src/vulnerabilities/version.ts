/** A version as semver orders it. Build metadata is not kept: it orders nothing. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Identifiers of a pre-release, such as `rc` and `1`; none for a release. */
  readonly preRelease: readonly string[];
}

/**
 * What a version says of the code behind it. An `upstream` version names that very release. A `vendor` version names the upstream release
 * that it began from: fixes may have been added without raising it. `other` versions have numbers of their own, which say nothing about
 * upstream's, and `none` is no version.
 */
export type VersionReading =
  | { readonly kind: 'upstream'; readonly version: Version }
  | { readonly kind: 'vendor'; readonly version: Version }
  | { readonly kind: 'other'; readonly why: 'openshift' | 'aks-lts' }
  | { readonly kind: 'none' };

const none: VersionReading = { kind: 'none' };

/** Longer texts are no versions. The bound keeps matching cheap, whatever a client calls itself. */
const maxLength = 128;
const form = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;
const preRelease = /^(?:alpha|beta|rc|pre|dev|snapshot)(?:[.-]?\d|$)/i;
/** Distributions that build upstream's release of the same number and count their own builds after it. */
const sameSource = /^(?:k3s|rke2r)\.?\d+$/;
const gitHash = /^[0-9a-f]{7,40}$/;
/** AKS numbers the patches of its long-term support from 100; upstream's patches of a minor release end long before. */
const firstLongTermPatch = 100;

/** Reads a version as clients and nodes write it: with or without `v`, with the suffixes of distributions. */
export function readVersion(text: string): VersionReading {
  const match = text.length <= maxLength ? form.exec(text) : null;
  if (!match) return none;
  const [, major, minor, patch = '0', suffix = '', build = ''] = match;
  const isPreRelease = preRelease.test(suffix);
  const version: Version = {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    preRelease: isPreRelease ? suffix.split('.') : [],
  };
  // What a build without tags calls itself.
  if (version.major === 0 && version.minor === 0 && version.patch === 0) return none;
  if (suffix.includes('akslts') || build.includes('akslts') || version.patch >= firstLongTermPatch)
    return { kind: 'other', why: 'aks-lts' };
  if (suffix === '' && gitHash.test(build)) return { kind: 'other', why: 'openshift' };
  const isUpstream =
    (suffix === '' || isPreRelease || sameSource.test(suffix)) &&
    (build === '' || sameSource.test(build) || gitHash.test(build));
  return { kind: isUpstream ? 'upstream' : 'vendor', version };
}

/** Negative where `a` is the older one, positive where `b` is, 0 where they are the same release. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePreReleases(a.preRelease, b.preRelease);
}

/** A release stands after its pre-releases; of these, numbers stand before words and the shorter one before what it begins. */
function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(one, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA && isNumberB) return Number(a) - Number(b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
