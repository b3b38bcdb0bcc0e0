/** The numbers that `countCondition` and texts know besides columns. `__count__` of a condition is the number of rows that match. */
export const countNames: readonly string[] = [
  '__count__',
  '__pass_count__',
  '__0_count__',
  '__1_count__',
  '__2_count__',
];
