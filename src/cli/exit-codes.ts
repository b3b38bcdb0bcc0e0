/** How a command ends, for scripts. */
export const exitCodes = {
  done: 0,
  /** The input was wrong, or the check found errors. */
  wrongInput: 1,
  wrongUsage: 2,
  /** The server or a file could not be reached. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
