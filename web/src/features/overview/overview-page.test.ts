import { expect, test } from 'vitest';
import type { Cluster } from '../../api/clusters.ts';
import { silentClusters } from './overview-page.tsx';

const now = Date.parse('2026-11-29T02:00:00Z');

function cluster(name: string, more: Partial<Cluster>): Cluster {
  return { name, status: 'enabled', ...more } as Cluster;
}

test('clusters that have sent nothing for a while are silent, disabled ones are not', () => {
  const [old, fresh] = ['2026-11-29T01:00:00Z', '2026-11-29T01:59:00Z'];
  const silent = silentClusters(
    [
      cluster('old', { lastEventAt: old }),
      cluster('fresh', { lastEventAt: fresh }),
      cluster('never', { lastEventAt: null }),
      cluster('off', { lastEventAt: old, status: 'disabled' }),
    ],
    now,
  );
  expect(silent?.map(({ name }) => name)).toEqual(['old', 'never']);
});

test('while the engine is away none is said to be silent', () => {
  expect(silentClusters([cluster('prod', {})], now)).toBeUndefined();
  expect(silentClusters(undefined, now)).toBeUndefined();
  expect(silentClusters([], now)).toEqual([]);
});
