import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { policies, requests } from '../testkit/arbitraries.ts';
import { compilePolicy } from '../evaluate.ts';
import { loadPolicy } from '../load/index.ts';
import type { Policy } from '../model.ts';
import { isValid } from '../simulate/index.ts';
import { recordedEvents, seedPolicy } from '../testkit.ts';
import { diffPolicies } from './diff.ts';

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

function valid(text: string) {
  const loaded = loadPolicy(text);
  if (!isValid(loaded)) throw new Error(loaded.text);
  return loaded;
}

function of(policy: Policy) {
  return valid(JSON.stringify({ kind: 'Policy', ...policy }));
}

describe('diffPolicies', () => {
  test('a policy does not differ from itself', () => {
    expect(diffPolicies(valid(seedPolicy('ack')), valid(seedPolicy('ack'))).result()).toEqual({
      differences: [],
      complete: true,
    });
  });

  test('names the rules, their lines and a request that people recognise', () => {
    const before = valid(`${head}rules:\n- level: Metadata\n`);
    const after = valid(
      `${head}rules:\n- level: None\n  userGroups: [devs]\n  resources: [{group: apps}]\n- level: Metadata\n`,
    );
    expect(diffPolicies(before, after).result().differences).toEqual([
      {
        before: { level: 'Metadata', omitStages: [], omitManagedFields: false, rule: 0, line: 4 },
        after: { level: 'None', omitStages: [], omitManagedFields: false, rule: 0, line: 4 },
        example: {
          user: 'alice',
          groups: ['devs'],
          verb: 'get',
          apiGroup: 'apps',
          resource: 'widgets',
          subresource: '',
          namespace: 'default',
          name: 'web',
        },
      },
    ]);
  });

  test('a path itself is among those that begin with it', () => {
    const before = valid(`${head}rules:\n- level: Metadata\n  nonResourceURLs: ["/api*"]\n`);
    const after = valid(
      `${head}rules:\n- level: None\n  nonResourceURLs: ["/api"]\n- level: Metadata\n  nonResourceURLs: ["/api*"]\n`,
    );
    const { differences } = diffPolicies(before, after).result();
    expect(differences.map(({ example }) => example)).toEqual([
      { user: 'alice', groups: [], verb: 'get', path: '/api' },
    ]);
  });

  test('every example is treated as it says, and a random difference is one that it knows', () => {
    fc.assert(
      fc.property(policies, policies, fc.array(requests, { minLength: 30, maxLength: 30 }), (left, right, tried) => {
        const answer = diffPolicies(of(left), of(right)).result();
        const [a, b] = [compilePolicy(left), compilePolicy(right)];
        const known = new Set<string>();
        for (const { before, after, example } of answer.differences) {
          expect([a.evaluate(example).rule, b.evaluate(example).rule]).toEqual([before.rule, after.rule]);
          known.add(`${before.rule}:${after.rule}`);
        }
        for (const request of tried) {
          const [x, y] = [a.evaluate(request), b.evaluate(request)];
          const differs = x.level !== y.level;
          if (differs && !known.has(`${x.rule}:${y.rule}`)) throw new Error(`unknown ${JSON.stringify(request)}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('events are counted in the difference that they show', () => {
    const diff = diffPolicies(valid(seedPolicy('ack')), valid(`${head}rules:\n- level: None\n`));
    let count = 0;
    for (const { event, line } of recordedEvents('ack-v1/kubernetes.audit')) {
      diff.add(event, line.length);
      count += 1;
    }
    const { differences } = diff.result();
    const total = differences.reduce((sum, { volume }) => sum + (volume?.before.events ?? 0), 0);
    expect(total).toBe(count);
    expect(differences.every(({ volume }) => volume?.after.events === 0)).toBe(true);
  });
});
