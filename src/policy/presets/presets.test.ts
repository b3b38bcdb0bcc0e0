import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { coverageOf, detectionNeeds } from '../coverage/index.ts';
import { diffPolicies } from '../diff/index.ts';
import { compilePolicy } from '../evaluate.ts';
import { kubeRelease } from '../kube-release.ts';
import { lintPolicy } from '../lint/index.ts';
import { loadPolicy } from '../load/index.ts';
import { isValid } from '../simulate/index.ts';
import { seedPolicy } from '../testkit.ts';
import { policyPreset, policyPresets } from './presets.ts';

const folder = path.resolve(import.meta.dirname, '../../../content/policies');

function valid(text: string, minor = 36) {
  const loaded = loadPolicy(text, kubeRelease(minor));
  if (!isValid(loaded)) throw new Error(loaded.text);
  return loaded;
}

test('the embedded policies are the files of content/policies', () => {
  const files = readdirSync(folder).toSorted();
  expect(policyPresets.map(({ name }) => `${name}.yaml`)).toEqual(files);
  for (const { name, text } of policyPresets)
    expect(text).toBe(readFileSync(path.join(folder, `${name}.yaml`), 'utf8'));
});

describe.each(policyPresets)('$name', ({ text, title }) => {
  test('has a title, is accepted and makes kube-apiserver swallow nothing', () => {
    expect(title).toMatch(/^\S.*\.$/);
    const loaded = loadPolicy(text);
    expect(loaded.text).toBe('');
    expect(loaded.warnings).toEqual([]);
  });
});

test.each([
  ['ack', 36],
  ['registered', 20],
])('%s decides as the published policy does', (name, minor) => {
  const preset = valid(policyPreset(name)?.text ?? '', minor);
  expect(diffPolicies(valid(seedPolicy(name), minor), preset).result()).toEqual({ differences: [], complete: true });
});

// Judged by reading: what the published policies do is theirs; ours keep the infos that are their purpose.
test.each([
  ['ack', ['secret-bodies 10', 'noise-logged', 'user-impossible 1']],
  ['registered', ['secret-bodies 10', 'noise-logged', 'user-impossible 1']],
  ['minimal', []],
  // Events are not among what CIS leaves out.
  ['cis', ['noise-logged']],
  // Pulled images show up in events, so events are kept.
  ['detection', ['noise-logged']],
  // Nothing is left out.
  ['forensic', ['noise-logged']],
])('lint finds in %s what is expected', (name, expected) => {
  const { findings } = lintPolicy(policyPreset(name)?.text ?? '');
  expect(findings.map(({ code, rule }) => (rule === null ? code : `${code} ${rule}`))).toEqual(expected);
});

test('detection lets every detection see what it needs but those that read credentials', () => {
  const { policy } = valid(policyPreset('detection')?.text ?? '');
  const evaluator = compilePolicy(policy);
  const lacking = detectionNeeds.filter((needs) => coverageOf(evaluator, needs) !== 'full').map(({ id }) => id);
  expect(lacking).toEqual(['long-lived-token', 'configmap-credentials']);
});
