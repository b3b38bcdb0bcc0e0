import { Counter, Gauge, type Registry } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { LaneNeeds } from './dispatch/lane.ts';

/** Registers what is counted of deliveries; names and labels are part of the public interface. */
export function createDeliveryMetrics(
  registry: Registry,
  { outbox }: { readonly outbox: Pick<Records['outbox'], 'depths'> },
): Pick<LaneNeeds, 'onOutcome'> {
  const deliveries = new Counter({
    name: 'whodunit_alert_deliveries_total',
    help: 'Tries to send a message by what became of them; merged: messages that were told by a digest.',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  });
  const depth = new Gauge({
    name: 'whodunit_alert_outbox_depth',
    help: 'Messages that wait to be sent.',
    labelNames: ['channel'],
    registers: [registry],
    async collect() {
      const depths = await outbox.depths();
      this.reset();
      for (const [channel, count] of depths) this.set({ channel }, count);
    },
  });
  depth.reset();
  return { onOutcome: (channel, outcome, count) => deliveries.inc({ channel, outcome }, count) };
}
