import type { Clock } from '../platform/index.ts';
import type { Simulation } from './simulation.ts';

/**
 * The cluster's traffic as it happens: once an interval, the lines of the audit log since the last time. It ends when
 * the signal is aborted. Only one at a time may read a simulation, after its history.
 */
export async function* liveTraffic(
  simulation: Simulation,
  clock: Pick<Clock, 'now' | 'sleep'>,
  signal: AbortSignal,
  intervalMs = 1000,
): AsyncGenerator<readonly string[], void> {
  while (!signal.aborted) {
    const lines = simulation.advance(new Date(clock.now()));
    if (lines.length > 0) yield lines;
    await clock.sleep(intervalMs, signal);
  }
}
