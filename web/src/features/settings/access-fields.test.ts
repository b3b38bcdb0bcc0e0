import { expect, test } from 'vitest';
import { type Access, changedLimits, toLimits } from './access-fields.tsx';

const nothing: Access = { role: 'viewer', projects: [], clusters: [], namespaces: [], bodies: false };

test('whoever is limited to nothing stays so when something else is changed', () => {
  expect(changedLimits(nothing, { ...nothing, role: 'analyst' })).toEqual({});
  expect(changedLimits(nothing, { ...nothing, bodies: true })).toEqual({ bodies: true });
});

test('what is taken out of a list until nothing is left is no limit any more', () => {
  const before = { ...nothing, clusters: ['prod'] };
  expect(changedLimits(before, { ...before, clusters: [] })).toEqual({ clusters: null });
  expect(changedLimits(before, { ...before, namespaces: ['a'] })).toEqual({ namespaces: ['a'] });
});

test('a token for metrics has no limits, whatever was chosen before its role', () => {
  const access = { ...nothing, role: 'metrics', clusters: ['prod'] } as const;
  expect(toLimits(access)).toEqual({ projects: null, clusters: null, namespaces: null, bodies: true });
});
