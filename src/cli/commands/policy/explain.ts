import type { Command } from 'commander';
import {
  asAuditEvent,
  isFailedLogin,
  explainRequest,
  explanationLines,
  readRequest,
  type Request,
  requestOfEvent,
  requestOfUri,
  standingGroups,
} from '../../../policy/index.ts';
import { CliError, wrongInput, wrongUsage } from '../../cli-error.ts';
import { collect } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readTextFile } from '../../input-file.ts';
import type { Output } from '../../output.ts';
import { loadValid } from './load-valid.ts';
import { addKubeVersion, releaseOf } from './policy-file.ts';

const maxEventBytes = 64_000_000;

interface Asked {
  readonly request: Request;
  readonly failsLogin: boolean;
}

interface ExplainOptions {
  readonly policy?: string;
  readonly user?: string;
  readonly request?: string;
  readonly event?: string;
  readonly kubeVersion?: string;
  readonly group: readonly string[];
}

/** The members of a request that have an option of their own. */
const fields = [
  ['user', 'user', 'name of the user'],
  ['verb', 'verb', 'such as get, list, watch, create'],
  ['api-group', 'apiGroup', 'API group of the resource; empty is the core group'],
  ['resource', 'resource', 'such as pods'],
  ['subresource', 'subresource', 'such as exec'],
  ['namespace', 'namespace', 'namespace; empty for cluster-scoped requests'],
  ['name', 'name', 'name of the object'],
  ['path', 'path', 'path of a request in place of a resource, such as /healthz or /api/v1/pods?watch=true'],
] as const;

/** Adds `policy explain`. */
export function registerExplain(group: Command): void {
  const command = group
    .command('explain')
    .description('say which rule decides a request, why, and what is written')
    .argument('[file]', 'the policy')
    .option('--policy <file>', 'the policy')
    .option('--request <json>', 'the request as JSON, as "policy check" takes it')
    .option('--event <file>', 'a recorded event in place of a request; - is standard input')
    .option(
      '--group <name>',
      'a group of the user, besides those that kube-apiserver adds by itself; may be given several times',
      collect,
      [],
    );
  for (const [option, , description] of fields) command.option(`--${option} <value>`, description);
  addKubeVersion(command).action(async (file: string | undefined, options: ExplainOptions, self: Command) => {
    const policyFile = options.policy ?? file;
    if (policyFile === undefined) throw wrongUsage('name the policy');
    const output = outputOf(self);
    const loaded = await loadValid(policyFile, releaseOf(options.kubeVersion, output), output);
    const { request, failsLogin } = await requestOf(options, self.opts(), output);
    const explanation = explainRequest(loaded, loaded.policy, request, { failsLogin });
    output.answer(explanation, () => explanationLines(explanation).join('\n'));
  });
}

async function requestOf(
  options: ExplainOptions,
  given: Readonly<Record<string, unknown>>,
  output: Output,
): Promise<Asked> {
  const described = fields.some(([, member]) => given[member] !== undefined);
  const ways = [options.request !== undefined, options.event !== undefined, described].filter(Boolean);
  if (ways.length !== 1) throw wrongUsage('describe one request: by --request, by --event, or by --user, --verb, ...');
  if (options.event !== undefined) return readEvent(options.event);
  const value: unknown =
    options.request === undefined
      ? {
          ...Object.fromEntries(fields.map(([, member]) => [member, given[member]])),
          groups: groupsOf(options, output),
        }
      : parseJson(options.request, '--request');
  const request = readRequest(value, 'the command line');
  if (!request.ok) throw wrongInput(request.diagnostics);
  return { request: asReceived(request.value, output), failsLogin: false };
}

/** A path as kube-apiserver takes it: it may be a resource's, and a query is no part of it. */
function asReceived(request: Request, output: Output): Request {
  if (request.path === undefined) return request;
  const received = requestOfUri(request);
  if (received.path === undefined)
    output.note(
      `kube-apiserver takes ${request.path} for a request to a resource: ${received.verb} of ${received.resource}`,
    );
  else if (received.path !== request.path) output.note(`kube-apiserver compares the path without its query`);
  return received;
}

/** A request as JSON says all of its groups; of one that is described by options nobody should have to name these. */
function groupsOf({ user = '', group }: ExplainOptions, output: Output): readonly string[] {
  const added = standingGroups(user).filter((name) => !group.includes(name));
  if (added.length > 0) output.note(`kube-apiserver puts the user into ${added.join(', ')} as well`);
  return [...group, ...added];
}

async function readEvent(file: string): Promise<Asked> {
  const event = asAuditEvent(parseJson(await readTextFile(file, maxEventBytes), file));
  if (!event) throw new CliError(exitCodes.wrongInput, `cannot read "${file}": it holds no audit event`);
  return { request: requestOfEvent(event), failsLogin: isFailedLogin(event) };
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(exitCodes.wrongInput, `cannot read ${place}: it is no JSON`);
  }
}
