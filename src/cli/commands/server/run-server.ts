import { AppError } from '../../../base/index.ts';
import { errorCodeOf } from '../../../platform/index.ts';
import { CliError } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';

/** Runs a server to its end. What the system refuses it is a file that could not be reached, not a bug. */
export async function runServer(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error) || errorCodeOf(error) === undefined) throw error;
    // Node's message has the path in it.
    throw new CliError(exitCodes.unreachable, `cannot start the server: ${error.message}`, { cause: error });
  }
}
