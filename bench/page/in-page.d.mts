/** Waits until a field is in sight and takes what is typed, and gives the milliseconds since the navigation began. */
export function whenTypable(selector: string): Promise<number>;

/** What is watched: for each part of the page a selector that finds something while the part is busy. */
export interface Watched<Part extends string> {
  readonly busy: Readonly<Record<Part, string>>;
  /** After so many milliseconds it is given up. */
  readonly limitMs: number;
}

/**
 * Watches the parts from now on. `settled` has, once all parts have become busy and are no longer, the milliseconds from the next key to the
 * moment when each was painted.
 */
export function watchParts<Part extends string>(
  watched: Watched<Part>,
): { readonly settled: Promise<Readonly<Record<Part, number>>> };
