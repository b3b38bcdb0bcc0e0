import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type Received, startReceiver, type TestAnswer, type TestReceiver } from '../channels/testkit.ts';
import { temporaryDelivery, type TemporaryDelivery } from '../testkit.ts';

/** A delivery with the channel `oncall`, of each test its own, and what is asked of it. */
export function dispatchScene() {
  let kept: TemporaryDelivery;
  let receiver: TestReceiver;
  let answer: (received: Received) => TestAnswer;

  beforeEach(async () => {
    answer = () => ({ body: 'ok' });
    receiver = await startReceiver((received) => answer(received));
    kept = await temporaryDelivery();
    await kept.apply(`{kind: Channel, name: oncall, type: webhook, url: "${receiver.url}/oncall"}`);
  });
  afterEach(async () => {
    await kept.remove();
    await receiver[Symbol.asyncDispose]();
  });

  function idsAt(path: string): readonly string[] {
    return receiver.received.filter((one) => one.path === path).map(({ headers }) => String(headers['webhook-id']));
  }

  async function entryOf(key: string) {
    return (await kept.records.outbox.list({ limit: 20_000 })).find((one) => one.key === key);
  }

  async function triesOf(key: string) {
    return kept.records.outbox.attempts((await entryOf(key))?.id ?? -1);
  }

  /** Waits until it holds, however busy the machine. */
  async function eventually(check: () => unknown): Promise<void> {
    await vi.waitFor(check, 60_000);
  }

  /** Waits until a message has this state. */
  async function becomes(key: string, state: string): Promise<void> {
    await eventually(async () => expect(await entryOf(key)).toMatchObject({ state }));
  }

  /** Lets so much time pass, a step at a time, so that everybody who waits has their turn. */
  async function pass(ms: number, step: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      kept.clock.advance(step);
      await settle();
    }
  }

  /** Waits until everything was tried that is due. */
  async function settle(): Promise<void> {
    const { outbox } = kept.records;
    await eventually(async () => {
      expect(await outbox.list({ limit: 1, state: 'sending' })).toEqual([]);
      expect((await outbox.next('oncall'))?.dueAt ?? Infinity).toBeGreaterThan(kept.clock.now());
    });
  }

  /** Leaves time for what must not happen. */
  function idle(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 50));
  }

  return {
    get kept() {
      return kept;
    },
    /** What the channel `oncall` calls. */
    get receiver() {
      return receiver;
    },
    /** What it answers from now on. */
    set answer(next: (received: Received) => TestAnswer) {
      answer = next;
    },
    idsAt,
    entryOf,
    triesOf,
    eventually,
    becomes,
    pass,
    idle,
  };
}
