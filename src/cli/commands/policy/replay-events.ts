import { asAuditEvent, type AuditEventLike } from '../../../policy/index.ts';
import { CliError } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Output } from '../../output.ts';

/** What events are replayed into. */
export interface EventSink {
  add(event: AuditEventLike, bytes: number): void;
}

/**
 * Replays events, each the bytes of one as it was received, from wherever they come. What is no audit event is left out with a
 * warning; where nothing is one, the command ends.
 */
export async function replayEvents(sink: EventSink, events: AsyncIterable<Uint8Array>, output: Output): Promise<void> {
  const decoder = new TextDecoder();
  let read = 0;
  let unreadable = 0;
  for await (const bytes of events) {
    const event = parseEvent(decoder.decode(bytes));
    if (event) sink.add(event, bytes.length);
    else unreadable += 1;
    read += 1;
  }
  if (unreadable > 0 && unreadable === read)
    throw new CliError(exitCodes.wrongInput, `cannot replay: none of the ${read} texts is an audit event`);
  if (unreadable > 0) output.note(`warning: ${unreadable} of ${read} texts are no audit events and are left out`);
}

function parseEvent(text: string): AuditEventLike | undefined {
  try {
    const event = asAuditEvent(JSON.parse(text));
    // Anything that is an object passes for an event without members; an audit event has a stage and a verb at least.
    return event?.stage === undefined || event.verb === undefined ? undefined : event;
  } catch {
    return undefined;
  }
}
