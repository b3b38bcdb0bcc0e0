import type { Command } from 'commander';
import { diffPolicies, type PolicyDiffAnswer, type PolicyDifference, type Request } from '../../../policy/index.ts';
import { outputOf } from '../../common-options.ts';
import { formatOption } from '../../format-option.ts';
import { eventLines } from './event-lines.ts';
import { loadValid } from './load-valid.ts';
import { addKubeVersion, releaseOf } from './policy-file.ts';
import { replayEvents } from './replay-events.ts';

interface DiffOptions {
  readonly events?: readonly string[];
  readonly format: string;
  readonly kubeVersion?: string;
}

/** Adds `policy diff`. */
export function registerDiff(group: Command): void {
  const command = group
    .command('diff')
    .description('say which requests two policies treat differently')
    .argument('<before>')
    .argument('<after>')
    .option('--events <file...>', 'recorded events to count in each difference');
  addKubeVersion(command)
    .addOption(formatOption())
    .action(async (before: string, after: string, options: DiffOptions, self: Command) => {
      const output = outputOf(self);
      const release = releaseOf(options.kubeVersion, output);
      const diff = diffPolicies(await loadValid(before, release, output), await loadValid(after, release, output));
      if (options.events)
        await replayEvents(diff, eventLines({ files: options.events, format: options.format }, output), output);
      const answer = diff.result();
      output.answer(answer, () => diffText(answer));
    });
}

function diffText({ differences, complete }: PolicyDiffAnswer): string {
  const lines = differences.length === 0 ? ['no request is treated differently'] : differences.map(describe);
  return complete ? lines.join('\n') : [...lines, 'the search was cut short: there may be more'].join('\n');
}

function describe({ before, after, example, volume }: PolicyDifference): string {
  const counted = volume
    ? `\n  ${volume.before.events.toLocaleString('en')} -> ${volume.after.events.toLocaleString('en')} events, ${volume.before.bytes.toLocaleString('en')} -> ${volume.after.bytes.toLocaleString('en')} bytes`
    : '';
  return `${decided(before)} -> ${decided(after)}: ${describeRequest(example)}${counted}`;
}

function decided({ level, omitStages, rule, line }: PolicyDifference['before']): string {
  const by = rule === null ? 'no rule' : `rule ${rule + 1}, line ${line ?? '?'}`;
  const stages = level === 'None' || omitStages.length === 0 ? '' : ` without ${omitStages.join(', ')}`;
  return `${level}${stages} (${by})`;
}

function describeRequest(request: Request): string {
  if (request.path !== undefined) return `${request.user} ${request.verb} ${request.path}`;
  const { user, verb, apiGroup, resource, subresource, namespace, name } = request;
  const kind = [resource, apiGroup].filter((part) => part !== '').join('.');
  const what = [subresource === '' ? kind : `${kind}/${subresource}`, name].filter((part) => part !== '').join(' ');
  return `${user} ${verb} ${what}${namespace === '' ? '' : ` in ${namespace}`}`;
}
