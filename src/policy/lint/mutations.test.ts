import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

import { policyPreset } from '../presets/presets.ts';
import { seedPolicy } from '../testkit.ts';
import { lintPolicy } from './lint.ts';
import { type Draft, type Pick, faults } from './testkit/faults.ts';

const closed = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  resources: [{group: "", resources: [secrets, configmaps, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}]
- level: Metadata
  resources: [{group: "", resources: [pods/exec, pods/attach, pods/portforward, pods/proxy, pods/ephemeralcontainers, services/proxy, nodes/proxy]}]
- level: Request
  verbs: [create, update, patch, delete, deletecollection]
  resources: [{group: "", resources: [pods, services]}, {group: apps}, {group: batch}, {group: rbac.authorization.k8s.io}]
- level: None
`;
const seeds = ['ack', 'overview', 'minikube'].map((name) => seedPolicy(name));
const bases = [...seeds, policyPreset('cis')?.text ?? '', policyPreset('detection')?.text ?? '', closed];
const wanted = 300;

/** A linear congruential generator: the same faults in every run. */
function picker(seed: number): Pick {
  let state = seed;
  return (values) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const value = values[Math.floor((state / 0x80000000) * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
}

function counts(text: string): Map<string, number> {
  const result = new Map<string, number>();
  for (const { code } of lintPolicy(text).findings) result.set(code, (result.get(code) ?? 0) + 1);
  return result;
}

function print(draft: Draft): string {
  return stringify(draft, { aliasDuplicateObjects: false });
}

test('of 300 faults at least 95 % are found, and nothing else is reported', () => {
  const pick = picker(20_261_121);
  const missed: string[] = [];
  const surplus: string[] = [];
  const baselines = bases.map((base) => counts(print(parse(base) as Draft)));
  let seeded = 0;
  for (let round = 0; seeded < wanted; round++) {
    const fault = faults[round % faults.length];
    const index = pick(bases.map((_, index) => index));
    const draft = parse(bases[index] ?? '') as Draft;
    if (!fault?.apply(draft, pick)) continue;
    seeded += 1;
    const text = print(draft);
    const before = baselines[index] ?? new Map<string, number>();
    const after = counts(text);
    const more = [...after].filter(([code, count]) => count > (before.get(code) ?? 0)).map(([code]) => code);
    if (!more.includes(fault.code)) missed.push(`${fault.name} (${index})\n${text}`);
    const others = more.filter((code) => code !== fault.code && !fault.consequences.includes(code));
    if (others.length > 0) surplus.push(`${fault.name}: ${others.join(', ')}`);
  }
  expect(surplus).toEqual([]);
  expect(missed.length, missed.map((text) => text.split('\n', 1)[0]).join('; ')).toBeLessThanOrEqual(wanted * 0.05);
});
