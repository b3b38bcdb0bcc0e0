import { accessOperators } from './access.ts';
import { arithmetic } from './arithmetic.ts';
import { textOperators } from './text.ts';

/** Operators that ClickHouse has as functions. Comparisons and logic are forms of the language. */
export const operators = [...arithmetic, ...textOperators, ...accessOperators];
