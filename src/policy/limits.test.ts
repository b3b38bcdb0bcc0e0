import { describe, expect, test } from 'vitest';

import { checkPolicy, validatePolicy } from './answers.ts';
import { diffPolicies } from './diff/index.ts';
import { lintPolicy } from './lint/index.ts';
import { mostFindings } from './lint/lint.ts';
import { loadPolicy } from './load/index.ts';
import { maxPolicySize, mostRules } from './load/load.ts';
import { isValid } from './simulate/index.ts';

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n';

/** Repeats a piece until the policy is as large as may be. */
function filled(begin: string, piece: (index: number) => string, end: string): string {
  const pieces: string[] = [];
  let size = head.length + begin.length + end.length;
  for (let index = 0; ; index++) {
    const next = piece(index);
    size += next.length;
    if (size > maxPolicySize) return head + begin + pieces.join('') + end;
    pieces.push(next);
  }
}

function codesOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of lintPolicy(text).findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

describe('the largest policy that is read', () => {
  // Each of these is wrong in so many places that looking for what was meant took minutes.
  test.each([
    ['unknown fields of one rule', filled('- level: None\n', (i) => `  f${i}o: [x]\n`, ''), 'unknown-field'],
    [
      'misspelt resources',
      filled('- level: None\n  resources:\n  - group: ""\n    resources: [', (i) => `podz${i}, `, 'x]\n'),
      'resource-unknown',
    ],
    [
      'resources of another group',
      filled('- level: None\n  resources:\n', () => '  - group: ""\n    resources: [deployments]\n', ''),
      'resource-wrong-group',
    ],
    ['misspelt verbs', filled('- level: None\n  verbs: [', (i) => `gett${i}, `, 'x]\n'), 'verb-unknown'],
    [
      'stars behind resources',
      filled('- level: None\n  resources:\n  - group: ""\n    resources: [', (i) => `"a${i}/*", `, 'x]\n'),
      'subresource-wildcard',
    ],
  ])('%s: each kind of finding is told so many times', (_, text, code) => {
    const counts = codesOf(text);
    expect(counts.get(code)).toBe(mostFindings);
    expect(Math.max(...counts.values())).toBe(mostFindings);
  });

  test('what is larger is refused by name', () => {
    const large = validatePolicy(`${head}- level: None\n#${'x'.repeat(maxPolicySize)}`);
    expect(large.errors.map(({ code }) => code)).toEqual(['policy-too-large']);
    expect(large.text).toContain(String(maxPolicySize));
    const many = validatePolicy(head + '- level: None\n'.repeat(mostRules + 1));
    expect(many.errors.map(({ code }) => code)).toEqual(['policy-too-many-rules']);
    expect(many.text).toContain(String(mostRules));
  });

  test('requests times rules are limited', () => {
    const rules = Array.from({ length: 5000 }, (_, index) => `- level: None\n  users: [u${index}]\n`).join('');
    const request = { user: 'x', groups: [], verb: 'get', path: '/' };
    const decide = (count: number) =>
      checkPolicy(
        head + rules,
        Array.from({ length: count }, () => request),
      );
    // Two thousand times five thousand is just what may be.
    expect(decide(2000).ok).toBe(true);
    expect(decide(2001).diagnostics.map(({ code }) => code)).toEqual(['policy-check-too-large']);
  });

  test('a comparison of many rules ends and says that it is not complete', () => {
    const rule = (index: number): string => `- level: None\n  users: [u${index}]\n  verbs: [a, b, c]\n`;
    const side = loadPolicy(head + Array.from({ length: 5000 }, (_, index) => rule(index)).join(''));
    if (!isValid(side)) throw new Error(side.text);
    expect(diffPolicies(side, side).result().complete).toBe(false);
  });
});
