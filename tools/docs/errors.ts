import { errorCodes } from '../../src/base/index.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { code, page, table } from './markdown.ts';

/** The page docs/reference/errors.md: every code of an error, in the order of its HTTP status. */
export function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([name, { status, meaning, remedy }]) => [
    code(name),
    String(status),
    String(status === 429 || status >= 500 ? exitCodes.unreachable : exitCodes.wrongInput),
    meaning,
    remedy,
  ]);
  return page(
    '# Errors',
    'Made from the table of the code by `npm run docs`.',
    'The HTTP API answers an error as',
    `\`\`\`json
{ "error": { "code": "journal-full", "message": "cannot append to the journal: the disk is full" } }
\`\`\``,
    `with \`diagnostics\` where something that you wrote is wrong; [their codes](diagnostics.md) have a page of their own. Answers of 429
and 503 carry \`Retry-After\` in seconds.`,
    `**Exit** is how a command ends that meets the error: ${exitCodes.wrongInput} means that the same call fails again, ${exitCodes.unreachable} that it
may succeed later. Besides, a command ends with ${exitCodes.wrongUsage} on wrong usage, and with ${exitCodes.unreachable} where a file or the server cannot be
reached at all.`,
    table(['Code', 'HTTP', 'Exit', 'Meaning', 'What to do'], rows),
  );
}
