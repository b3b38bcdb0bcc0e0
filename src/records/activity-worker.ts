import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../base/index.ts';
import type { ActivityAnswer, ActivityRequest, ActivityThreadData } from './activity-thread.ts';
import { type ActivityWriter, createActivityWriter } from './activity-writer.ts';
import { connectAgain } from './database.ts';

/** The program of the thread of the activity log: answers each request in its turn. */
function main(): void {
  const port = parentPort;
  invariant(port, 'the thread of the activity log is a thread');
  const { path, bounds } = workerData as ActivityThreadData;
  const database = connectAgain(path);
  const writer = createActivityWriter(database, bounds);
  port.on('message', (request: ActivityRequest) => {
    port.postMessage(answer(database, writer, request));
  });
}

function answer(database: DatabaseSync, writer: ActivityWriter, request: ActivityRequest): ActivityAnswer {
  try {
    switch (request.kind) {
      case 'write':
        return writer.write(request.entries);
      case 'remove-old':
        return writer.removeOld(request.now) ? 'more' : 'done';
      case 'close':
        database.close();
        return 'done';
    }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

main();
