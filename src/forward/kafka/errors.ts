import { type Said, said, textOf } from '../../base/index.ts';
import type { Outcome } from '../outcome.ts';

/** What a broker says by a number. */
const names: Readonly<Record<number, string>> = {
  [-1]: 'UNKNOWN_SERVER_ERROR',
  2: 'CORRUPT_MESSAGE',
  3: 'UNKNOWN_TOPIC_OR_PARTITION',
  5: 'LEADER_NOT_AVAILABLE',
  6: 'NOT_LEADER_OR_FOLLOWER',
  7: 'REQUEST_TIMED_OUT',
  10: 'MESSAGE_TOO_LARGE',
  14: 'COORDINATOR_LOAD_IN_PROGRESS',
  15: 'COORDINATOR_NOT_AVAILABLE',
  16: 'NOT_COORDINATOR',
  17: 'INVALID_TOPIC_EXCEPTION',
  18: 'RECORD_LIST_TOO_LARGE',
  19: 'NOT_ENOUGH_REPLICAS',
  20: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  29: 'TOPIC_AUTHORIZATION_FAILED',
  31: 'CLUSTER_AUTHORIZATION_FAILED',
  32: 'INVALID_TIMESTAMP',
  33: 'UNSUPPORTED_SASL_MECHANISM',
  34: 'ILLEGAL_SASL_STATE',
  35: 'UNSUPPORTED_VERSION',
  43: 'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  44: 'POLICY_VIOLATION',
  45: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
  46: 'DUPLICATE_SEQUENCE_NUMBER',
  47: 'INVALID_PRODUCER_EPOCH',
  56: 'KAFKA_STORAGE_ERROR',
  58: 'SASL_AUTHENTICATION_FAILED',
  59: 'UNKNOWN_PRODUCER_ID',
  74: 'FENCED_LEADER_EPOCH',
  75: 'UNKNOWN_LEADER_EPOCH',
  76: 'UNSUPPORTED_COMPRESSION_TYPE',
  87: 'INVALID_RECORD',
};

const tooLarge = new Set([10, 18]);
/** For a record, or what is around it. */
const refused = new Set([32, 87]);
/** Somebody has to mend something. */
const stopped = new Set([3, 17, 29, 31, 33, 34, 35, 43, 44, 58, 76]);
/** The batch is there: it was stored, and the answer was lost. */
const stored = new Set([0, 46]);
/** Soon it may be otherwise: another broker leads, a replica comes back, a topic that was just made is known everywhere. */
const passing = new Set([2, 3, 5, 6, 7, 14, 15, 16, 19, 20, 56, 74, 75]);

/** What an error of a broker means for a batch. All that is not known may pass. */
export function outcomeOfError(error: number): Outcome {
  if (stored.has(error)) return { kind: 'sent', answer: '' };
  const said = { answer: errorText(error), status: error };
  if (tooLarge.has(error)) return { kind: 'too-large', ...said };
  if (refused.has(error)) return { kind: 'refused', ...said };
  return { kind: stopped.has(error) ? 'stopped' : 'retry', ...said };
}

/** Whether the same batch is worth another try at once. */
export function isPassing(error: number): boolean {
  return passing.has(error);
}

export function errorText(error: number): string {
  return names[error] ?? `error ${error}`;
}

/** A broker refuses something that comes before a batch. */
export class BrokerRefusal extends Error {
  readonly error: number;
  constructor(error: number, doing: Said, told: string | null = null) {
    super(textOf(said`cannot ${doing}: ${[errorText(error), told].filter(Boolean).join(': ')}`));
    this.error = error;
  }
}
