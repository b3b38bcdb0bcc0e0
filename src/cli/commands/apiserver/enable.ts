import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Backend,
  checkPolicyFile,
  type Distribution,
  distributions,
  parseRelease,
  type Release,
  unifiedDiff,
} from '../../../apiserver/index.ts';
import { newestMinor } from '../../../policy/index.ts';
import { outputOf } from '../../common-options.ts';
import { wrongInput, wrongUsage } from '../../cli-error.ts';
import { readTextFile } from '../../input-file.ts';
import type { Output } from '../../output.ts';
import { changeManifest } from './change-manifest.ts';
import { planEnable, type EnablePlan, type PlannedFile } from './enable-plan.ts';
import { printFragment } from './print-fragment.ts';
import { readManifestFile, releaseFor, type ManifestFile } from './manifest-file.ts';
import { addFlagOptions, defaultHostDir, givenValues, kubeVersionOption } from './options.ts';
import { addWaitOptions, type WaitOptions } from './wait-options.ts';
import { kubeconfigFor, type WebhookOptions } from './webhook-options.ts';

/** kube-apiserver sets no limit; 10,000 rules are 5 MB. */
const maxPolicyBytes = 16_000_000;

interface EnableOptions extends WebhookOptions, WaitOptions {
  readonly manifest?: string;
  readonly for?: Distribution;
  readonly out?: string;
  readonly policy: string;
  readonly backend: 'log' | 'webhook' | 'both';
  readonly hostDir: string;
  readonly kubeVersion?: string;
  readonly collectorEnv?: string;
  readonly dryRun?: boolean;
}

/** Adds `apiserver enable`. */
export function registerEnable(group: Command): void {
  const command = group
    .command('enable')
    .description("switch audit on in kube-apiserver's static-pod manifest")
    .option('--manifest <file>', "kube-apiserver's manifest")
    .addOption(
      new Option(
        '--for <distribution>',
        'instead of editing a manifest, write the configuration for one of these',
      ).choices(distributions),
    )
    .option('--out <dir>', 'with --for: write the files to a folder instead of the configuration to standard output')
    .requiredOption('--policy <file>', 'the audit policy')
    .addOption(new Option('--backend <backend>', 'where events go').choices(['log', 'webhook', 'both']).default('log'))
    .option('--webhook-url <url>', 'webhook: where events are sent to')
    .option('--webhook-ca <file>', "webhook: certificates that sign the server's, in PEM")
    .option('--webhook-token <token>', 'webhook: ingest token of the cluster')
    .option(
      '--webhook-client-certificate <file>',
      "webhook: instead of a token, a certificate for the cluster's name, in PEM",
    )
    .option('--webhook-client-key <file>', 'webhook: the key of the client certificate, in PEM')
    .option('--host-dir <dir>', 'folder on the node for policy, kubeconfig and backups', defaultHostDir)
    .addOption(kubeVersionOption())
    .option('--collector-env <cluster-id>', "add the variables by which a registered cluster's collector finds the log")
    .option('--dry-run', 'print the change as a unified diff and write nothing');
  addWaitOptions(addFlagOptions(command));
  command.action(async (options: EnableOptions, self: Command) => {
    if (options.for !== undefined) return enableFor(options.for, options, self);
    if (options.manifest === undefined) throw wrongUsage('give --manifest or --for');
    return enable(options.manifest, options, self);
  });
}

async function enable(manifestFile: string, options: EnableOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const manifest = await readManifestFile(manifestFile);
  const { release, warning } = releaseFor(manifest.manifest, options.kubeVersion);
  if (warning) output.diagnostics([warning]);
  const policyText = await readPolicy(options.policy, release, output);
  const plan = planEnable({
    manifest,
    release,
    backends: backendsOf(options.backend),
    policy: { file: options.policy, text: policyText },
    kubeconfig: await kubeconfigFor(options, output),
    hostDir: path.resolve(options.hostDir),
    given: givenValues(command.opts()),
    collectorCluster: options.collectorEnv,
  });
  output.diagnostics(plan.problems);
  const files = await changedFiles(plan.files);
  if (options.dryRun === true) return printPlan(manifest, plan, files, output);
  const changed = plan.text !== manifest.text || files.length > 0;
  const done = changed
    ? await changeManifest({
        manifest,
        text: plan.text,
        files,
        hostDir: path.resolve(options.hostDir),
        wait: options,
        output,
      })
    : {};
  const answer = { changed, manifest: manifest.path, files: plan.files.map((file) => file.path), ...done };
  output.answer(answer, () => summary(answer));
}

async function enableFor(distribution: Distribution, options: EnableOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const release = parseRelease(options.kubeVersion ?? `1.${newestMinor}`) ?? { minor: newestMinor };
  const policy = await readPolicy(options.policy, release, output);
  const kubeconfig = await kubeconfigFor(options, output);
  if (options.backend !== 'log' && kubeconfig === undefined)
    throw wrongUsage('the webhook backend needs --webhook-url');
  const order = {
    release,
    backends: backendsOf(options.backend),
    policy,
    kubeconfig,
    hostDir: options.hostDir,
    given: givenValues(command.opts()),
  };
  await printFragment(distribution, order, { out: options.out, output });
}

async function readPolicy(file: string, release: Release, output: Output): Promise<string> {
  const text = await readTextFile(file, maxPolicyBytes);
  const problems = checkPolicyFile(text, release);
  if (problems.some((problem) => problem.severity === 'error')) throw wrongInput(problems, file);
  output.diagnostics(problems, file);
  return text;
}

function backendsOf(backend: EnableOptions['backend']): readonly Backend[] {
  return backend === 'both' ? ['log', 'webhook'] : [backend];
}

/** Prints the diff of the manifest alone, as a patch can be made of it; what else would be written is told beside it. */
function printPlan(manifest: ManifestFile, plan: EnablePlan, changed: readonly PlannedFile[], output: Output): void {
  for (const { path: file, access } of changed) output.note(`would write ${file} (mode ${access.mode.toString(8)})`);
  const diff = unifiedDiff(manifest.path, manifest.text, plan.text);
  if (output.jsonAsked)
    output.answer({ changed: diff !== '', diff, files: plan.files.map((file) => file.path) }, () => diff);
  else output.text(diff);
}

/** The planned files that are not on disk as planned. */
async function changedFiles(files: readonly PlannedFile[]): Promise<readonly PlannedFile[]> {
  const changed: PlannedFile[] = [];
  for (const file of files) {
    const old = await readFile(file.path, 'utf8').catch(() => undefined);
    if (old !== file.text) changed.push(file);
  }
  return changed;
}

function summary(answer: { changed: boolean; manifest: string; files: readonly string[]; backup?: string }): string {
  if (!answer.changed) return `nothing to change: audit is on in ${answer.manifest} as asked for`;
  const lines = [`audit is on in ${answer.manifest}; the kubelet restarts kube-apiserver now`];
  for (const file of answer.files) lines.push(`wrote ${file}`);
  if (answer.backup !== undefined)
    lines.push(`kept the manifest from before in ${answer.backup}: "whodunit apiserver undo" brings it back`);
  return lines.join('\n');
}
