import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { DashboardRunAnswer, type DashboardRunRequest } from '../../../server/schemas/index.ts';
import { unreachable as unreachableCase } from '../../../base/index.ts';
import { connect } from '../../api/connect.ts';
import { collect } from '../../arguments.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Output } from '../../output.ts';
import { printableJson } from '../../terminal-text.ts';
import { writeText } from '../../write-text.ts';
import { csvOf, type ReportAnswer, tablesOf } from './format.ts';

interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly user?: readonly string[];
  readonly code?: readonly string[];
  readonly var?: Readonly<Record<string, string>>;
  readonly panel?: readonly string[];
  readonly format?: Format;
  readonly output?: string;
  readonly language?: string;
  readonly timeZone?: string;
}

const formats = ['table', 'json', 'csv', 'html'] as const;
type Format = (typeof formats)[number];

/** Adds `report run`, whose name can be left out. */
export function registerRun(group: Command): void {
  group
    .command('run', { isDefault: true })
    .description('run a dashboard; `report ID` does the same')
    .argument('<id>', 'of the dashboard, such as overview, operations, operation-details or cve')
    .option(
      '--from <time>',
      "begin of the range: RFC 3339, Unix seconds, or relative such as -7d; else the dashboard's own",
    )
    .option('--to <time>', 'end of the range, itself left out; else now')
    .option('--cluster <name>', 'look in this cluster only; may be given again', collect)
    .option('--namespace <name>', 'count this namespace only; may be given again', collect)
    .option('--user <name>', 'count this user, or RAM user id, only; may be given again', collect)
    .option('--code <code>', 'count this status code only; may be given again', collect)
    .option('--var <name=value>', 'set a variable of the dashboard; may be given again', collectVariable)
    .option('--panel <id>', 'run this panel only; may be given again', collect)
    .addOption(new Option('--format <format>', 'table on a terminal, else json').choices(formats))
    .option('--output <file>', 'write to a file')
    .option('--language <tag>', 'of titles, such as zh-CN or ja')
    .option('--time-zone <zone>', 'time zone of the statements, such as Asia/Shanghai')
    .action(report);
}

async function report(id: string, options: ReportOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const format = options.format ?? (output.json || options.output !== undefined ? 'json' : 'table');
  const client = await connect(command);
  const path = `api/v1/dashboards/${encodeURIComponent(id)}/${format === 'html' ? 'html' : 'run'}`;
  const response = await client.send({ method: 'POST', path, json: requestOf(options) });
  if (format === 'html') {
    await write(await client.bytes(response), options);
    const failed = (response.headers.get('x-failed-panels') ?? '').split(',').filter((id) => id !== '');
    if (failed.length > 0) throw panelsFailed(failed);
    return;
  }
  const answer = await client.read(response, DashboardRunAnswer);
  await write(textOf(answer, format), options);
  complain(answer, output);
}

function requestOf({ from, to, cluster, namespace, user, code, ...options }: ReportOptions) {
  const { var: variables, panel: panels, language, timeZone } = options;
  const request: z.input<typeof DashboardRunRequest> = {
    from,
    to,
    clusters: cluster && [...cluster],
    filters: {
      ...(namespace && { namespace: [...namespace] }),
      ...(user && { user: [...user] }),
      ...(code && { code: [...code] }),
    },
    variables,
    panels: panels && [...panels],
    language,
    timeZone,
  };
  return request;
}

function textOf(answer: ReportAnswer, format: Exclude<Format, 'html'>): string {
  switch (format) {
    case 'json':
      return printableJson(`${JSON.stringify(answer, undefined, 2)}\n`);
    case 'csv':
      return csvOf(answer);
    case 'table':
      return tablesOf(answer);
    default:
      return unreachableCase(format);
  }
}

async function write(text: string | Uint8Array, { output: file }: ReportOptions): Promise<void> {
  if (file === undefined) {
    await writeText(typeof text === 'string' ? text : new TextDecoder().decode(text));
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw unreachable(`cannot write "${file}"`, error);
  }
}

/** Says what panels have no rows, or not all of them. Throws CliError (exit 1) where one failed. */
function complain({ panels }: ReportAnswer, output: Output): void {
  for (const { id, query, limited, error } of panels) {
    if (limited !== undefined) output.note(`panel "${id}": the first ${limited} rows; there are more`);
    if (!error) continue;
    output.note(`panel "${id}" failed: ${error.message}`);
    output.diagnostics(error.diagnostics ?? [], undefined, query);
  }
  const failed = panels.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return;
  throw panelsFailed(failed.map(({ id }) => id));
}

function panelsFailed(ids: readonly string[]): CliError {
  const names = ids.map((id) => `"${id}"`).join(', ');
  return new CliError(exitCodes.wrongInput, `${ids.length} of the panels failed: ${names}`);
}

function collectVariable(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected NAME=VALUE, such as resource=pods.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
