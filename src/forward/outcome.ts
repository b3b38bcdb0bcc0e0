import { readRetryAfter } from '../base/index.ts';
import { answerText } from '../delivery/index.ts';
import type { OutboundAnswer } from '../platform/index.ts';

/** What the other side said: `answer` for people, `status` of HTTP or the like. */
interface Said {
  readonly answer: string;
  readonly status?: number | undefined;
}

/** An event of a parcel that the other side refuses for good, by its index. */
export interface Refusal extends Said {
  readonly index: number;
}

/** What became of a parcel. */
export type Outcome =
  /** Taken, but for what was `refused`, and what the other side wants `again` later, by index. */
  | (Said & {
      readonly kind: 'sent';
      readonly refused?: readonly Refusal[];
      readonly again?: readonly number[];
      readonly afterMs?: number | undefined;
    })
  /** May pass: it is sent again, not before `afterMs` where the other side asked for that. */
  | (Said & { readonly kind: 'retry'; readonly afterMs?: number | undefined })
  /** As a whole, for something in it: which event it is shows when less is sent. */
  | (Said & { readonly kind: 'refused' })
  /** As a whole, for its size. */
  | (Said & { readonly kind: 'too-large' })
  /** Nothing is taken until somebody mends something: a credential, an address. */
  | (Said & { readonly kind: 'stopped' });

/** What a status says by itself. `now` is in Unix milliseconds. */
export function outcomeOfStatus(answer: OutboundAnswer, now: number): Outcome {
  const { status, headers } = answer;
  const said = { status, answer: answerText(answer) };
  if (status >= 200 && status < 300) return { kind: 'sent', ...said };
  if (status === 413) return { kind: 'too-large', ...said };
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { kind: 'retry', ...said, afterMs: readRetryAfter(headers['retry-after'], now) };
  return [400, 422].includes(status) ? { kind: 'refused', ...said } : { kind: 'stopped', ...said };
}
