import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { asAuditEvent, compilePolicy, lintPolicy, loadPolicy, requestOfEvent } from '../src/policy/index.ts';

const fixtures = path.resolve(import.meta.dirname, '../test/fixtures');

/** The median of the time of `run` in milliseconds, after a warm-up. */
function median(times: number, run: () => void): number {
  for (let round = 0; round < times; round++) run();
  const spent = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  return spent[Math.floor(times / 2)] ?? 0;
}

/** A policy of 200 rules as people write them: by user, verb, resource and namespace. */
function largePolicy(): string {
  const levels = ['None', 'Metadata', 'Request'];
  const resources = ['pods', 'services', 'endpoints', 'nodes', 'persistentvolumeclaims'];
  const rules = Array.from({ length: 199 }, (_, index) => {
    const resource = resources[index % resources.length];
    return `- level: ${levels[index % levels.length]}
  users: ["system:serviceaccount:team-${index}:worker"]
  verbs: ["get", "list", "watch", "update"]
  namespaces: ["team-${index}", "shared"]
  resources:
  - group: ""
    resources: ["${resource}", "${resource}/status"]
`;
  });
  return `apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: ["RequestReceived"]\nrules:\n${rules.join('')}- level: Metadata\n`;
}

/** Measures evaluation on the ACK policy over recorded requests, and linting of 200 rules; prints a line each. */
export function benchPolicy(): void {
  const { policy } = loadPolicy(readFileSync(path.join(fixtures, 'seed-policies/ack.yaml'), 'utf8'));
  if (!policy) throw new Error('the policy of ACK is refused');
  const log = path.join(fixtures, 'recorded/ack-v1/kubernetes-2026-11-20T18-06-33.126.audit.gz');
  const requests = gunzipSync(readFileSync(log))
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const event = line === '' ? undefined : asAuditEvent(JSON.parse(line));
      return event ? [requestOfEvent(event)] : [];
    });
  const evaluator = compilePolicy(policy);
  const evaluation = median(101, () => {
    for (const request of requests) evaluator.evaluate(request);
  });
  const each = (evaluation / requests.length) * 1000;
  console.log(`policy: evaluation on ACK's policy ${each.toFixed(3)} µs a request (median; at most 2)`);
  const text = largePolicy();
  const lint = median(15, () => lintPolicy(text));
  console.log(`policy: linting 200 rules ${lint.toFixed(0)} ms (median; under 200)`);
}
