/** What came of a test that a rule carries. */
export interface Outcome {
  readonly rule: string;
  readonly test: string;
  readonly passed: boolean;
  readonly missing: readonly object[];
  readonly unexpected: readonly object[];
  readonly problems: readonly string[];
  readonly faults: readonly string[];
}

/** What came of a test, for people. */
export function outcomeText({ rule, test, passed, missing, unexpected, problems, faults }: Outcome): string {
  return [
    `${passed ? 'passed' : 'FAILED'}  ${rule}: ${test}`,
    ...problems.map((problem) => `  ${problem}`),
    ...missing.map((group) => `  does not fire, and was expected: ${JSON.stringify(group)}`),
    ...unexpected.map((group) => `  fires, and was not expected: ${JSON.stringify(group)}`),
    ...faults.map((fault) => `  note: ${fault}`),
  ].join('\n');
}
