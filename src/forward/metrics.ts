import { Counter, Gauge, type Registry } from '../platform/index.ts';
import type { Outcome } from './outcome.ts';

/** What is counted of forwarding. */
export interface ForwardMetrics {
  countEvents(destination: string, outcome: 'sent' | 'rejected' | 'lost', events: number): void;
  countCall(destination: string, outcome: Outcome['kind']): void;
}

/** Registers what is counted; names and labels are part of the public interface. `lags`: seconds by destination. */
export function createForwardMetrics(
  registry: Registry,
  lags: () => Promise<ReadonlyMap<string, number>>,
): ForwardMetrics {
  const events = new Counter({
    name: 'whodunit_forward_events_total',
    help: 'Events by what became of them; rejected: refused by the destination; lost: removed by retention before they were sent.',
    labelNames: ['destination', 'outcome'],
    registers: [registry],
  });
  const calls = new Counter({
    name: 'whodunit_forward_calls_total',
    help: 'Calls of destinations by what came of them.',
    labelNames: ['destination', 'outcome'],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'whodunit_forward_lag_seconds',
    help: 'Age of the oldest event that a destination has not had yet.',
    labelNames: ['destination'],
    registers: [registry],
    async collect() {
      const now = await lags();
      this.reset();
      for (const [destination, seconds] of now) this.set({ destination }, seconds);
    },
  });
  lag.reset();
  return {
    countEvents: (destination, outcome, count) => events.inc({ destination, outcome }, count),
    countCall: (destination, outcome) => calls.inc({ destination, outcome }),
  };
}
