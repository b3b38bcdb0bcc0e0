import { columnIndex, type EventRow } from './event-row.ts';

/** What an event says of its request: that it began, that it was answered to the end, or nothing of either. */
export type RequestProgress = 'begun' | 'ended' | undefined;

const stage = columnIndex.stage;
const letterOfReceived = 0x71;
const sizes = { requestReceived: 'RequestReceived'.length, responseComplete: 'ResponseComplete'.length, panic: 5 };

/**
 * Tells by the stage, without making a text of it: every event is asked. A response that started counts as the end, since it may go on for
 * days; stages are four, and tell apart by their sizes and the third letter (reQuest, reSponse).
 */
export function progressOf(row: EventRow): RequestProgress {
  const size = row.stop(stage) - row.start(stage);
  if (size === sizes.responseComplete || size === sizes.panic) return 'ended';
  if (size !== sizes.requestReceived) return undefined;
  return row.bytesOf(stage)[row.start(stage) + 2] === letterOfReceived ? 'begun' : 'ended';
}

/** As kube-apiserver has it (server/config.go): such requests have no end that could be waited for. */
const longVerbs = new Set(['watch', 'proxy']);
const sizeOfLongVerb = 5;
const longSubresources = new Set(['attach', 'exec', 'proxy', 'log', 'portforward']);

/** Whether the request is one that kube-apiserver lets run for as long as the client likes. */
export function mayRunLong(row: EventRow): boolean {
  const { verb, object_subresource: subresource } = columnIndex;
  if (row.stop(verb) - row.start(verb) === sizeOfLongVerb && longVerbs.has(row.text('verb'))) return true;
  return row.has(subresource) && longSubresources.has(row.text('object_subresource'));
}

const id = columnIndex.audit_id_text;
/** The end of a UUID, which is random. */
const sizeOfIdEnd = 16;
const resourceKind = [
  columnIndex.user_username,
  columnIndex.verb,
  columnIndex.object_api_group,
  columnIndex.object_resource,
  columnIndex.object_subresource,
  columnIndex.object_namespace,
] as const;
const pathKind = [columnIndex.user_username, columnIndex.verb, columnIndex.request_uri] as const;

/** A number that stands for the request of an event, of 52 bits of its auditID: for counting, and not for security. */
export function requestNumber(row: EventRow): number {
  const sum = new Sum();
  sum.take(row.bytesOf(id), Math.max(row.start(id), row.stop(id) - sizeOfIdEnd), row.stop(id));
  return sum.number();
}

/** A number that stands for what a policy tells requests apart by: who, verb, resource and namespace, or path. */
export function requestKindNumber(row: EventRow): number {
  const sum = new Sum();
  for (const column of row.has(columnIndex.object_resource) ? resourceKind : pathKind) {
    const bytes = row.bytesOf(column);
    const [from, to] = [row.start(column), row.stop(column)];
    sum.take(bytes, from, column === columnIndex.request_uri ? endOfPath(bytes, from, to) : to);
  }
  return sum.number();
}

function endOfPath(bytes: Uint8Array, from: number, to: number): number {
  const query = bytes.indexOf(questionMark, from);
  return query < 0 ? to : Math.min(query, to);
}

const questionMark = 0x3f;

/** Two FNV-1a sums of 32 bits. */
class Sum {
  #one = 0x811c9dc5;
  #other = 0x9747b28c;

  take(bytes: Uint8Array, from: number, to: number): void {
    let one = this.#one;
    let other = this.#other;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      one = Math.imul(one ^ byte, 0x01000193);
      other = Math.imul(other ^ byte, 0x85ebca6b);
    }
    // Between texts stands what none holds.
    this.#one = Math.imul(one ^ 0xff, 0x01000193);
    this.#other = Math.imul(other ^ 0xff, 0x85ebca6b);
  }

  number(): number {
    return (this.#one >>> 0) * 2 ** 20 + (this.#other >>> 12);
  }
}
