// Delivery over records of its own, on a clock that the test moves. Calls go out to this machine.
import path from 'node:path';
import { createLogger, createMetrics, realFiles, type Registry } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { testMessage } from './channels/testkit.ts';
import { type Delivery, type DeliveryOptions, openDelivery } from './delivery.ts';
import type { Message } from './message.ts';
import { enqueue, type NewDelivery } from './outbox.ts';

export interface TemporaryDelivery extends TemporaryRecords {
  readonly delivery: Delivery;
  readonly registry: Registry;
  /** Keeps channels as a file has them. */
  apply(yaml: string): Promise<void>;
  /** Puts messages into the outbox, and wakes the dispatcher. */
  send(...messages: readonly TestDelivery[]): void;
  /** Ends the dispatcher without a word, opens the records anew, and starts another over them. */
  restart(options?: Partial<DeliveryOptions>): Promise<Delivery>;
}

export interface TestDelivery extends Partial<Omit<NewDelivery, 'message'>> {
  readonly key: string;
  readonly message?: Partial<Message>;
}

/** Opens delivery; whatever waits by chance waits as long as it can. */
export async function temporaryDelivery(options: Partial<DeliveryOptions> = {}): Promise<TemporaryDelivery> {
  const kept = temporaryRecords();
  let registry = createMetrics();
  let delivery = await open(options);

  function open(given: Partial<DeliveryOptions>): Promise<Delivery> {
    registry = createMetrics();
    return openDelivery({
      records: kept.records,
      files: realFiles,
      data: path.dirname(kept.path),
      environment: { WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' },
      clock: kept.clock,
      registry,
      logger: createLogger('silent'),
      publicUrl: () => 'https://audit.example',
      isWorking: () => true,
      random: () => 0,
      ...given,
    });
  }

  return {
    get records() {
      return kept.records;
    },
    clock: kept.clock,
    path: kept.path,
    reopen: () => kept.reopen(),
    get delivery() {
      return delivery;
    },
    get registry() {
      return registry;
    },
    apply: async (yaml) => {
      const applied = await delivery.channels.apply(yaml, 'ann');
      if (!applied.ok) throw new Error(JSON.stringify(applied.diagnostics));
      delivery.wake();
    },
    send: (...messages) => {
      kept.records.transaction((transaction) => {
        for (const { key, message, ...change } of messages)
          enqueue(transaction, {
            key,
            channel: 'oncall',
            sequence: key,
            scope: '{}',
            dueAt: kept.clock.now(),
            ...change,
            message: testMessage({ startedAt: kept.clock.now(), title: key, ...message }),
          });
      });
      delivery.wake();
    },
    restart: async (given = {}) => {
      await delivery.close();
      kept.reopen();
      delivery = await open({ ...options, ...given });
      return delivery;
    },
    remove: async () => {
      await delivery.close();
      await kept.remove();
    },
  };
}
