import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compilePolicy } from '../evaluate.ts';
import { loadPolicy } from '../load/index.ts';
import { validPolicy } from '../testkit.ts';
import { fixPolicy } from './fix-policy.ts';
import { lintPolicy } from './lint.ts';
import { misplaced, misplacedRequests } from './testkit/misplacing.ts';

describe('fixPolicy', () => {
  test('every request that the author decided is decided so after the fix', () => {
    let changed = 0;
    fc.assert(
      fc.property(
        misplaced,
        fc.array(misplacedRequests, { minLength: 40, maxLength: 40 }),
        ({ intention, text, rules }, tried) => {
          const fixed = fixPolicy(text).text;
          if (fixed !== text) changed += 1;
          const [meant, written] = [compilePolicy(intention), compilePolicy(validPolicy(fixed))];
          expect(written.policy.rules.length).toBeGreaterThanOrEqual(rules);
          for (const request of tried) {
            const [{ rule: _meant, ...wanted }, { rule: _written, ...found }] = [
              meant.evaluate(request),
              written.evaluate(request),
            ];
            if (JSON.stringify(wanted) !== JSON.stringify(found))
              throw new Error(
                `${JSON.stringify(request)}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}\n${fixed}`,
              );
          }
          const codes = lintPolicy(fixed).findings.map(({ code }) => code);
          expect(codes).not.toContain('unknown-field');
          expect(codes).not.toContain('duplicate-field');
        },
      ),
      { numRuns: 500 },
    );
    expect(changed).toBeGreaterThan(350);
  });

  const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n';

  // Each as people wrote it, and as it is meant.
  test.each([
    [
      'a resource of somebody else, which is near one of Kubernetes and is not that',
      `- level: None
  resources: [{group: "", resources: [routes, podss]}]
- level: Metadata
`,
      `- level: None
  resources: [{group: "", resources: [routes, pods]}]
- level: Metadata
`,
    ],
    [
      'versions beside their groups, as rules of admission webhooks have them: no group of their own',
      `- level: None
  apiGroups: ["apps"]
  apiVersions: ["v1", "v1beta1"]
  resources: ["*"]
- level: None
  resources:
  - group: batch
    apiVersion: batch/v1
    resources: [jobs]
- level: Metadata
`,
      `- level: None
  resources:
  - group: "apps"
    resources: ["*"]
- level: None
  resources:
  - group: batch
    resources: [jobs]
- level: Metadata
`,
    ],
    [
      'conditions in an entry, comments and quotes kept',
      `# all reads
- level: None # noise
  resources:
  # leases
  - group: coordination.k8s.io
    resources: ["leases"]
    verbs: ["get", 'list'] # reads only
- level: Metadata
`,
      `# all reads
- level: None # noise
  verbs: ["get", 'list'] # reads only
  resources:
  # leases
  - group: coordination.k8s.io
    resources: ["leases"]
- level: Metadata
`,
    ],
    [
      'several groups of an entry',
      `- level: Metadata\n  resources:\n  - apiGroups: [apps, batch]\n    resources: ["*"]\n`,
      `- level: Metadata\n  resources:\n  - group: apps\n    resources: ["*"]\n  - group: batch\n    resources: ["*"]\n`,
    ],
    [
      'entries with conditions of their own',
      `- level: None\n  resources:\n    - group: ""\n      resources: [events]\n      verbs: [create]\n    - group: apps\n      users: bob\n`,
      `- level: None\n  verbs: [create]\n  resources:\n    - group: ""\n      resources: [events]\n- level: None\n  users: [bob]\n  resources:\n    - group: apps\n`,
    ],
    [
      'what RBAC writes',
      `- level: Metadata\n  apiGroups: ["rbac.authorization.k8s.io"]\n  resources: [roles, rolebindings]\n`,
      `- level: Metadata\n  resources:\n  - group: "rbac.authorization.k8s.io"\n    resources: [roles, rolebindings]\n`,
    ],
    [
      'names of resources alone, each in its own group',
      `- level: Metadata\n  resources: [pods, deployments]\n`,
      `- level: Metadata\n  resources:\n  - group: ""\n    resources: [pods]\n  - group: "apps"\n    resources: [deployments]\n`,
    ],
    [
      'a second name for a field that is there',
      `- level: Metadata\n  userGroups: [a]\n  groups: [b]\n`,
      `- level: Metadata\n  userGroups: [a, b]\n`,
    ],
    [
      'a group of users and a group of the API, both of the rule',
      `- level: Metadata\n  group: system:nodes\n- level: None\n  group: apps\n`,
      `- level: Metadata\n  userGroups: [system:nodes]\n- level: None\n  resources:\n  - group: apps\n`,
    ],
    [
      'a version for a group: that of the resources, an entry each',
      `- level: None\n  resources:\n  - group: v1 # old\n    resources: [selfsubjectaccessreviews, "pods"]\n    resourceNames: [a]\n  - group: v1\n`,
      `- level: None\n  resources:\n  - group: authorization.k8s.io # old\n    resources: [selfsubjectaccessreviews]\n    resourceNames: [a]\n  - group: "" # old\n    resources: ["pods"]\n    resourceNames: [a]\n  - group: ""\n`,
    ],
    [
      'resources of another group than the rest',
      `- level: None\n  resources: [{group: "", resources: [pods, deployments, thing]}]\n`,
      `- level: None\n  resources: [{group: "", resources: [pods, thing]}, {group: "apps", resources: [deployments]}]\n`,
    ],
    [
      'rules without conditions in front of others: the first of them is the last rule',
      `- level: Metadata\n- level: None\n  verbs: [get]\n# all\n- level: Request # never\n`,
      `- level: None\n  verbs: [get]\n# all\n# - level: Request # never\n- level: Metadata\n`,
    ],
    [
      'flow style',
      `- {level: None, resources: [{group: apps, verbs: [get]}]}\n`,
      `- {level: None, verbs: [get], resources: [{group: apps}]}\n`,
    ],
    [
      'paths beside resources',
      `- level: None\n  resources: [{group: apps}]\n  paths: [/healthz]\n`,
      `- level: None\n  resources: [{group: apps}]\n- level: None\n  nonResourceURLs: [/healthz]\n`,
    ],
  ])('%s', (_, written, meant) => {
    expect(fixPolicy(head + written).text).toBe(head + meant);
  });

  test.each([
    ['an anchor', `- level: None\n  resources: [{group: apps, verbs: &v [get]}]\n- level: None\n  verbs: *v\n`],
    ['a field that means nothing', `- level: None\n  description: no leases\n`],
    ['stages that may be those to keep', `- level: Metadata\n  stages: [ResponseComplete]\n`],
    [
      'conditions that exclude each other',
      `- level: None\n  verbs: [list]\n  resources: [{group: apps, verbs: [get]}]\n`,
    ],
    [
      'a group for some entries',
      `- level: None\n  group: apps\n  resources: [{group: batch}, {resources: [widgets]}]\n`,
    ],
    [
      'a repeated name',
      `- level: None\n  verb: [get]\n  resources: [{group: apps, group: batch}]\n`.replace('verb:', 'verbs:'),
    ],
  ])('leaves alone what may mean several things: %s', (_, written) => {
    expect(fixPolicy(head + written).text).toBe(head + written);
    expect(lintPolicy(head + written).findings.some(({ severity }) => severity === 'error')).toBe(true);
  });

  test('a misspelt kind is left alone: without one the file is a policy', () => {
    const text = `apiVersion: audit.k8s.io/v1\nind: Policie\nrules:\n- level: Metadata\n`;
    expect(fixPolicy(text).text).toBe(text);
  });

  test('a policy that is accepted stays accepted, whatever stands behind what is read', () => {
    const rule = `- level: None\n  resources:\n  - group: ""\n    resources: ["secrets"]\rnonResourceURLs: ["/a"]\n`;
    const text = `${head}- level: Metadata\n${rule}`;
    expect(loadPolicy(text).text).toBe('');
    expect(fixPolicy(text).text).toBe(text);
  });

  test('advice changes the log, so it is applied only where it is asked for', () => {
    const text = `${head}- level: RequestResponse\n`;
    expect(fixPolicy(text)).toEqual({ text, applied: [] });
    const codes = fixPolicy(text, { advice: true }).applied.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['secret-bodies', 'large-read-bodies', 'noise-logged']));
  });
});
