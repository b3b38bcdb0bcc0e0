import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Capacity,
  capacityOf,
  configuredBackends,
  givenFlags,
  parseDuration,
  readSettings,
  tuneWebhook,
} from '../../../apiserver/index.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { readManifestFile, releaseFor } from './manifest-file.ts';
import { kubeVersionOption } from './options.ts';

interface TuneOptions {
  readonly requestsPerSecond?: number;
  readonly stagesPerRequest: number;
  readonly writeLatency: number;
  readonly batchSize: number;
  readonly manifest?: string;
  readonly kubeVersion?: string;
}

/** Adds `apiserver tune`: flags for a load, or with a manifest what its flags can carry. */
export function registerTune(group: Command): void {
  group
    .command('tune')
    .description(
      'choose flags for a load; with --manifest, say what the flags there can carry before events are dropped',
    )
    .addOption(new Option('--requests-per-second <n>', 'requests to kube-apiserver').argParser(readPositive))
    .addOption(new Option('--stages-per-request <n>', 'events of a request').argParser(readPositive).default(2))
    .addOption(
      new Option('--write-latency <duration>', 'time to write a batch').argParser(readSeconds).default(5, '5s'),
    )
    .addOption(new Option('--batch-size <n>', 'events of a batch').argParser(readWhole).default(100))
    .option('--manifest <file>', "kube-apiserver's manifest")
    .addOption(kubeVersionOption())
    .action(async (options: TuneOptions, self: Command) => {
      if (options.manifest === undefined) tune(options, self);
      else await carry(options, options.manifest, self);
    });
}

function tune(options: TuneOptions, command: Command): void {
  const { requestsPerSecond, stagesPerRequest, writeLatency, batchSize } = options;
  if (requestsPerSecond === undefined) throw wrongUsage('give --requests-per-second, or --manifest, or both');
  const tuning = tuneWebhook({ requestsPerSecond, stagesPerRequest, writeLatencySeconds: writeLatency, batchSize });
  outputOf(command).answer(tuning, () => {
    const flags = Object.entries(tuning.flags).map(([name, value]) => `${name}=${value}`);
    return `${flags.join('\n')}\n\n${tuning.explanation}`;
  });
}

async function carry(options: TuneOptions, file: string, command: Command): Promise<void> {
  const output = outputOf(command);
  const { manifest } = await readManifestFile(file);
  const { release, warning } = releaseFor(manifest, options.kubeVersion);
  if (warning) output.diagnostics([warning]);
  const given = givenFlags(manifest.flags);
  const settings = readSettings(given, release);
  const { requestsPerSecond, stagesPerRequest, writeLatency } = options;
  const question = { requestsPerSecond, stagesPerRequest, writeLatencySeconds: writeLatency };
  const carries: readonly Capacity[] = configuredBackends(settings).map((backend) =>
    capacityOf(backend, settings, question),
  );
  const flags = Object.fromEntries([...given].map(([name, value]) => [`--${name}`, value]));
  const explanation = carries.length === 0 ? 'No backend is on.' : carries.map(describe).join('\n\n');
  output.answer({ flags, carries, explanation }, () => explanation);
}

function describe(capacity: Capacity): string {
  return `${capacity.backend} backend: ${capacity.explanation}`;
}

function readPositive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0 || value > 1e9)
    throw new InvalidArgumentError('expected a positive number.');
  return value;
}

function readWhole(text: string): number {
  const value = readPositive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('expected a whole number.');
  return value;
}

function readSeconds(text: string): number {
  const seconds = parseDuration(/^[\d.]+$/.test(text) ? `${text}s` : text);
  if (seconds === undefined || seconds < 0) throw new InvalidArgumentError('expected a duration such as 5s.');
  return seconds;
}
