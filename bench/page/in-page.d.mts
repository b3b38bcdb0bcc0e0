/** Waits until a field is in sight and takes what is typed, and gives the milliseconds since the navigation began. */
export function whenTypable(selector: string): Promise<number>;

/** What is watched: for each part of the page a selector that finds something while the part is busy. */
export interface Watched<Part extends string> {
  readonly busy: Readonly<Record<Part, string>>;
  /** The search that the page is to come to. */
  readonly query: string;
  /** After so many milliseconds it is given up. */
  readonly limitMs: number;
}

/** Milliseconds from the key: when each part was there, and when all of them were painted. */
export interface Settled<Part extends string> {
  readonly parts: Readonly<Record<Part, number>>;
  readonly all: number;
}

/** Watches the parts from now on. `settled` comes once all of them have become busy, and are no longer, after the next key. */
export function watchParts<Part extends string>(watched: Watched<Part>): { readonly settled: Promise<Settled<Part>> };
