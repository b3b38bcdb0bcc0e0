import type { Diagnostic } from '../../base/index.ts';
import type { Release } from '../flags/catalogue.ts';

/** The oldest release whose rules are known. */
const oldestRelease: Release = { minor: 20 };

/** A release and what had to be assumed to get it. */
export interface KnownRelease {
  readonly release: Release;
  readonly warning?: Diagnostic;
}

/** Reads a release as people write it: `1.20`, `v1.36.3`, `1.27.4-gke.900`. */
export function parseRelease(text: string): Release | undefined {
  const minor = /^v?1\.(\d{1,3})(?:[.+-].*)?$/.exec(text)?.[1];
  return minor === undefined ? undefined : { minor: Number(minor) };
}

/** Takes the release from an image's tag. One that is older than 1.20 or cannot be read counts as 1.20, with a warning. */
export function releaseOfImage(image: string | undefined): KnownRelease {
  const tag = /:([^:/@]+)(?:@[^@]*)?$/.exec(image?.replace(/@sha256:[0-9a-f]+$/, '') ?? '')?.[1];
  const release = tag === undefined ? undefined : parseRelease(tag);
  if (release === undefined) return assume(`cannot tell the release from the image "${image ?? ''}"`);
  if (release.minor < oldestRelease.minor)
    return assume(`release 1.${release.minor} is older than the oldest known one`);
  return { release };
}

/** Takes the release that a user named, in place of the image's. */
export function releaseOfUser(text: string): KnownRelease | undefined {
  const release = parseRelease(text);
  if (release === undefined) return undefined;
  if (release.minor < oldestRelease.minor)
    return assume(`release 1.${release.minor} is older than the oldest known one`);
  return { release };
}

function assume(reason: string): KnownRelease {
  return {
    release: oldestRelease,
    warning: {
      code: 'release-assumed',
      severity: 'warning',
      message: `${reason}: treated as 1.${oldestRelease.minor}`,
      hint: 'name the release with --kube-version',
    },
  };
}
