/** The answer of a statement, as far as charts are drawn from it. Cells are JSON; a number that a double cannot hold is its text. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly unknown[])[];
  /** Where each row counts an outcome. */
  readonly rowOutcomes?: readonly (Outcome | undefined)[] | undefined;
}

export interface ChartColumn {
  readonly name: string;
  /** As answers name it, such as `bigint`. */
  readonly type: string;
  /** How what the column counts ended: it has the same colour in every chart. */
  readonly outcome?: Outcome | undefined;
}

export type Outcome = 'ok' | 'redirected' | 'refused' | 'failed' | 'none';

/** What columns of counts by outcome are called in statements. */
const outcomes: ReadonlyMap<string, Outcome> = new Map([
  ['succeeded', 'ok'],
  ['redirected', 'redirected'],
  ['refused', 'refused'],
  ['failed', 'failed'],
  ['running', 'none'],
]);

/** The outcome that a column of a statement counts, by its name. */
export function outcomeOfColumn(name: string): Outcome | undefined {
  return outcomes.get(name);
}
