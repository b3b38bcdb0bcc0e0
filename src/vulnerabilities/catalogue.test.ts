import { describe, expect, it } from 'vitest';
import { type AffectedRange, catalogueLimits, readCatalogue } from './catalogue.ts';
import { affectingRange, fixFor, versionRanges } from './ranges.ts';
import { shippedCatalogue } from './testkit/shipped.ts';
import { readVersion, type Version } from './version.ts';

function versionOf(text: string): Version {
  const reading = readVersion(text);
  if (!('version' in reading)) throw new Error(`${text} is no version`);
  return reading.version;
}

/** What comes right before a version: the patch before, the pre-release before, or of a `.0` its last candidate. */
function before(version: Version): Version {
  const { patch, preRelease } = version;
  if (preRelease.length > 0)
    return { ...version, preRelease: [...preRelease.slice(0, -1), String(Number(preRelease.at(-1)) - 1)] };
  return patch > 0 ? { ...version, patch: patch - 1 } : { ...version, preRelease: ['rc', '99'] };
}

const catalogue = shippedCatalogue();
const components = catalogue.vulnerabilities.flatMap((vulnerability) =>
  vulnerability.components.map((component) => ({
    what: `${vulnerability.id} ${component.name}`,
    affected: component.affected,
    ranges: versionRanges(component.affected),
  })),
);
const ends = components.flatMap(({ what, affected, ranges }) =>
  affected.map((range) => ({ what: `${what} ${JSON.stringify(range)}`, range, ranges })),
);

describe('the data that travels with the product', () => {
  it('is dated by its newest entry', () => {
    const days = catalogue.vulnerabilities.map(({ published }) => published ?? '');
    expect(catalogue.date).toBe(days.toSorted().at(-1));
  });

  it('names each vulnerability once', () => {
    const ids = catalogue.vulnerabilities.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.length).toBeGreaterThan(100);
  });

  it.each(ends.filter(({ range }) => range.fixed !== undefined && !range.assumed))(
    '$what: the fixed version is not affected, the one before is',
    ({ range, ranges }) => {
      const fixed = versionOf(range.fixed ?? '');
      expect(affectingRange(fixed, ranges)).toBeUndefined();
      const last = before(fixed);
      expect(affectingRange(last, ranges)?.given.fixed).toBe(range.fixed);
      expect(fixFor(last, ranges)).toBe(range.fixed);
      expect(affectingRange({ ...fixed, patch: fixed.patch + 1 }, ranges)).toBeUndefined();
    },
  );

  it.each(ends.filter(({ range }) => range.introduced !== '0'))(
    '$what: the first version is affected, and so are its pre-releases',
    ({ range, ranges }) => {
      const first = versionOf(range.introduced);
      expect(affectingRange(first, ranges)).toBeDefined();
      if (first.preRelease.length === 0)
        expect(affectingRange({ ...first, preRelease: ['rc', '1'] }, ranges)).toBeDefined();
    },
  );
});

describe('affectingRange', () => {
  const affecting = (text: string, ranges: readonly AffectedRange[]): AffectedRange | undefined =>
    affectingRange(versionOf(text), versionRanges(ranges))?.given;
  const lines: readonly AffectedRange[] = [
    { introduced: '0', fixed: '1.33.0', assumed: true },
    { introduced: '1.33.0', fixed: '1.33.4' },
    { introduced: '1.34.0', lastAffected: '1.34.9' },
  ];

  it.each([
    ['1.33.3', lines[1]],
    ['1.33.4', undefined],
    ['1.33.4-rc.1', lines[1]],
    ['1.33.0-alpha.1', lines[1]],
    ['1.32.99', lines[0]],
    ['1.34.9', lines[2]],
    ['1.34.10', undefined],
  ])('%s', (text, range) => {
    expect(affecting(text, lines)).toEqual(range);
  });

  it('ends where the flaw is off by default', () => {
    const ranges = [{ introduced: '0', mitigated: '1.33.0' }];
    expect(affecting('1.32.9', ranges)).toBeDefined();
    expect(affecting('1.33.0', ranges)).toBeUndefined();
    expect(fixFor(versionOf('1.32.9'), versionRanges(ranges))).toBeUndefined();
  });
});

describe('readCatalogue', () => {
  const small = {
    kind: 'Vulnerabilities',
    date: '2026-09-28',
    sources: [],
    vulnerabilities: [
      {
        id: 'CVE-2026-0001',
        aliases: [],
        summary: 'x',
        severity: 'low',
        components: [{ name: 'kubelet', affected: [{ introduced: '0', fixed: '1.2.3' }] }],
        link: 'https://example.org/1',
      },
    ],
  };
  const codes = (value: unknown): readonly string[] =>
    readCatalogue(typeof value === 'string' ? value : JSON.stringify(value)).diagnostics.map(
      ({ code, message }) => `${code} ${message}`,
    );
  const withComponent = (affected: object): unknown => ({
    ...small,
    vulnerabilities: [{ ...small.vulnerabilities[0], components: [{ name: 'kubelet', affected: [affected] }] }],
  });

  it('takes a small file', () => {
    expect(codes(small)).toEqual([]);
  });

  it.each([
    ['no JSON', '{', /^cve-data-syntax /],
    ['another kind', { ...small, kind: 'Dashboard' }, /^cve-data-shape kind/],
    [
      'a bound that is no version',
      withComponent({ introduced: 'first' }),
      /affected\.0\.introduced: expected a version/,
    ],
    ['two ends', withComponent({ introduced: '0', fixed: '1.2.3', lastAffected: '1.2.2' }), /expected one end/],
    [
      'a link of a script',
      { ...small, vulnerabilities: [{ ...small.vulnerabilities[0], link: 'javascript:alert(1)' }] },
      /link/,
    ],
    ['a long text', 'x'.repeat(catalogueLimits.characters + 1), /^cve-data-too-long /],
  ])('refuses %s', (_what, value, message) => {
    expect(codes(value)[0]).toMatch(message);
  });
});
