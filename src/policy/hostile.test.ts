import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { validatePolicy } from './answers.ts';
import { kubeRelease } from './kube-release.ts';
import { lintPolicy } from './lint/index.ts';
import { migratePolicy } from './migrate.ts';
import { seedPolicy } from './testkit.ts';

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const texts = ['ack', 'minikube', 'overview', 'registered', 'restrict'].map((name) => seedPolicy(name));

/** A policy into which a few characters have fallen, or out of which some have. */
const damaged = fc
  .record({
    text: fc.constantFrom(...texts),
    damages: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        out: fc.nat(4),
        into: fc.oneof(
          fc.constantFrom(...' \n-:[]{}"\'#&*!|>%@`,?\t~<'.split('')),
          fc.string({ unit: 'binary', maxLength: 3 }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ text, damages }) =>
    damages.reduce((text, { at, out, into }) => {
      const offset = Math.floor(at * text.length);
      return text.slice(0, offset) + into + text.slice(offset + out);
    }, text),
  );

describe('whatever the file', () => {
  test('nothing throws, and what is wrong has a place in the text', () => {
    fc.assert(
      fc.property(damaged, fc.constantFrom(20, 23, 26, 36), (text, minor) => {
        const release = kubeRelease(minor);
        const answer = validatePolicy(text, release);
        expect(answer.valid).toBe(answer.text === '');
        expect(answer.valid).toBe(answer.errors.length === 0);
        const { findings } = lintPolicy(text, release);
        if (!answer.valid) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
        const lines = text.split('\n').length;
        for (const { line, column } of [...answer.errors, ...answer.warnings, ...findings]) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThan(0);
        }
        migratePolicy(text);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['rules that nobody shadows', (index: number) => `- level: None\n  users: [user${index}]\n`],
    ['rules that the first one shadows', () => '- level: RequestResponse\n'],
    [
      'rules for one name each',
      (index: number) =>
        `- level: Request\n  resources: [{group: "", resources: [secrets], resourceNames: [n${index}]}]\n`,
    ],
  ])('10,000 rules are linted: %s', (_, rule) => {
    const rules = Array.from({ length: 9999 }, (_, index) => rule(index)).join('');
    const { findings } = lintPolicy(`${head}rules:\n${rules}- level: None\n`);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  test('a rule of long lists is linted', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`).join(', ');
    const rule = `- level: Request\n  users: [${names}]\n  namespaces: [${names}]\n  resources:\n  - group: ""\n    resources: [secrets]\n    resourceNames: [${names}]\n`;
    expect(lintPolicy(`${head}rules:\n${rule}${rule}`).findings.length).toBeGreaterThan(0);
  });
});
