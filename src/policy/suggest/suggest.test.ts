import { describe, expect, test } from 'vitest';

import { applyFix } from '../lint/index.ts';
import { kubeRelease } from '../kube-release.ts';
import { loadPolicy } from '../load/index.ts';
import { createSimulation, isValid } from '../simulate/index.ts';
import { recordedEvents, recordings, seedPolicy } from '../testkit.ts';
import { suggestEdits } from './suggest.ts';

function valid(text: string) {
  const loaded = loadPolicy(text, kubeRelease(36));
  if (!isValid(loaded)) throw new Error(loaded.text);
  return loaded;
}

describe('suggestEdits', () => {
  test('each suggestion, applied, saves what it says', () => {
    const text = seedPolicy('ack');
    const events = [...recordedEvents(...recordings[0].files)];
    const suggesting = suggestEdits(valid(text));
    for (const { event, line } of events) suggesting.add(event, line.length);
    const suggestions = suggesting.result(5);
    expect(suggestions).toHaveLength(5);
    for (const { fix, saved, title } of suggestions) {
      if (!fix) throw new Error(`${title} has no edit`);
      const simulation = createSimulation(valid(applyFix(text, fix)));
      for (const { event, line } of events) simulation.add(event, line.length);
      const after = simulation.result();
      expect(after.events.before - after.events.after).toBeGreaterThanOrEqual(saved.events);
      // A rule for people takes everybody who does the same, so it may save more.
      expect(after.bytes.before - after.bytes.after).toBeGreaterThanOrEqual(saved.bytes);
    }
  });

  test('leases are left out, changes by people keep their metadata, and what that costs is named', () => {
    const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: RequestResponse\n';
    const suggesting = suggestEdits(valid(head));
    const stage = 'ResponseComplete';
    const lease = { resource: 'leases', apiGroup: 'coordination.k8s.io', namespace: 'kube-system', name: 'a' };
    const pod = { resource: 'pods', namespace: 'prod' };
    const level = 'RequestResponse';
    const bodies = { requestObject: 'x'.repeat(300), responseObject: 'x'.repeat(300) };
    const user = { username: 'system:kube-scheduler' };
    const requestURI = '/api/v1/namespaces/prod/pods';
    suggesting.add({ level, stage, verb: 'update', user, objectRef: lease, ...bodies }, 1000);
    suggesting.add(
      { level, stage, verb: 'create', user: { username: 'alice' }, requestURI, objectRef: pod, ...bodies },
      1000,
    );
    const result = suggesting.result();
    expect(result.map(({ title, saved }) => [title, saved.events])).toEqual([
      ['log update of leases.coordination.k8s.io by system:kube-scheduler at level None', 1],
      ['log create of pods at level Request', 0],
      ['log create of pods at level Metadata', 0],
    ]);
    expect(result[0]?.detections).toEqual([]);
    expect(result[2]?.detections).toContain('privileged-container');
  });
});
