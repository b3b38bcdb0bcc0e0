/** What of the alerts an address asks for. Messages have such addresses. */
export interface AlertSearch {
  readonly rule?: string;
  /** The key of a cause. */
  readonly cause?: string;
}

/** Reads an address. */
export function validateAlertSearch({ rule, cause }: Record<string, unknown>): AlertSearch {
  return {
    ...(typeof rule === 'string' ? { rule } : {}),
    ...(typeof cause === 'string' ? { cause } : {}),
  };
}
