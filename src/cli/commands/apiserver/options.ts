import { type Command, InvalidArgumentError, Option } from 'commander';
import { auditFlags, checkValue, type FlagSpec, parseRelease } from '../../../apiserver/index.ts';

/** The folder on the node that holds what Whodunit writes there. */
export const defaultHostDir = '/etc/kubernetes/whodunit';

/** Flags that are set by other options: `--policy` and `--webhook-url`, or by the newer of two names. */
const hidden = new Set(['audit-policy-file', 'audit-webhook-config-file', 'audit-webhook-batch-initial-backoff']);

const settable = auditFlags.filter((flag) => !hidden.has(flag.name));

/** Adds an option for every audit flag of kube-apiserver: `--log-maxage` for `--audit-log-maxage`, and so on. */
export function addFlagOptions(command: Command): Command {
  for (const flag of settable) {
    const option = new Option(`${optionName(flag)} <value>`, `value of --${flag.name}`);
    command.addOption(option.argParser((value: string) => readValue(flag, value)));
  }
  return command;
}

function optionName(flag: FlagSpec): string {
  return `--${flag.name.replace(/^audit-/, '')}`;
}

function readValue(flag: FlagSpec, value: string): string {
  // The release is not known yet: what only some releases refuse is found with the manifest.
  const reason = flag.kind.type === 'version' ? undefined : checkValue(flag, value, { minor: 36 });
  if (reason !== undefined) throw new InvalidArgumentError(`${reason}.`);
  return value;
}

/** The values that the user gave, by flag without dashes. */
export function givenValues(options: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const flag of settable) {
    const value = options[new Option(`${optionName(flag)} <value>`).attributeName()];
    if (typeof value === 'string') given[flag.name] = value;
  }
  return given;
}

/** The option that names the release where the image's tag does not. */
export function kubeVersionOption(): Option {
  const option = new Option(
    '--kube-version <release>',
    "release of kube-apiserver, where its image's tag does not tell",
  );
  return option.argParser((value: string) => {
    if (!parseRelease(value)) throw new InvalidArgumentError('expected a release such as 1.36.');
    return value;
  });
}
