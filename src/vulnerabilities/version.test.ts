import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, readVersion, type Version } from './version.ts';

function versionOf(text: string): Version {
  const reading = readVersion(text);
  if (!('version' in reading)) throw new Error(`${text} is no version`);
  return reading.version;
}

describe('readVersion', () => {
  it.each([
    ['v1.36.3', 'upstream'],
    ['1.20', 'upstream'],
    ['v1.32.0-rc.1', 'upstream'],
    ['v1.32.0-alpha.1.123+0a1b2c3d4e5f67', 'upstream'],
    ['v1.32.3+k3s1', 'upstream'],
    ['v1.17.2-k3s.1', 'upstream'],
    ['v1.28.9+rke2r1', 'upstream'],
    ['1.32.0-rc1', 'upstream'],
    ['v1.20.4-aliyun.1', 'vendor'],
    ['v1.29.3-eks-adc7111', 'vendor'],
    ['v1.27.8-gke.1067004', 'vendor'],
    ['v1.26.1-tke.5', 'vendor'],
    ['v1.21.2+vmware.1', 'vendor'],
    ['v1.24.1-dirty', 'vendor'],
    ['v1.27.4+2c83a9f', 'other'],
    ['v1.28.101-akslts', 'other'],
    ['v1.27.102', 'other'],
    ['v0.0.0', 'none'],
    ['v0.0.0-master+$Format:%H$', 'none'],
    ['UNKNOWN', 'none'],
    ['', 'none'],
    ['v1', 'none'],
    ['1.2.3.4', 'none'],
    [`v1.2.3-${'a'.repeat(200)}`, 'none'],
  ])('%s is %s', (text, kind) => {
    expect(readVersion(text).kind).toBe(kind);
  });

  it('keeps what a vendor began from', () => {
    expect(versionOf('v1.20.4-aliyun.1')).toEqual({ major: 1, minor: 20, patch: 4, preRelease: [] });
  });

  it('takes any text without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => readVersion(text).kind !== undefined));
  });
});

describe('compareVersions', () => {
  it('orders as semver does', () => {
    const ordered = [
      '1.2.9',
      '1.10.0-0',
      '1.10.0-1',
      '1.10.0-alpha',
      '1.10.0-alpha.1',
      '1.10.0-alpha.2',
      '1.10.0-alpha.10',
      '1.10.0-beta.2',
      '1.10.0-rc.1',
      '1.10.0',
      '1.10.1',
      '2.0.0',
    ];
    const parse = (text: string): Version =>
      // Numbers alone are pre-releases to semver, and suffixes of vendors to us.
      /-\d+$/.test(text)
        ? { ...versionOf(text.replace(/-.*/, '')), preRelease: [text.replace(/.*-/, '')] }
        : versionOf(text);
    for (const [index, text] of ordered.entries()) {
      for (const [otherIndex, other] of ordered.entries())
        expect(Math.sign(compareVersions(parse(text), parse(other))), `${text} ${other}`).toBe(
          Math.sign(index - otherIndex),
        );
    }
  });

  it('looks at no suffix of a vendor and no build', () => {
    expect(compareVersions(versionOf('v1.20.4-aliyun.1'), versionOf('1.20.4'))).toBe(0);
    expect(compareVersions(versionOf('v1.32.3+k3s1'), versionOf('1.32.3'))).toBe(0);
  });
});
