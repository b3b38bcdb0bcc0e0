/** Characters with which a spreadsheet begins a formula, their full-width forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const needsQuotes = /[",\r\n]/;
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/**
 * Text as a cell of CSV (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises
 * ("CSV Injection"): names and user agents are chosen by whoever is being audited. Control characters, which a terminal that
 * shows the file would obey, become U+FFFD.
 */
export function csvCell(text: string): string {
  const shown = text.replaceAll(control, '\u{fffd}');
  const safe = formula.test(shown) ? `'${shown}` : shown;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Types, in Trino's spelling, whose values cannot be text of somebody's choice. */
const plainType = /^(?:tinyint|smallint|integer|bigint|real|double|decimal|boolean|date|time|interval)/;

/** A value of a column as a cell: numbers and times keep their sign, everything else is made safe. */
export function csvValue(text: string, type: string | undefined): string {
  return type !== undefined && plainType.test(type) ? text : csvCell(text);
}

/** A line of CSV with its line end, from cells. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}
