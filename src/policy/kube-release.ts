import { type Result, fail, ok } from '../base/index.ts';

/** A minor release of Kubernetes 1, such as 36 for 1.36. */
export type KubeMinor = number;

/** The newest release whose behaviour is known, and the oldest. */
export const newestMinor: KubeMinor = 36;
export const oldestMinor: KubeMinor = 20;

/** What a release does with a policy. Read from the sources of the releases: pkg/audit/policy/{reader,checker}.go. */
export interface KubeRelease {
  readonly minor: KubeMinor;
  /** Versions of audit.k8s.io in which a policy is accepted. */
  readonly apiVersions: readonly string[];
  /** Reads strictly first and warns about what it then ignores (since 1.26). */
  readonly warnsOfUnknownFields: boolean;
  readonly knowsOmitManagedFields: boolean;
  /** `group: "*"` stands for every group. */
  readonly groupWildcard: boolean;
  /** Decoding errors are worded by json-iterator instead of encoding/json. */
  readonly jsonIterator: boolean;
  /** Lists in messages look like Go source (`[]string{"a"}`) instead of JSON. */
  readonly goSyntaxValues: boolean;
  /** Where the scheme says that it was made; known for 1.20 and 1.36, the nearer one stands in between. */
  readonly schemeName: string;
}

const v1 = 'audit.k8s.io/v1';
/** pkg/audit/policy/reader.go decodes strictly first. */
const strictSince = 26;
/** field.Error renders its value with encoding/json. */
const jsonValuesSince = 34;

/** The behaviour of a minor release; one that is out of the known range behaves as the nearest known one. */
export function kubeRelease(minor: KubeMinor): KubeRelease {
  const release = Math.min(Math.max(minor, oldestMinor), newestMinor);
  return {
    minor: release,
    apiVersions: release < 24 ? ['audit.k8s.io/v1beta1', 'audit.k8s.io/v1alpha1', v1] : [v1],
    warnsOfUnknownFields: release >= strictSince,
    knowsOmitManagedFields: release >= 23,
    groupWildcard: release >= 36,
    jsonIterator: release < 23,
    goSyntaxValues: release < jsonValuesSince,
    schemeName: release < 30 ? 'k8s.io/apiserver/pkg/audit/scheme.go:32' : 'pkg/runtime/scheme.go:111',
  };
}

/** Reads `1.36`, `v1.36.3` or `1.30+`; the newest known release where nothing is given. */
export function parseKubeVersion(text?: string): Result<KubeRelease> {
  if (text === undefined) return ok(kubeRelease(newestMinor));
  const match = /^v?1\.(\d{1,3})(?:\.\d+)?(?:[-+].*)?\+?$/.exec(text.trim());
  if (!match?.[1]) {
    return fail({
      code: 'kube-version-unreadable',
      severity: 'error',
      message: `cannot read Kubernetes version ${JSON.stringify(text)}: expected a release such as 1.${newestMinor}`,
    });
  }
  const minor = Number(match[1]);
  if (minor >= oldestMinor && minor <= newestMinor) return ok(kubeRelease(minor));
  const nearest = minor < oldestMinor ? oldestMinor : newestMinor;
  return ok(kubeRelease(minor), [
    {
      code: 'kube-version-unknown',
      severity: 'warning',
      message: `Kubernetes 1.${minor} is not known; the rules of 1.${nearest} are used`,
    },
  ]);
}
