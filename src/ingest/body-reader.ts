import { createMutex } from '../base/index.ts';
import { EventEncoder, type Origin } from './event-encoder.ts';
import { type ReadBody, readBody } from './read-body.ts';

/** Reads bodies one after the other. */
export interface BodyReader {
  /**
   * Takes a body apart, and with an origin reads the events of one that is whole and usual as well; `undefined` where it has more parts
   * than is taken. Answers in the order of the calls, those with an origin and those without each in theirs. The body is the reader's
   * from then on: nobody else may use it. `redaction` says what is taken out of the events, as `IngestRedaction` has it in JSON; empty:
   * nothing.
   */
  read(body: Uint8Array, origin: Origin | undefined, redaction?: string): Promise<ReadBody | undefined>;
}

/** Of larger bodies the indexer reads the events: they take longer than those behind them should wait. */
export const maxEncodedBytes = 16 << 20;

/** Reads bodies in the thread that asks. */
export function createBodyReader(): BodyReader {
  const encoder = new EventEncoder();
  // The first that is redacted waits for the program; those behind it wait with it.
  const order = createMutex();
  return {
    read: (body, origin, redaction = '') =>
      order.run(async () => {
        if (redaction === '') return readBody(encoder, body, origin);
        // It takes as long to load as all else of a reading thread, and few clusters have rules.
        const { readRedacted } = await import('./read-redacted.ts');
        return readRedacted(encoder, body, origin, redaction);
      }),
  };
}
