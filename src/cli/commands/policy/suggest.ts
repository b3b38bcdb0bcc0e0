import type { Command } from 'commander';
import { type Suggestion, suggestEdits } from '../../../policy/index.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatOption } from '../../format-option.ts';
import { eventLines } from './event-lines.ts';
import { loadValid } from './load-valid.ts';
import { addKubeVersion, releaseOf } from './policy-file.ts';
import { replayEvents } from './replay-events.ts';

interface SuggestOptions {
  readonly policy: string;
  readonly events: readonly string[];
  readonly limit: number;
  readonly format: string;
  readonly kubeVersion?: string;
}

/** Adds `policy suggest`. */
export function registerSuggest(group: Command): void {
  const command = group
    .command('suggest')
    .description('find the edits of a policy that save most for least loss, from recorded events')
    .requiredOption('--policy <file>', 'the policy')
    .requiredOption('--events <file...>', 'recorded events, plain or gzipped; - is standard input')
    .option('--limit <n>', 'how many edits', parseCount, 10);
  addKubeVersion(command)
    .addOption(formatOption())
    .action(async (options: SuggestOptions, self: Command) => {
      const output = outputOf(self);
      const policy = await loadValid(options.policy, releaseOf(options.kubeVersion, output), output);
      const suggesting = suggestEdits(policy);
      await replayEvents(suggesting, eventLines({ files: options.events, format: options.format }, output), output);
      const suggestions = suggesting.result(options.limit);
      output.answer({ suggestions }, () =>
        suggestions.length === 0 ? 'nothing to save that is worth a rule' : suggestions.map(describe).join('\n'),
      );
    });
}

function describe({ title, saved, share, detections }: Suggestion): string {
  const percent = Math.round(share * 1000) / 10;
  const events = `${saved.events.toLocaleString('en')} events and ${saved.bytes.toLocaleString('en')} bytes (${percent} %)`;
  const loss = detections.length === 0 ? 'no detection loses anything' : `blind then: ${detections.join(', ')}`;
  return `${title}: saves ${events}; ${loss}`;
}
