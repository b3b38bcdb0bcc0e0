import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings, type Settings } from '../status/settings.ts';
import { capacityOf } from './capacity.ts';
import { simulateBuffer, steadyArrivals, type BufferedBackend } from './testkit.ts';
import { tuneWebhook } from './tune.ts';

function settingsOf(flags: Readonly<Record<string, string | number | boolean>>): Settings {
  const given = Object.entries(flags).map(([name, value]): [string, string] => [
    name.replace(/^--/, ''),
    String(value),
  ]);
  return readSettings(new Map(given), { minor: 36 });
}

function webhook(settings: Settings): BufferedBackend {
  return {
    bufferSize: settings.integer('audit-webhook-batch-buffer-size'),
    maxBatchSize: settings.integer('audit-webhook-batch-max-size'),
    maxWaitSeconds: settings.duration('audit-webhook-batch-max-wait'),
    throttle: settings.boolean('audit-webhook-batch-throttle-enable')
      ? {
          qps: settings.number('audit-webhook-batch-throttle-qps'),
          burst: settings.integer('audit-webhook-batch-throttle-burst'),
        }
      : undefined,
    writeSeconds: 0,
  };
}

const question = { stagesPerRequest: 2, writeLatencySeconds: 0 };

describe('tuneWebhook', () => {
  test("reasons as Kubernetes' documentation does, and advises no less than the defaults", () => {
    const { flags, explanation } = tuneWebhook({
      requestsPerSecond: 100,
      stagesPerRequest: 2,
      writeLatencySeconds: 5,
      batchSize: 100,
    });
    expect(flags).toEqual({
      '--audit-webhook-mode': 'batch',
      '--audit-webhook-batch-max-size': 100,
      '--audit-webhook-batch-buffer-size': 10_000,
      '--audit-webhook-batch-throttle-enable': true,
      '--audit-webhook-batch-throttle-qps': 40,
      '--audit-webhook-batch-throttle-burst': 63,
    });
    expect(explanation).toContain('200 events/s');
    expect(explanation).toContain('1,000');
  });

  test('chooses flags with which a simulated kube-apiserver drops nothing, also after a stall as long as a write', () => {
    const loads = fc.record({
      requestsPerSecond: fc.integer({ min: 1, max: 400 }),
      stagesPerRequest: fc.integer({ min: 1, max: 3 }),
      writeLatencySeconds: fc.integer({ min: 1, max: 10 }),
      batchSize: fc.constantFrom(10, 100, 400),
    });
    fc.assert(
      fc.property(loads, (load) => {
        const settings = settingsOf(tuneWebhook(load).flags);
        const events = load.requestsPerSecond * load.stagesPerRequest;
        const arrivals = steadyArrivals(events, 40);
        expect(simulateBuffer(webhook(settings), arrivals)).toMatchObject({ dropped: 0, sent: arrivals.length });
        // All that comes during one write at once, after which the buffer is full at most.
        const stall = steadyArrivals(events, load.writeLatencySeconds).map(() => 1);
        expect(simulateBuffer(webhook(settings), stall)).toMatchObject({ dropped: 0 });
        const capacity = capacityOf('webhook', settings, { ...question, ...load });
        expect(capacity.verdict).toMatchObject({ carries: true });
        const standard = capacityOf('webhook', settingsOf({}), question);
        expect(capacity.eventsPerSecond).toBeGreaterThanOrEqual(standard.eventsPerSecond ?? 0);
        expect(capacity.burstEvents).toBeGreaterThanOrEqual(standard.burstEvents ?? 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('capacityOf', () => {
  const shapes = fc.record({
    '--audit-webhook-batch-max-size': fc.integer({ min: 2, max: 500 }),
    '--audit-webhook-batch-buffer-size': fc.integer({ min: 500, max: 3000 }),
    '--audit-webhook-batch-throttle-qps': fc.integer({ min: 1, max: 12 }),
    '--audit-webhook-batch-throttle-burst': fc.integer({ min: 1, max: 15 }),
  });

  test('a simulated kube-apiserver carries what it says, and drops beyond it when it says', () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 1.2, max: 3, noNaN: true }), (flags, overload) => {
        const settings = settingsOf(flags);
        const { eventsPerSecond: limit } = capacityOf('webhook', settings, question);
        if (limit === null) throw new Error('throttled');
        expect(simulateBuffer(webhook(settings), steadyArrivals(limit * 0.99, 30)).dropped).toBe(0);

        const load = limit * overload;
        const { verdict } = capacityOf('webhook', settings, { ...question, requestsPerSecond: load / 2 });
        const seconds = verdict?.secondsUntilDrop;
        if (seconds === null || seconds === undefined) throw new Error('too much');
        // Batches go whole, so what is under way is known to two batches only.
        const slack = (2 * flags['--audit-webhook-batch-max-size']) / (load - limit);
        const drop = simulateBuffer(webhook(settings), steadyArrivals(load, seconds + slack + 1)).firstDropAt;
        expect(drop).toBeDefined();
        expect(Math.abs((drop ?? 0) - seconds)).toBeLessThanOrEqual(slack);
      }),
      { numRuns: 60 },
    );
  });

  test('a receiver may be away for as long as it says, and not for longer', () => {
    const settings = settingsOf({ '--audit-webhook-initial-backoff': '2s' });
    const { outageSeconds } = capacityOf('webhook', settings, question);
    expect(outageSeconds).toBeCloseTo(16.25, 6);
    const away = (seconds: number): number => {
      const outage = { from: 5, to: 5 + seconds, initialBackoffSeconds: 2 };
      const backend = { ...webhook(settings), maxWaitSeconds: 1, outage };
      return simulateBuffer(backend, steadyArrivals(50, 60)).lost;
    };
    expect(away(16)).toBe(0);
    expect(away(19)).toBeGreaterThan(0);
  });

  test('kube-apiserver as it comes carries 4,000 events/s', () => {
    expect(capacityOf('webhook', settingsOf({}), question)).toMatchObject({
      eventsPerSecond: 4000,
      requestsPerSecond: 2000,
      burstEvents: 16400,
      outageSeconds: 81.25,
    });
  });

  test('a log in batches waits for each write', () => {
    const flags = {
      '--audit-log-mode': 'batch',
      '--audit-log-batch-max-size': 100,
      '--audit-log-batch-buffer-size': 1000,
    };
    const settings = settingsOf(flags);
    const capacity = capacityOf('log', settings, {
      stagesPerRequest: 2,
      writeLatencySeconds: 0.5,
      requestsPerSecond: 200,
    });
    expect(capacity).toMatchObject({
      eventsPerSecond: 200,
      burstEvents: 1100,
      verdict: { carries: false, secondsUntilDrop: 5.5 },
    });
    const log = { bufferSize: 1000, maxBatchSize: 100, maxWaitSeconds: 1, throttle: undefined, writeSeconds: 0.5 };
    expect(simulateBuffer(log, steadyArrivals(195, 60)).dropped).toBe(0);
    const drop = simulateBuffer(log, steadyArrivals(400, 20)).firstDropAt ?? 0;
    expect(Math.abs(drop - 5.5)).toBeLessThan(1);
  });

  test('without throttle or without batches kube-apiserver has no limit of its own', () => {
    expect(
      capacityOf('webhook', settingsOf({ '--audit-webhook-batch-throttle-enable': false }), question).eventsPerSecond,
    ).toBeNull();
    expect(capacityOf('webhook', settingsOf({ '--audit-webhook-mode': 'blocking' }), question)).toMatchObject({
      eventsPerSecond: null,
      outageSeconds: null,
    });
  });
});
