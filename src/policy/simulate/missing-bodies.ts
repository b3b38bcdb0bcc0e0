import type { AuditEventLike } from '../audit-event.ts';
import { goJsonSize } from './applied-size.ts';

/** Bodies that a policy asks for and that the recording does not hold. */
export interface MissingBodies {
  /** Events that would have the body. */
  readonly events: number;
  /** Their bytes by the mean of recorded bodies of the same verb and resource; events without such a body are left out. */
  readonly estimatedBytes: number;
  /** The events that the estimate covers, and the recorded bodies that it rests on. */
  readonly estimatedEvents: number;
  readonly basis: number;
}

interface Mean {
  bytes: number;
  count: number;
}

/** Learns how large bodies are by verb and resource, and applies it to those that are missing. */
export class BodyEstimate {
  private readonly member: 'requestObject' | 'responseObject';
  private readonly recorded = new Map<string, Mean>();
  private readonly missing = new Map<string, number>();

  constructor(member: 'requestObject' | 'responseObject') {
    this.member = member;
  }

  /** Takes an event, whose body is missing or may be one to learn from. */
  add(event: AuditEventLike, isMissing: boolean): void {
    const { resource = '', subresource = '', apiGroup = '' } = event.objectRef ?? {};
    const key = JSON.stringify([event.verb, apiGroup, resource, subresource]);
    if (isMissing) this.missing.set(key, (this.missing.get(key) ?? 0) + 1);
    const body = event[this.member];
    if (body === undefined) return;
    const mean = this.recorded.get(key) ?? { bytes: 0, count: 0 };
    mean.bytes += goJsonSize(body) + `,"${this.member}":`.length;
    mean.count += 1;
    this.recorded.set(key, mean);
  }

  /** What is missing, with the estimate and what it rests on. */
  result(): MissingBodies {
    let [events, bytes, estimatedEvents, basis] = [0, 0, 0, 0];
    for (const [key, count] of this.missing) {
      events += count;
      const mean = this.recorded.get(key);
      if (!mean) continue;
      bytes += (mean.bytes / mean.count) * count;
      estimatedEvents += count;
      basis += mean.count;
    }
    return { events, estimatedBytes: Math.round(bytes), estimatedEvents, basis };
  }
}
