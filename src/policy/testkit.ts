import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { type AuditEventLike, asAuditEvent } from './audit-event.ts';
import { compilePolicy } from './evaluate.ts';
import { kubeRelease } from './kube-release.ts';
import { type LoadedPolicy, loadPolicy } from './load/index.ts';
import type { Decision, Policy } from './model.ts';
import { readRequest } from './read-request.ts';

const fixtures = path.resolve(import.meta.dirname, '../../test/fixtures');

/** kube-apiserver's answers about one policy. */
interface Vector {
  readonly name: string;
  readonly policy: string;
  readonly error?: string;
  readonly warning?: string;
  readonly cases?: readonly {
    readonly request: unknown;
    readonly level: string;
    readonly omitStages: readonly string[] | null;
    readonly omitManagedFields?: boolean;
  }[];
}

/** The text of a file, unpacked where its name ends in `.gz`. */
export function readText(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The path of a fixture. */
export function fixture(...parts: readonly string[]): string {
  return path.join(fixtures, ...parts);
}

/** A seed policy's text. */
export function seedPolicy(name: string): string {
  return readText(fixture('seed-policies', `${name}.yaml`));
}

/** A policy that has to be valid. */
export function validPolicy(text: string): Policy {
  const { policy, text: said } = loadPolicy(text);
  if (!policy) throw new Error(`the policy is refused: ${said}`);
  return policy;
}

/** The differences between what the module says and what kube-apiserver said, one text each, and how much was compared. */
export function compareVectors(file: string, minor: number) {
  const release = kubeRelease(minor);
  const differences: string[] = [];
  const counts = { policies: 0, rejected: 0, decisions: 0, warned: 0 };
  for (const line of readText(file).split('\n')) {
    if (line === '') continue;
    const vector = JSON.parse(line) as Vector;
    const loaded = loadPolicy(vector.policy, release);
    counts.policies += 1;
    counts.rejected += vector.error === undefined ? 0 : 1;
    counts.warned += vector.warning === undefined ? 0 : 1;
    if (loaded.text !== (vector.error ?? '')) differences.push(`${vector.name}: ${loaded.text} is not ${vector.error}`);
    if ((loaded.log ?? '') !== (vector.warning ?? '') && minor >= 26)
      differences.push(`${vector.name}: ${loaded.log} is not ${vector.warning}`);
    if (loaded.policy && vector.cases) {
      const found = compareCases(vector, loaded, loaded.policy);
      counts.decisions += vector.cases.length;
      differences.push(...found);
    }
  }
  return { differences, counts };
}

function compareCases(vector: Vector, loaded: LoadedPolicy, policy: Policy): string[] {
  const evaluator = compilePolicy(policy, loaded.release.groupWildcard);
  return (vector.cases ?? []).flatMap((example, index) => {
    const request = readRequest(example.request, `case ${index}`);
    if (!request.ok) return [`${vector.name}: ${request.diagnostics[0]?.message}`];
    const decision: Decision = evaluator.evaluate(request.value);
    const wanted = [example.level, example.omitStages ?? [], example.omitManagedFields ?? false];
    const found = [decision.level, decision.omitStages, decision.omitManagedFields];
    return JSON.stringify(wanted) === JSON.stringify(found)
      ? []
      : [`${vector.name} case ${index}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`];
  });
}

/** The events of recorded log files, each with its line. */
export function* recordedEvents(...files: readonly string[]): Generator<{ event: AuditEventLike; line: string }> {
  for (const file of files) {
    for (const line of readText(fixture('recorded', file)).split('\n')) {
      if (line === '') continue;
      const event = asAuditEvent(JSON.parse(line));
      if (!event) throw new Error(`no event: ${line}`);
      yield { event, line };
    }
  }
}

/** The three recordings, the policy that kube-apiserver ran with, and how many events each holds. */
export const recordings = [
  {
    policy: 'ack',
    files: ['ack-v1/kubernetes-2026-11-20T18-06-33.126.audit.gz', 'ack-v1/kubernetes.audit'],
    events: 4369,
  },
  {
    policy: 'ack',
    files: [
      'modern-v1.36/kubernetes-2026-11-21T07-46-44.035.audit.gz',
      'modern-v1.36/kubernetes-2026-11-21T07-47-01.380.audit.gz',
      'modern-v1.36/kubernetes.audit',
    ],
    events: 2903,
  },
  { policy: 'registered', files: ['registered-v1beta1/kubernetes.audit.gz'], events: 2966 },
] as const;
