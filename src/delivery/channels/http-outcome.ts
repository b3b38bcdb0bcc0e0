import { cutText, readRetryAfter, visibleText } from '../../base/index.ts';
import type { OutboundAnswer } from '../../platform/index.ts';
import type { Outcome } from '../channel.ts';

/** Far more than is kept of an answer, so that no secret is cut in two where it would be seen. */
const mostCharacters = 65_536;

/** The text of an answer, in which nothing hides. Whoever keeps it takes the secrets out first, and then cuts it. */
export function answerText({ body }: OutboundAnswer): string {
  return visibleText(cutText(body.toString('utf8'), mostCharacters).text.trim());
}

/**
 * What a status says by itself: 2xx is delivered, 413 too large, 429 and what a server or a proxy says of itself may pass, the rest will
 * not. `now` is in Unix milliseconds.
 */
export function outcomeOfStatus(answer: OutboundAnswer, now: number): Outcome {
  const { status, headers } = answer;
  const seen = { status, answer: answerText(answer) };
  if (status >= 200 && status < 300) return { kind: 'delivered', ...seen };
  if (status === 413) return { kind: 'too-large', ...seen };
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { kind: 'retry', ...seen, afterMs: readRetryAfter(headers['retry-after'], now) };
  return { kind: 'failed', ...seen };
}

/** The members of an answer that is a JSON object; none where it is something else. */
export function jsonOf({ body }: OutboundAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
