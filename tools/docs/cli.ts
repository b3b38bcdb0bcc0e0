import type { Argument, Command, Option } from 'commander';
import { sentence } from './markdown.ts';

/** The page docs/reference/cli.md, made from the program's commands. */
export function cliPage(program: Command): string {
  const leaves = leavesOf(program);
  return `${[
    '# The command line',
    'Made from the commands themselves by `npm run docs`.',
    '`./whodunit COMMAND` in a checkout. `./whodunit COMMAND --help` says the same as this page.',
    '## Exit status',
    '- `0`: done\n- `1`: the input was wrong, or the check found errors\n- `2`: wrong usage\n- `3`: the server or a file could not be reached',
    'Answers go to standard output; progress, notes and diagnostics go to standard error.',
    '## Options of every command',
    'Before or after the name of the command.',
    optionList(program.options),
    ...leaves.flatMap(commandSection),
  ].join('\n\n')}\n`;
}

/** The commands that do something, in the order of the help. */
function leavesOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function commandSection(command: Command): readonly string[] {
  const path = pathOf(command);
  const usage = [
    ...path,
    ...command.registeredArguments.map(argumentText),
    command.options.length > 0 ? '[options]' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
  const described = command.registeredArguments.filter((argument) => argument.description !== '');
  const rows = [...described.map(argumentItem), ...command.options.map(optionItem)];
  return [
    `## ${path.slice(1).join(' ')}`,
    sentence(command.description()),
    `\`\`\`text\n${usage}\n\`\`\``,
    ...(rows.length === 0 ? [] : [rows.join('\n')]),
  ];
}

function pathOf(command: Command): readonly string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [command.name()];
}

function argumentText(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function argumentItem(argument: Argument): string {
  return `- \`${argumentText(argument)}\`: ${argument.description}`;
}

function optionList(options: readonly Option[]): string {
  return options.map(optionItem).join('\n');
}

function optionItem(option: Option): string {
  const facts = [
    option.mandatory ? 'required' : '',
    option.argChoices ? `one of ${option.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : '',
    option.envVar === undefined ? '' : `environment: \`${option.envVar}\``,
    defaultText(option),
  ].filter((fact) => fact !== '');
  return `- \`${option.flags}\`: ${option.description}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}`;
}

function defaultText({ defaultValue, defaultValueDescription, negate }: Option): string {
  const value: unknown = defaultValueDescription ?? defaultValue;
  if (negate || (typeof value !== 'string' && typeof value !== 'number') || value === '') return '';
  return `default: \`${value}\``;
}
