import type { Diagnostic } from '../base/index.ts';
import type { Release } from './flags/catalogue.ts';

/** Says why kube-apiserver of that release would refuse a policy. */
export function checkPolicy(_text: string, _release: Release): readonly Diagnostic[] {
  return [];
}
