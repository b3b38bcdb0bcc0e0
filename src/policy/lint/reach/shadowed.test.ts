import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { policies, requests } from '../../testkit/arbitraries.ts';
import { compilePolicy } from '../../evaluate.ts';
import type { Policy } from '../../model.ts';
import { seedPolicy, validPolicy } from '../../testkit.ts';
import { findShadowed } from './shadowed.ts';

function shadowedOf(rules: string) {
  return findShadowed(validPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rules}`), true).rules;
}

describe('findShadowed', () => {
  test('no request out of 100,000 reaches a rule that it names', () => {
    let claims = 0;
    let count = 0;
    fc.assert(
      fc.property(
        policies,
        fc.array(requests, { minLength: 100, maxLength: 100 }),
        fc.boolean(),
        (policy, tried, wildcard) => {
          const shadowed = new Set(findShadowed(policy, wildcard).rules.map(({ rule }) => rule));
          claims += shadowed.size;
          if (shadowed.size === 0) return;
          const evaluator = compilePolicy(policy, wildcard);
          for (const request of tried) {
            count += 1;
            const { rule } = evaluator.evaluate(request);
            if (rule !== null && shadowed.has(rule)) throw new Error(`rule ${rule} decides ${JSON.stringify(request)}`);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(claims).toBeGreaterThan(500);
    expect(count).toBeGreaterThan(100_000);
  });

  test('no request for a part that it names reaches the rule', () => {
    let claims = 0;
    let count = 0;
    fc.assert(
      fc.property(
        policies,
        fc.array(requests, { minLength: 100, maxLength: 100 }),
        fc.boolean(),
        (policy, tried, wildcard) => {
          const { parts } = findShadowed(policy, wildcard);
          claims += parts.length;
          if (parts.length === 0) return;
          const whole = compilePolicy(policy, wildcard);
          for (const { rule: index, steps } of parts) {
            const alone = partAlone(policy, index, steps, wildcard);
            for (const request of tried) {
              if (alone.evaluate(request).rule === null) continue;
              count += 1;
              if (whole.evaluate(request).rule === index)
                throw new Error(`${JSON.stringify(steps)} of rule ${index} is reached by ${JSON.stringify(request)}`);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(claims).toBeGreaterThan(500);
    expect(count).toBeGreaterThan(500);
  });

  test('it names what of a rule earlier rules leave nothing of', () => {
    const text = `- level: Metadata
  resources: [{group: "", resources: [secrets, configmaps]}]
- level: None
  users: [bob]
- level: None
  verbs: [get]
  users: [eve]
- level: Request
  users: [bob, eve]
  verbs: [get, list]
  resources: [{group: "", resources: [configmaps, pods]}]
`;
    const policy = validPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${text}`);
    expect(findShadowed(policy, true).parts).toEqual([
      { rule: 3, steps: ['users', 0], by: [1] },
      { rule: 3, steps: ['verbs', 0], by: [0, 1, 2] },
      { rule: 3, steps: ['resources', 0, 'resources', 0], by: [0] },
    ]);
  });

  test('it names every rule that the hardest requests do not reach', () => {
    expect(findShadowed(validPolicy(seedPolicy('restrict')), true).rules).toEqual([
      { rule: 1, by: [0] },
      { rule: 2, by: [0] },
      { rule: 3, by: [0] },
    ]);
  });

  test('several rules together', () => {
    const both =
      '- level: None\n  verbs: [get]\n- level: Request\n  verbs: [list]\n- level: Metadata\n  verbs: [get, list]\n';
    expect(shadowedOf(both)).toEqual([{ rule: 2, by: [0, 1] }]);
    const kinds =
      '- level: None\n  namespaces: [a]\n- level: None\n  nonResourceURLs: ["*"]\n- level: None\n  resources: [{group: "*"}]\n- level: Metadata\n';
    expect(shadowedOf(kinds)).toEqual([{ rule: 3, by: [1, 2] }]);
  });

  test.each([
    [
      'a subresource is not its resource',
      '- level: None\n  resources: [{group: "", resources: [pods]}]\n- level: Metadata\n  resources: [{group: "", resources: [pods/log]}]\n',
    ],
    [
      'another name',
      '- level: None\n  resources: [{group: "", resources: [pods], resourceNames: [a]}]\n- level: Metadata\n  resources: [{group: "", resources: [pods]}]\n',
    ],
    [
      'a request without a namespace',
      '- level: None\n  namespaces: [a, b]\n- level: Metadata\n  namespaces: [a, ""]\n',
    ],
    ['a member of one group alone', '- level: None\n  userGroups: [a]\n- level: Metadata\n  userGroups: [a, b]\n'],
    [
      'a path with a longer prefix',
      '- level: None\n  nonResourceURLs: ["/api/*"]\n- level: Metadata\n  nonResourceURLs: ["/api*"]\n',
    ],
    ['what no request can be', '- level: None\n- level: Metadata\n  resources: [{group: "", resources: [a/b/c]}]\n'],
  ])('is silent about %s', (_, rules) => {
    expect(shadowedOf(rules)).toEqual([]);
  });

  test('one rule is compared with another however many requests they match', () => {
    expect(shadowedOf(`- level: None\n${wide}- level: Metadata\n${wide}`)).toEqual([{ rule: 1, by: [0] }]);
  });

  test('is silent where there are too many requests to try for several', () => {
    const halves = ['u0, u1', wideUsers.slice(8)].map((users) => `- level: None\n  users: [${users}]\n`).join('');
    expect(shadowedOf(`${halves}- level: Metadata\n${wide}`)).toEqual([]);
  });
});

/** A policy of one part of a rule alone. */
function partAlone(policy: Policy, index: number, steps: readonly (string | number)[], wildcard: boolean) {
  const rule = policy.rules[index];
  const [field, at, , place] = steps;
  if (!rule || typeof at !== 'number') throw new Error('no such part');
  const entry = rule.resources[at];
  const resources = entry && typeof place === 'number' ? entry.resources.slice(place, place + 1) : [];
  const part =
    field === 'resources'
      ? { ...rule, resources: entry ? [{ ...entry, resources }] : [] }
      : { ...rule, [String(field)]: [rule[field as 'verbs'][at]] };
  return compilePolicy({ ...policy, rules: [part] }, wildcard);
}

const wideUsers = names('u');
const wide = `  users: [${wideUsers}]\n  verbs: [${names('v')}]\n  namespaces: [${names('n')}]\n`;

function names(prefix: string): string {
  return Array.from({ length: 60 }, (_, index) => `${prefix}${index}`).join(', ');
}
