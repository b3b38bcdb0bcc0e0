import { expect, test } from 'vitest';

import { seedPolicy } from '../testkit.ts';
import { lintPolicy } from './lint.ts';

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

// Judged by reading each policy. All but ack and registered log health checks, and none leaves out leases, events of
// events.k8s.io or endpointslices (noise-logged). ack and registered write the answer to serviceaccounts/token, which is a token, in
// rule 11, and rule 2 is for the user of the insecure port. overview and minikube write ConfigMaps of kube-system at Request, tokens
// by the rule for the whole core group, and whole lists of pods; minikube looks for deployments in the core group. In restrict
// the first rule matches everything.
test.each([
  ['ack', 'noise-logged, secret-bodies 10, user-impossible 1'],
  ['metadata', 'noise-logged, request-received-kept'],
  ['minikube', 'large-read-bodies 0, noise-logged, resource-wrong-group 4, secret-bodies 6 8'],
  ['overview', 'large-read-bodies 0, noise-logged, secret-bodies 5 7'],
  ['registered', 'api-version-ended, noise-logged, secret-bodies 10, user-impossible 1'],
  ['restrict', 'catch-all-not-last 0, noise-logged, rule-shadowed 1 2 3'],
])('%s: %s', (name, expected) => {
  expect(summary(seedPolicy(name))).toBe(expected);
});

test('the findings on restrict.yaml name the rules, their lines and what hides them', () => {
  const hidden = lintPolicy(seedPolicy('restrict')).findings.filter(({ code }) => code === 'rule-shadowed');
  expect(hidden.map(({ rule, line, column, message }) => ({ rule, line, column, message }))).toEqual([
    {
      rule: 1,
      line: 7,
      column: 3,
      message: 'rule 2 can never match: rule 1 (line 6) matches all of its requests first',
    },
    {
      rule: 2,
      line: 9,
      column: 3,
      message: 'rule 3 can never match: rule 1 (line 6) matches all of its requests first',
    },
    {
      rule: 3,
      line: 13,
      column: 3,
      message: 'rule 4 can never match: rule 1 (line 6) matches all of its requests first',
    },
  ]);
});

test('what keeps kube-apiserver from starting stands first, wherever its line is', () => {
  const text = `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n- level: None\n  verbs: [get]\n- level: Nothing\n`;
  const { findings } = lintPolicy(text);
  expect(findings[0]).toMatchObject({ severity: 'error', rule: 2, line: 7 });
  const ranks = findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
  expect(ranks).toEqual(ranks.toSorted());
  expect(new Set(ranks).size).toBeGreaterThan(1);
});
