import type { ResultTable } from '../../../api/search.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { resolveField } from '../../../../../src/query/index.ts';
import type { MenuValue } from '../../../components/value-menu/value-menu-context.ts';

/** The values of fields in a row of an answer, or in one cell of it: those of columns that are named like a field. */
export function rowValues({ columns, rows }: ResultTable, row: number, column?: number): readonly MenuValue[] {
  return columns.flatMap(({ name }, at) =>
    resolveField(name) === undefined || (column !== undefined && column !== at)
      ? []
      : [{ field: name, value: cellText(rows[row]?.[at]) ?? '' }],
  );
}
