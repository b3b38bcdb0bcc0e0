import { parentPort, workerData } from 'node:worker_threads';
import { invariant, ownsMemory } from '../../base/index.ts';
import { errorCodeOf } from '../../platform/index.ts';
import { geoIpRows, type GeoIpSource } from './geoip-rows.ts';
import type { GeoIpAnswer } from './geoip-thread.ts';
import { batchesOf } from './reference-rows.ts';

/** The program of the thread that reads GeoIP data: gives one batch for each message. */
function main(source: GeoIpSource): void {
  const port = parentPort;
  invariant(port, 'GeoIP data is read in a thread');
  const batches = batchesOf(geoIpRows(source));
  port.on('message', () => {
    const answer = next(batches);
    const bytes = 'batch' in answer ? answer.batch?.bytes : undefined;
    port.postMessage(answer, bytes && ownsMemory(bytes) ? [bytes.buffer] : []);
  });
}

function next(batches: ReturnType<typeof batchesOf>): GeoIpAnswer {
  try {
    const { value } = batches.next();
    return { batch: value };
  } catch (error) {
    // The message of the file system names the whole path.
    return { unreadable: errorCodeOf(error) ?? (error instanceof Error ? error.message : String(error)) };
  }
}

main(workerData);
