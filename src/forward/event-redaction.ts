import { createRedaction, type RedactRule } from '../redaction/index.ts';
import type { StoredEvent } from '../stream/index.ts';
import { guardedBodies } from './guarded-bodies.ts';

/** What a destination says of what is taken out. */
export interface RedactionHead {
  /** Of the guarded resources those whose bodies are sent all the same. */
  readonly bodies: readonly string[];
  readonly redact: readonly RedactRule[];
}

/** Gives an event as it may be sent: the very one that came where there is nothing to take out. */
export type EventRedaction = (event: StoredEvent) => StoredEvent;

/** Makes the redaction of a destination. */
export function redactionOf({ bodies, redact: rules }: RedactionHead): EventRedaction {
  const withoutBodies = guardedBodies.filter((resource) => !bodies.includes(resource));
  const redact = createRedaction({ withoutBodies, rules });
  return (event) => {
    const bytes = redact(event);
    return bytes === event.bytes ? event : { ...event, bytes };
  };
}
