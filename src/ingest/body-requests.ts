import { type EventRow, mayRunLong, progressOf, requestKindNumber, requestNumber } from '../audit/index.ts';

/**
 * What a body tells of requests that began or ended in it, where the other is told elsewhere. Numbers stand for requests, and for their
 * kinds, by which a policy may leave out stages.
 */
export interface BodyRequests {
  /** Requests that began and did not end in it, with their kinds. Those that may run long are left out. */
  readonly begun: ReadonlyMap<number, number>;
  /** Requests that ended and did not begin in it. */
  readonly ended: readonly number[];
  /** Kinds of which requests began and ended in it. */
  readonly endedKinds: readonly number[];
  /** Whether more have ended than are told. */
  readonly isCut: boolean;
}

/** More are under way at once in no API server (`--max-requests-inflight`, 400 by default). */
const mostBegun = 4096;
const mostEnded = 2048;
const mostKinds = 512;

/** Takes events one after the other, while they are read. */
export class RequestsReader {
  readonly #begun = new Map<number, number>();
  readonly #endedKinds = new Set<number>();
  #ended: number[] = [];
  #isCut = false;

  reset(): void {
    this.#begun.clear();
    this.#endedKinds.clear();
    this.#ended = [];
    this.#isCut = false;
  }

  take(row: EventRow): void {
    const progress = progressOf(row);
    if (progress === 'begun') {
      if (this.#begun.size < mostBegun && !mayRunLong(row)) this.#begun.set(requestNumber(row), requestKindNumber(row));
    } else if (progress === 'ended') this.#end(row);
  }

  #end(row: EventRow): void {
    const isFull = this.#ended.length >= mostEnded;
    this.#isCut ||= isFull;
    // Of a policy that leaves out where requests begin, all ends are by themselves.
    if (isFull && this.#begun.size === 0) return;
    const request = requestNumber(row);
    const kind = this.#begun.get(request);
    if (kind === undefined) {
      if (!isFull) this.#ended.push(request);
      return;
    }
    this.#begun.delete(request);
    if (this.#endedKinds.size < mostKinds) this.#endedKinds.add(kind);
  }

  finish(): BodyRequests {
    return {
      begun: new Map(this.#begun),
      ended: this.#ended,
      endedKinds: [...this.#endedKinds],
      isCut: this.#isCut,
    };
  }
}
