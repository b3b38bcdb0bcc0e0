import { unreachable } from '../../base/index.ts';
import type { FlagSpec, Release } from './catalogue.ts';
import { parseBoolean, parseDuration, parseInteger, parseNumber } from './go-value.ts';

/**
 * Says why kube-apiserver of that release would refuse the value of a flag, or undefined where it takes it. Limits that
 * hold for a backend in use only (a buffer of 0) are left to `checkBackend`.
 */
export function checkValue(flag: FlagSpec, value: string, release: Release): string | undefined {
  const { kind } = flag;
  switch (kind.type) {
    case 'text':
    case 'path':
      return undefined;
    case 'choice':
      return kind.values.includes(value) ? undefined : `allowed are ${kind.values.join(', ')}`;
    case 'version':
      return versionsOf(release).includes(value) ? undefined : `allowed are ${versionsOf(release).join(', ')}`;
    case 'integer':
      return parseInteger(value) === undefined ? 'not an integer' : undefined;
    case 'number':
      return parseNumber(value) === undefined ? 'not a number' : undefined;
    case 'boolean':
      return parseBoolean(value) === undefined ? 'not a boolean' : undefined;
    case 'duration':
      return parseDuration(value) === undefined ? 'not a duration such as 30s' : undefined;
    default:
      return unreachable(kind);
  }
}

/** The versions in which kube-apiserver of that release writes events; v1beta1 and v1alpha1 ended with 1.24. */
function versionsOf(release: Release): readonly string[] {
  return release.minor >= 24
    ? ['audit.k8s.io/v1']
    : ['audit.k8s.io/v1', 'audit.k8s.io/v1beta1', 'audit.k8s.io/v1alpha1'];
}
