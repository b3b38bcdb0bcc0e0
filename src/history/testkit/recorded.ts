import { parseRfc3339 } from '../../audit/index.ts';
import { recordedLines } from '../../query/search/testkit/recordings.ts';
import type { RecordedEvent } from '../operation.ts';

/** What the tests look at of an event. */
export interface TestEvent {
  readonly verb?: string;
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly stageTimestamp: string;
  readonly [name: string]: unknown;
}

/** The events of a recording, as a store gives them, in the order of time. */
export function recordedEvents(recording: 'ack-v1' | 'modern-v1.36'): readonly RecordedEvent[] {
  return recordedLines(recording)
    .map((line) => eventOf(JSON.parse(line) as TestEvent))
    .toSorted((a, b) => a.atMicros - b.atMicros);
}

/** An event as a store gives it. */
export function eventOf(json: TestEvent): RecordedEvent {
  return { json, cluster: 'c', atMicros: parseRfc3339(json.stageTimestamp) };
}
