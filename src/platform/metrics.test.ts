import { expect, test } from 'vitest';
import { Counter, createMetrics } from './metrics.ts';

test('two registries do not share metrics', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  const [mine] = [one, other].map(
    (registry) => new Counter({ name: 'whodunit_things_total', help: 'Things.', registers: [registry] }),
  );
  mine?.inc(3);
  expect(await one.metrics()).toContain('whodunit_things_total 3');
  expect(await other.metrics()).toContain('whodunit_things_total 0');
  expect(await one.metrics()).toContain('process_resident_memory_bytes');
});
