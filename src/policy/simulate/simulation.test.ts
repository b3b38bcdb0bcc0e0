import { describe, expect, test } from 'vitest';

import { requestOfEvent } from '../audit-event.ts';
import { compilePolicy } from '../evaluate.ts';
import { kubeRelease } from '../kube-release.ts';
import { loadPolicy } from '../load/index.ts';
import { recordedEvents, recordings, seedPolicy } from '../testkit.ts';
import { applyDecision, goJsonSize } from './applied-size.ts';
import { createSimulation, isValid } from './simulation.ts';

function valid(text: string, minor = 36) {
  const loaded = loadPolicy(text, kubeRelease(minor));
  if (!isValid(loaded)) throw new Error(loaded.text);
  return loaded;
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;
const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

describe('createSimulation', () => {
  test.each(recordings)('the policy that recorded $files.0 leaves it as it is', ({ policy, files, events }) => {
    const simulation = createSimulation(valid(seedPolicy(policy), 20));
    for (const { event, line } of recordedEvents(...files)) simulation.add(event, sizeOf(line));
    const { events: counted, bytes, unmatched, rules, unknown } = simulation.result();
    expect(counted).toEqual({ before: events, after: events });
    expect(bytes.after).toBe(bytes.before);
    expect(unmatched).toBe(0);
    expect(rules.reduce((sum, rule) => sum + rule.events, 0)).toBe(events);
    expect(unknown.requestBodies.events).toBe(0);
    expect(unknown.notes).toHaveLength(1);
  });

  // Measured: what bodies make of each recording. Nothing but the sum of the events without them may come out.
  test.each([
    [recordings[0], 2.239],
    [recordings[1], 3.976],
    [recordings[2], 1.792],
  ] as const)('Metadata for everything shrinks $0.files.0 by $1', (recording, factor) => {
    const simulation = createSimulation(valid(seedPolicy('metadata')));
    let expected = 0;
    for (const { event, line } of recordedEvents(...recording.files)) {
      simulation.add(event, sizeOf(line));
      const { requestObject: _request, responseObject: _response, ...rest } = event;
      expected += goJsonSize({ ...rest, level: 'Metadata' });
    }
    const { events } = recording;
    const answer = simulation.result();
    expect(answer.events).toEqual({ before: events, after: events });
    expect(answer.bytes.after).toBe(expected);
    expect(answer.bytes.before / answer.bytes.after).toBeCloseTo(factor, 3);
    expect(answer.levels).toEqual({ None: 0, Metadata: events, Request: 0, RequestResponse: 0 });
    expect(answer.rules).toMatchObject([{ index: 0, line: 4, events, bytes: expected }]);
    const blind = answer.detections.filter(({ coverage }) => coverage === 'blind').map(({ level }) => level);
    expect(new Set(blind)).toEqual(new Set(['Request', 'RequestResponse']));
  });

  test('against another policy, before is what that one writes', () => {
    const simulation = createSimulation(valid(`${head}rules:\n- level: None\n`), valid(seedPolicy('metadata')));
    for (const { event, line } of recordedEvents('ack-v1/kubernetes.audit')) simulation.add(event, sizeOf(line));
    const { events, bytes, detections } = simulation.result();
    expect(events.after).toBe(0);
    expect(bytes.before).toBeGreaterThan(0);
    expect(detections.every(({ coverage }) => coverage === 'blind')).toBe(true);
    expect(detections.find(({ id }) => id === 'exec')).toMatchObject({ before: 'full', coverage: 'blind' });
  });

  test('bodies that were never recorded are counted, and estimated from their like', () => {
    const simulation = createSimulation(valid(`${head}rules:\n- level: Request\n`));
    const objectRef = { resource: 'pods', namespace: 'a' };
    const base = { stage: 'ResponseComplete', verb: 'create', requestURI: '/api/v1/namespaces/a/pods', objectRef };
    simulation.add({ ...base, level: 'Request', requestObject: { a: 'bcd' } }, 300);
    simulation.add({ ...base, level: 'Metadata' }, 200);
    simulation.add({ ...base, level: 'Metadata', objectRef: { resource: 'secrets' } }, 200);
    const { bytes, unknown } = simulation.result();
    expect(bytes).toEqual({ before: 700, after: 700 });
    expect(unknown.requestBodies).toEqual({ events: 2, estimatedEvents: 1, estimatedBytes: 28, basis: 1 });
    expect(unknown.notes[1]).toContain('2 events that were recorded without it: for 1 of them about 28 bytes');
  });

  test('omitted stages and managed fields are taken off', () => {
    const rules = 'omitStages: [RequestReceived]\nomitManagedFields: true\nrules:\n- level: RequestResponse\n';
    const { policy } = valid(head + rules);
    const metadata = { name: 'a', managedFields: [{ manager: 'kubectl' }] };
    const event = {
      level: 'RequestResponse',
      stage: 'ResponseComplete',
      verb: 'get',
      responseObject: { metadata, items: [{ metadata }] },
    };
    const decision = compilePolicy(policy).evaluate(requestOfEvent(event));
    const removed = ',"managedFields":[{"manager":"kubectl"}]'.length * 2;
    expect(applyDecision(event, 1000, decision).bytes).toBe(1000 - removed);
    expect(applyDecision({ ...event, stage: 'RequestReceived' }, 1000, decision).written).toBe(false);
  });

  test('Go escapes are counted as Go writes them', () => {
    expect(goJsonSize({ a: '<&>\u2028é€😀"' })).toBe(sizeOf(String.raw`{"a":"\u003c\u0026\u003e\u2028é€😀\""}`));
  });
});
