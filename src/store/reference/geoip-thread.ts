import { Worker } from 'node:worker_threads';
import { programPath } from '../../platform/index.ts';
import type { GeoIpSource } from './geoip-rows.ts';
import type { EncodedRows } from './reference-rows.ts';

/** What the thread answers to each message that it gets. */
export type GeoIpAnswer = { readonly batch: EncodedRows | undefined } | { readonly unreadable: string };

/**
 * The rows of a dictionary in the engine's form, made in a thread of their own: others are answered meanwhile, and with the thread goes its
 * memory, which for the shipped countries is hundreds of megabytes. Throws what `unreadable` makes of the reason why a file cannot be read.
 */
export async function* encodedGeoIp(
  source: GeoIpSource,
  unreadable: (reason: string) => Error,
): AsyncGenerator<EncodedRows> {
  const program = programPath(import.meta, 'geoip-worker.ts', 'geoip.js');
  const worker = new Worker(program, { execArgv: [], workerData: source });
  worker.unref();
  try {
    for (;;) {
      const answer = await ask(worker);
      if ('unreadable' in answer) throw unreadable(answer.unreadable);
      if (!answer.batch) return;
      yield answer.batch;
    }
  } finally {
    await worker.terminate();
  }
}

function ask(worker: Worker): Promise<GeoIpAnswer> {
  return new Promise((resolve, reject) => {
    const onError = (error: unknown): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error('the thread that reads GeoIP data ended')));
    const onMessage = (answer: GeoIpAnswer): void => settle(() => resolve(answer));
    const settle = (outcome: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      outcome();
    };
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    worker.postMessage('next');
  });
}
