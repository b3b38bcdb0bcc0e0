import { expect, test } from 'vitest';
import type { Cluster } from '../../api/clusters.ts';
import { clusterState, silentCount } from './cluster-state.ts';

const now = Date.parse('2026-11-29T02:00:00Z');
const [old, fresh] = ['2026-11-29T01:00:00Z', '2026-11-29T01:59:00Z'];

function cluster(name: string, more: Partial<Cluster>): Cluster {
  return { name, status: 'enabled', ...more } as Cluster;
}

const known = [
  cluster('old', { lastEventAt: old }),
  cluster('fresh', { lastEventAt: fresh }),
  cluster('never', { lastEventAt: null }),
  cluster('off', { lastEventAt: old, status: 'disabled' }),
];

test('clusters that have sent nothing for a while are silent, disabled ones are not', () => {
  expect(known.map((cluster) => clusterState(cluster, now))).toEqual(['silent', 'receiving', 'never', 'disabled']);
  expect(silentCount(known, now)).toBe(2);
});

test('while the engine is away none is said to be silent', () => {
  expect(clusterState(cluster('prod', {}), now)).toBe('unknown');
  expect(silentCount([...known, cluster('prod', {})], now)).toBeUndefined();
  expect(silentCount(undefined, now)).toBeUndefined();
  expect(silentCount([], now)).toBe(0);
});
