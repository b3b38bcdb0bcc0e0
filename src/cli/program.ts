import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { CliError, exitCodeOf } from './cli-error.ts';
import { addCommonOptions } from './common-options.ts';
import { exitCodes } from './exit-codes.ts';
import { formatDiagnostic } from './output.ts';
import { printable } from './terminal-text.ts';

/** Makes the program without commands: its name, version, common options, and how it fails. */
export function createProgram(): Command {
  const program = new Command('whodunit')
    .description(packageJson.description)
    .version(packageJson.version, '--version', 'print the version')
    .helpCommand(true)
    .showHelpAfterError('(see --help)')
    .exitOverride();
  return addCommonOptions(program);
}

/** Runs a command line and sets the exit status of the process; it never rejects. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  // A reader such as `head` may go away before everything is written: not an error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    throw error;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says on standard error why a command failed and gives the exit status. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  const code = exitCodeOf(error);
  if (code === undefined) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes.wrongInput;
  }
  const lines =
    error instanceof CliError && error.diagnostics.length > 0
      ? error.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, error.file, error.source))
      : [`error: ${error instanceof Error ? error.message : ''}`];
  process.stderr.write(`${lines.map(printable).join('\n')}\n`);
  return code;
}
