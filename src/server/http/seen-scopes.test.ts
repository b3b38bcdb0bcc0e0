import { expect, test } from 'vitest';
import { localAdmin } from '../../access/index.ts';
import { seenScopes, seesScope } from './seen-scopes.ts';

const team = { ...localAdmin, scope: { clusterIds: ['c1', 'c2'], namespaces: null, bodies: false } };
const of = (clusterIds: readonly string[] | null, bodies = false): string =>
  JSON.stringify({ clusterIds, namespaces: null, bodies });

test.each([
  [of(['c1']), true],
  [of(['c1', 'c3']), false],
  [of(null), false],
  [of(['c1'], true), false],
  [`[${of(['c1'])},${of(['c2'])}]`, true],
  [`[${of(['c1'])},${of(['c3'])}]`, false],
  ['null', false],
  ['{}', false],
])('whoever is limited sees of %s: %s', (scope, isSeen) => {
  expect(seesScope(team, scope)).toBe(isSeen);
  expect(seesScope(localAdmin, scope)).toBe(true);
});

test('whoever is not limited is not asked about', async () => {
  const scopes = async () => [of(['c1']), of(['c3'])];
  expect(await seenScopes(team, scopes)).toEqual([of(['c1'])]);
  expect(await seenScopes(localAdmin, scopes)).toBeUndefined();
});
