/** Where so many events in a row are refused, and none is taken between, it is no fault of theirs. */
const mostInARow = 100;

/** What a destination refused since it last took something. */
export interface Refusals {
  /** An event was refused by itself. */
  add(): void;
  /** Something was taken. */
  clear(): void;
  /** It refuses everything: somebody has to mend something. */
  areAll(): boolean;
}

export function createRefusals(): Refusals {
  let inARow = 0;
  return {
    add: () => (inARow += 1),
    clear: () => (inARow = 0),
    areAll: () => inARow >= mostInARow,
  };
}
