import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { lintPolicy, validatePolicy } from '../../src/policy/index.ts';
import { readText } from '../../src/policy/testkit.ts';

const folder = path.resolve(import.meta.dirname, '../../../shared/data/policies');
const invalid = path.resolve(import.meta.dirname, '../../../shared/data/policies-invalid');
const present = existsSync(folder);
if (!present) process.stderr.write(`SKIPPED: the published policies are not at ${folder}\n`);

/** Codes with the rules that they are about, sorted: `secret-bodies 5 7`. */
function summary(text: string): string {
  const rules = new Map<string, number[]>();
  for (const { code, rule } of lintPolicy(text).findings)
    rules.set(code, [...(rules.get(code) ?? []), ...(rule === null ? [] : [rule])]);
  return [...rules]
    .map(([code, list]) => [code, ...list].join(' '))
    .toSorted()
    .join(', ');
}

// Judged by reading each policy: a policy for one purpose lacks a last rule and what CIS asks for; the copies of Kubernetes'
// example write ConfigMaps of kube-system and tokens at Request; OpenShift's write resource: for resources: and look for a
// tokenrequests that nobody serves; kics, kubescape and falco look for deployments and tokenreviews in the core group; the rule for
// aws-auth in the EKS ones writes a ConfigMap on purpose; strrl's tenth rule repeats its first; wzshiming's omit ResponseStarted.
const expected: readonly (readonly [string, string])[] = [
  ['aks-engine', 'large-read-bodies 0, noise-logged, rule-same-as-next 5, secret-bodies 4 5 6'],
  ['audit2rbac-demo', 'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged'],
  [
    'cloudnative-pg-e2e',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, request-received-kept',
  ],
  ['edge-manageability-1', 'large-read-bodies 0, noise-logged, secret-bodies 5 7'],
  ['edge-manageability-preorch', 'large-read-bodies 0, noise-logged, secret-bodies 5 7'],
  ['edge-manageability-rke2', 'large-read-bodies 0, noise-logged, secret-bodies 5 7'],
  ['eks-anywhere', 'api-version-ended, noise-logged, request-received-kept, secret-bodies 0 13'],
  ['eks-best-practices', 'api-version-ended, noise-logged, request-received-kept, secret-bodies 0 13'],
  ['falco-k8saudit-plugin', 'large-read-bodies 0, noise-logged, resource-wrong-group 0, secret-bodies 6 7 9'],
  ['ferozsalam-all', 'api-version-ended, large-read-bodies 0, noise-logged, request-received-kept, secret-bodies 0'],
  ['ferozsalam-metadata', 'large-read-bodies 0, noise-logged, secret-bodies 5 7'],
  [
    'gardener-auditlog-forwarder',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, request-received-kept',
  ],
  ['giantswarm-k8scloudconfig', 'noise-logged, secret-bodies 15, user-impossible 1'],
  ['hkerma-perfspec', 'noise-logged'],
  ['k3s-docs', 'noise-logged, request-received-kept'],
  [
    'kcp-docs-a',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, noise-logged, request-received-kept',
  ],
  [
    'kcp-e2e',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, request-received-kept',
  ],
  ['kcp-sdk-testing', 'catch-all-missing, cis-changes-not-logged, noise-logged, secret-bodies 4'],
  ['kcp-test-server', 'catch-all-missing, cis-changes-not-logged, noise-logged, secret-bodies 4'],
  ['khi-docs', 'large-read-bodies 1, noise-logged, request-received-kept, secret-bodies 1'],
  [
    'kics-negative1',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, resource-wrong-group 0 1',
  ],
  [
    'kics-positive2',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged 2, request-received-kept, resource-wrong-group 0 1, secret-bodies 0',
  ],
  ['kops-golden', 'noise-logged, request-received-kept'],
  ['kube-aws', 'api-version-ended, noise-logged, secret-bodies 11, user-impossible 1'],
  ['kubermatic-metadata', 'noise-logged, request-received-kept'],
  [
    'kubermatic-minimal',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, secret-bodies 0',
  ],
  ['kubernetes-gce-configure-helper', 'noise-logged, user-impossible 1'],
  [
    'kubernetes-reader-test-valid',
    'namespace-on-cluster-scoped 1 1, noise-logged, request-received-kept, secret-bodies 1',
  ],
  ['kubernetes-website-example', 'large-read-bodies 0, noise-logged, secret-bodies 5 7'],
  ['kubescape-failed-many-rules-for-one-resources', 'noise-logged, resource-wrong-group 0 0, secret-bodies 6 8'],
  [
    'kubescape-pass-many-rules-for-one-resources',
    'noise-logged, resource-wrong-group 0 0, rule-same-as-next 6, secret-bodies 8',
  ],
  ['kubescape-pass', 'noise-logged, resource-wrong-group 0 0, rule-same-as-next 6, secret-bodies 8'],
  ['kwok-demo', 'noise-logged, request-received-kept'],
  [
    'kyverno-kind',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, request-received-kept',
  ],
  [
    'openshift-allrequestbodies',
    'large-read-bodies 3, noise-logged, resource-unknown 2, secret-bodies 3, unknown-field 2',
  ],
  [
    'openshift-base',
    'catch-all-missing, cis-changes-not-logged, cis-secrets-not-logged, exec-not-logged, nothing-logged',
  ],
  [
    'openshift-multiple-customrules',
    'cis-changes-not-logged 7, cis-secrets-not-logged 7, exec-not-logged 7, large-read-bodies 6, noise-logged, resource-unknown 2 5, secret-bodies 3 6, unknown-field 2 5',
  ],
  [
    'openshift-none',
    'cis-changes-not-logged 2, cis-secrets-not-logged 2, exec-not-logged 2, nothing-logged, rule-same-as-next 1',
  ],
  ['openshift-writerequestbodies', 'noise-logged, resource-unknown 2, secret-bodies 3, unknown-field 2'],
  ['rke1-default', 'noise-logged, request-received-kept'],
  [
    'strrl-dashboard',
    'catch-all-missing, large-read-bodies 0 2 4 12, noise-logged, request-received-kept, rule-shadowed 9, secret-bodies 0 5',
  ],
  ['talos-default', 'noise-logged, request-received-kept'],
  ['wzshiming-audit-exporter', 'failed-logins-omitted, noise-logged'],
  ['wzshiming-scheduling-perf', 'failed-logins-omitted, noise-logged'],
];

describe.skipIf(!present)('lint of published policies', () => {
  test.each(expected)('%s', (name, findings) => {
    expect(summary(readText(path.join(folder, `${name}.yaml`)))).toBe(findings);
  });

  test('every published policy is judged', () => {
    const names = readdirSync(folder).map((name) => path.basename(name, '.yaml'));
    expect(names.toSorted()).toEqual(expected.map(([name]) => name).toSorted());
  });

  test('every policy that kube-apiserver refuses or swallows something of has an error', () => {
    for (const name of readdirSync(invalid)) {
      const text = readText(path.join(invalid, name));
      // A policy without a kind is taken for one.
      if (validatePolicy(text).valid && validatePolicy(text).warnings.length === 0) continue;
      const { findings } = lintPolicy(text);
      expect(
        findings.map(({ severity }) => severity),
        name,
      ).toContain('error');
    }
  });
});
