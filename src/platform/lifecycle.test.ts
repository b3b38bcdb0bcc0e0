import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createManualClock } from './clock.ts';
import { closeOnSignals, createLifecycle, exitOnSignals } from './lifecycle.ts';
import { createLogger } from './logger.ts';

const quiet = createLogger('silent');

test('parts are closed in the reverse order, each after the one before, also when one fails', async () => {
  const lifecycle = createLifecycle(quiet);
  const closed: string[] = [];
  for (const name of ['records', 'journal', 'server'])
    lifecycle.own(name, {
      close: async () => {
        await Promise.resolve();
        closed.push(name);
        if (name === 'journal') throw new Error('stuck');
      },
    });
  await Promise.all([lifecycle.close(), lifecycle.close()]);
  expect(closed).toEqual(['server', 'journal', 'records']);
});

test('the first signal drains, its echo does nothing, a second one ends at once', async () => {
  const source = new EventEmitter();
  const lifecycle = createLifecycle(quiet);
  const { promise: drained, resolve: release } = Promise.withResolvers<void>();
  lifecycle.own('server', { close: () => drained });
  const codes: number[] = [];
  const clock = createManualClock(0);
  closeOnSignals(lifecycle, quiet, (code) => codes.push(code), { source, clock });
  source.emit('SIGTERM', 'SIGTERM');
  source.emit('SIGTERM', 'SIGTERM');
  expect(codes).toEqual([]);
  clock.advance(1000);
  source.emit('SIGINT', 'SIGINT');
  expect(codes).toEqual([130]);
  release();
  await lifecycle.close();
  await Promise.resolve();
  expect(codes).toEqual([130, 0]);
});

test('where there is nothing to drain, a signal ends at once', () => {
  const source = new EventEmitter();
  const codes: number[] = [];
  const stop = exitOnSignals((code) => codes.push(code), source);
  source.emit('SIGINT', 'SIGINT');
  source.emit('SIGTERM', 'SIGTERM');
  stop();
  source.emit('SIGTERM', 'SIGTERM');
  expect(codes).toEqual([130, 143]);
});

test('listeners that were taken away hear nothing', () => {
  const source = new EventEmitter();
  const stop = closeOnSignals(createLifecycle(quiet), quiet, () => undefined, { source });
  stop();
  expect(source.listenerCount('SIGTERM') + source.listenerCount('SIGINT')).toBe(0);
});
