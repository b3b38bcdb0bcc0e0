import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { ApiClient } from '../../api/client.ts';
import { connect } from '../../api/connect.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { printable } from '../../terminal-text.ts';
import { writeText } from '../../write-text.ts';
import { CaseList } from './list.ts';

interface ExportOptions {
  readonly format: string;
  readonly language: string;
  readonly output?: string;
}

/** Adds `case export`. */
export function registerExport(group: Command): void {
  group
    .command('export')
    .description('write a case with the events that it keeps, as they were received, and their hashes')
    .argument('<name>', 'of the case, or its id')
    .addOption(
      new Option('--format <format>', 'Markdown, JSON, or the events alone, one a line')
        .choices(['md', 'json', 'jsonl'])
        .default('md'),
    )
    .option('--language <tag>', 'of the Markdown: en, zh-CN or ja', 'en')
    .option('-o, --output <file>', 'write to a file instead')
    .action(async (name: string, { format, language, output }: ExportOptions, self: Command) => {
      const client = await connect(self);
      const path = `api/v1/cases/${await findCase(client, name)}/export`;
      const query = new URLSearchParams({ format, language });
      const bytes = await client.bytes(await client.send({ path, query }));
      if (output === undefined) await show(new TextDecoder().decode(bytes));
      else await save(output, bytes);
    });
}

/** The id of a case, by which others of the same name are told apart. */
async function findCase(client: ApiClient, name: string): Promise<string> {
  const { items } = await client.call({ path: 'api/v1/cases' }, CaseList);
  const found = items.filter((item) => item.name === name || item.id === name);
  const own = found.length > 1 ? found.filter(({ editable }) => editable) : found;
  const [only] = own;
  if (only && own.length === 1) return only.id;
  throw new CliError(
    exitCodes.wrongInput,
    found.length === 0
      ? `cannot find case "${name}": see case list`
      : `cannot tell which case is meant by "${name}": ${found.map(({ id, owner }) => `${id} of ${owner}`).join(', ')}`,
  );
}

/** What was received is written as it is, but to a terminal, where it might act. */
async function show(text: string): Promise<void> {
  await writeText(process.stdout.isTTY ? printable(text) : text);
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw unreachable(`cannot write "${file}"`, error);
  }
}
