import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedFields, changedFields } from './index.ts';

const container = (name: string, image: string, more: object = {}) => ({ name, image, ...more });
const deployment = (replicas: number, ...containers: readonly object[]) => ({
  metadata: { name: 'web', resourceVersion: String(replicas), labels: { app: 'web' } },
  spec: { replicas, template: { spec: { containers } } },
  status: { replicas },
});

test('replicas and images stand first; items are told by their names, whatever their order; bookkeeping is left out', () => {
  const before = deployment(2, container('web', 'a:1', { env: [{ name: 'X', value: '1' }] }), container('log', 'l'));
  const after = deployment(5, container('log', 'l'), container('web', 'a:2', { env: [{ name: 'X', value: '2' }] }));
  expect(changedFields(before, after)).toEqual([
    { path: 'spec.replicas', before: '2', after: '5' },
    { path: 'spec.template.spec.containers[web].image', before: 'a:1', after: 'a:2' },
    { path: 'spec.template.spec.containers[web].env[X].value', before: '1', after: '2' },
  ]);
});

test('what comes and goes is told by its fields', () => {
  const { metadata } = deployment(1);
  expect(changedFields({ metadata }, { metadata: { ...metadata, labels: { team: 'x' } } })).toEqual([
    { path: 'metadata.labels.team', before: undefined, after: 'x' },
    { path: 'metadata.labels.app', before: 'web', after: undefined },
  ]);
});

test('a patch is told by what it asks for', () => {
  const merge = { spec: { $setElementOrder: [1], '$setElementOrder/containers': [{ name: 'w' }], replicas: 3 } };
  expect(askedFields(merge)).toEqual([{ path: 'spec.replicas', before: undefined, after: '3' }]);
  const json = [
    { op: 'test', path: '/spec/replicas', value: 2 },
    { op: 'replace', path: '/metadata/labels/a~1b', value: { x: 1 } },
    { op: 'remove', path: '/spec/paused' },
  ];
  expect(askedFields(json)).toEqual([
    { path: 'spec.paused', before: undefined, after: undefined },
    { path: 'metadata.labels.a/b', before: undefined, after: '{"x":1}' },
  ]);
  expect(askedFields('x')).toEqual([]);
});

test('what is the same has no differences; long and deep values are cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(changedFields(value, structuredClone(value))).toEqual([]);
    }),
  );
  const long = 'y'.repeat(10_000);
  expect(changedFields({ a: `${long}1` }, { a: `${long}2` })).toHaveLength(1);
  let deep: unknown = 'x';
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  const [change] = changedFields({ a: long }, { a: deep });
  expect(change?.before?.length).toBeLessThan(100);
  expect(change?.after?.length).toBeLessThan(100);
});
