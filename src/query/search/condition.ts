/** All of these conditions; `1` where there are none. */
export function every(conditions: readonly string[]): string {
  return joined(conditions, ' AND ', '1');
}

/** One of these conditions; `0` where there are none. */
export function any(conditions: readonly string[]): string {
  return joined(conditions, ' OR ', '0');
}

function joined(conditions: readonly string[], operator: string, none: string): string {
  const [first] = conditions;
  if (first === undefined) return none;
  return conditions.length === 1 ? first : `(${conditions.join(operator)})`;
}
