import { type Catalogue, severities, type Vulnerability } from './catalogue.ts';
import type { Component, Sighting } from './component.ts';
import { affectingRange, fixFor, type VersionRange, versionRanges } from './ranges.ts';
import { readVersion, type Version, type VersionReading } from './version.ts';

/**
 * How sure a finding is. `certain`: the version is an affected one. `unless-backported`: so is the release that a vendor's build began
 * from, and the vendor may have added the fix. `possible`: sources disagree about the version, the operating system is not known, or the
 * version was derived.
 */
export type Certainty = 'certain' | 'unless-backported' | 'possible';

/** A component in a version that a vulnerability affects, with all who were seen to have it. */
export interface Finding {
  readonly vulnerability: Vulnerability;
  readonly component: string;
  readonly version: string;
  readonly certainty: Certainty;
  /** The version to go to, where one fixes it. */
  readonly fixedIn: string | undefined;
  readonly seen: readonly Sighting[];
}

/** A component whose version says nothing about the catalogue's: another numbering, or no version. */
export interface Unmatched {
  readonly component: string;
  readonly version: string;
  readonly why: 'openshift' | 'aks-lts' | 'none';
  readonly seen: readonly Sighting[];
}

export interface Findings {
  /** The most severe first, then the newest. */
  readonly findings: readonly Finding[];
  readonly unmatched: readonly Unmatched[];
}

/** A component and version once, however many have it. */
interface Group {
  readonly component: Component;
  readonly seen: Sighting[];
}

interface Affected {
  readonly vulnerability: Vulnerability;
  readonly platform: string | undefined;
  readonly ranges: readonly VersionRange[];
}

/** Which of the components have a version that the catalogue knows to be vulnerable. */
export function findings(components: readonly Component[], catalogue: Catalogue): Findings {
  const byName = affectedByName(catalogue);
  const found: Finding[] = [];
  const unmatched: Unmatched[] = [];
  for (const { component, seen } of groups(components)) {
    const affected = byName.get(component.name) ?? [];
    const reading = readVersion(component.version);
    if ('version' in reading) found.push(...affected.flatMap((one) => match({ component, reading, seen, ...one })));
    else if (affected.length > 0) {
      const why = reading.kind === 'other' ? reading.why : 'none';
      unmatched.push({ component: component.name, version: component.version, why, seen });
    }
  }
  return { findings: found.toSorted(bySeverity), unmatched };
}

function groups(components: readonly Component[]): Iterable<Group> {
  const known = new Map<string, Group>();
  for (const component of components) {
    const { name, version, platform, isDerived, sighting } = component;
    const key = JSON.stringify([name, version, platform, isDerived]);
    const group = known.get(key);
    if (group) group.seen.push(sighting);
    else known.set(key, { component, seen: [sighting] });
  }
  return known.values();
}

function affectedByName(catalogue: Catalogue): ReadonlyMap<string, readonly Affected[]> {
  const byName = new Map<string, Affected[]>();
  for (const vulnerability of catalogue.vulnerabilities) {
    for (const { name, platform, affected } of vulnerability.components) {
      const one = { vulnerability, platform, ranges: versionRanges(affected) };
      byName.set(name, [...(byName.get(name) ?? []), one]);
    }
  }
  return byName;
}

type Readable = VersionReading & { readonly version: Version };

function match(group: Group & Affected & { readonly reading: Readable }): readonly Finding[] {
  const { component, reading, seen, vulnerability, platform, ranges } = group;
  if (platform !== undefined && component.platform !== undefined && component.platform !== platform) return [];
  const range = affectingRange(reading.version, ranges);
  if (!range) return [];
  const isPlatformKnown = platform === undefined || component.platform !== undefined;
  const isSure = isPlatformKnown && !range.given.assumed && !component.isDerived;
  const certainty = !isSure ? 'possible' : reading.kind === 'vendor' ? 'unless-backported' : 'certain';
  const fixedIn = fixFor(reading.version, ranges);
  return [{ vulnerability, component: component.name, version: component.version, certainty, fixedIn, seen }];
}

function bySeverity(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.vulnerability.severity) - severities.indexOf(b.vulnerability.severity) ||
    newestFirst(a.vulnerability.published ?? '', b.vulnerability.published ?? '') ||
    newestFirst(a.vulnerability.id, b.vulnerability.id)
  );
}

function newestFirst(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}
