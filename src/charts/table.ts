/** The answer of a statement, as far as charts are drawn from it. Cells are JSON; a number that a double cannot hold is its text. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface ChartColumn {
  readonly name: string;
  /** As answers name it, such as `bigint`. */
  readonly type: string;
}
