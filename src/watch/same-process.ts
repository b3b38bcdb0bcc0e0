import type { CounterSample } from './counter.ts';
import type { CounterSeries } from './expected.ts';

/**
 * Puts together what was read of one process under several names, as by the server over the network and by the agent beside it: counted apart
 * it would be expected twice. A process is known by its start, to the hundredth of a second (`process_start_time_seconds`), and by one
 * counter: read under either name, it never falls.
 */
export function joinSameProcess(series: readonly CounterSeries[]): readonly CounterSeries[] {
  const joined: CounterSeries[] = [];
  for (const one of series) {
    const index = joined.findIndex((other) => areSame(one.samples, other.samples));
    const other = joined[index];
    if (other)
      joined[index] = { source: `${other.source}, ${one.source}`, samples: inOrder(other.samples, one.samples) };
    else joined.push(one);
  }
  return joined;
}

function areSame(some: readonly CounterSample[], others: readonly CounterSample[]): boolean {
  const starts = new Set(others.map(({ startedAt }) => startedAt));
  const shared = new Set(
    some.flatMap(({ startedAt }) => (startedAt !== undefined && starts.has(startedAt) ? [startedAt] : [])),
  );
  if (shared.size === 0) return false;
  return [...shared].every((start) => {
    const samples = inOrder(some, others).filter(({ startedAt }) => startedAt === start);
    return samples.every(({ value }, index) => value >= (samples[index - 1]?.value ?? 0));
  });
}

const inOrder = (some: readonly CounterSample[], others: readonly CounterSample[]): readonly CounterSample[] =>
  [...some, ...others].toSorted((a, b) => a.at - b.at || a.value - b.value);
