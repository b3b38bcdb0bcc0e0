import type { Command } from 'commander';
import { outputOf } from '../../common-options.ts';
import { printable } from '../../terminal-text.ts';

/** Prints what is kept as YAML, to be changed and applied again; with `--json` the whole answer. */
export function yamlAnswer(command: Command, answer: { readonly yaml: string }): void {
  const output = outputOf(command);
  if (output.jsonAsked) output.answer(answer, () => '');
  else output.text(process.stdout.isTTY ? printable(answer.yaml) : answer.yaml);
}
