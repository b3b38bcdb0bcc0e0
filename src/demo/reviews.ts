import { success } from './outcome.ts';
import type { Recordable } from './recorder.ts';

/** Why everybody may ask what they may do. */
const basicUser =
  'RBAC: allowed by ClusterRoleBinding "system:basic-user" of ClusterRole "system:basic-user" to Group "system:authenticated"';

type Review = Pick<Recordable, 'verb' | 'target' | 'outcome' | 'reason' | 'request' | 'response'>;

const kindOf = (kind: string, spec: object): object => ({
  kind,
  apiVersion: 'authorization.k8s.io/v1',
  metadata: {},
  spec,
});
const common = { verb: 'create', outcome: success(201), reason: basicUser } as const;

/** `kubectl auth whoami`. */
export const selfReview: Review = { ...common, target: { resource: 'selfsubjectreviews' } };

/** `kubectl auth can-i VERB RESOURCE`; `because` is why it is allowed, left out where it is not. */
export function accessReview(namespace: string, verb: string, resource: string, because?: string): Review {
  const review = kindOf('SelfSubjectAccessReview', { resourceAttributes: { namespace, verb, resource } });
  const status = because === undefined ? { allowed: false } : { allowed: true, reason: because };
  const target = { resource: 'selfsubjectaccessreviews' } as const;
  return { ...common, target, request: review, response: { ...review, status } };
}

/** `kubectl auth can-i --list`, answered with the rules. */
export function rulesReview(namespace: string, resourceRules: readonly object[]): Review {
  const review = kindOf('SelfSubjectRulesReview', { namespace });
  const status = { resourceRules, nonResourceRules: [], incomplete: false };
  const target = { resource: 'selfsubjectrulesreviews' } as const;
  return { ...common, target, request: review, response: { ...review, status } };
}
