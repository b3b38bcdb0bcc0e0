import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearch } from '../query/index.ts';
import { furtherSearch } from './index.ts';

const anyObject = fc.record({
  cluster: fc.constantFrom('eu', 'us'),
  apiGroup: fc.constantFrom('', 'apps', 'batch', 'x.example'),
  resource: fc.constantFrom('pods', 'deployments', 'jobs', 'widgets'),
  namespace: fc.oneof(fc.constantFrom('', 'prod'), fc.string({ maxLength: 8 })),
  name: fc.oneof(fc.constantFrom('', 'web', 'web-64fcfb4485-cgmhf', 'a"b\\'), fc.string({ maxLength: 70 })),
});

test('however many objects there are, and whatever they are called, it is a search that can be read', () => {
  fc.assert(
    fc.property(fc.array(anyObject, { maxLength: 200 }), (objects) => {
      const text = furtherSearch(objects);
      if (text === undefined) expect(objects.every(({ name }) => name === '')).toBe(true);
      else expect(parseSearch(text).diagnostics).toEqual([]);
    }),
  );
});

test('a Pod asks for its ReplicaSet and its Deployment by what their names begin with', () => {
  const object = { cluster: 'eu', apiGroup: '', resource: 'pods', namespace: 'prod', name: 'web-64fcfb4485-cgmhf' };
  const text = furtherSearch([object]) ?? '';
  expect(text).toContain('objectRef.name == "web-64fcfb4485-cgmhf"');
  expect(text).toContain('objectRef.name: web-*');
  expect(furtherSearch([{ ...object, name: '' }])).toBeUndefined();
});
