import type { Command, Option } from 'commander';
import { code, page, sentence, table } from './markdown.ts';

/** What only the environment says. */
const environment = [
  [
    'WHODUNIT_ADMIN_TOKEN',
    'An API token of the admin role, for a server that is set up by machine. At least 16 characters.',
  ],
  [
    'WHODUNIT_ALLOW_PRIVATE_DESTINATIONS',
    'Networks, such as `10.0.0.0/8`, to which the server may make calls although they are not of the internet; separated by commas.',
  ],
  [
    'WHODUNIT_SECRET_KEY_FILE',
    'A file with the key that seals secrets, in place of `secret-key` in the data folder: 32 bytes in base64; older keys may follow.',
  ],
  ['WHODUNIT_SECRET_KEY', 'The same key itself.'],
] as const;

/** The page docs/reference/configuration.md: what a server can be told, from the options of `serve`. */
export function configurationPage(program: Command): string {
  const serve = program.commands.find((command) => command.name() === 'serve');
  if (!serve) throw new Error('there is no command serve');
  const data = program.options.filter((option) => option.long === '--data');
  return page(
    '# Configuration',
    'Made from the options of `serve` by `npm run docs`.',
    `There is no configuration file. A server is told by options and the environment what it cannot change while it runs; all else
(clusters, users, tokens, retention) is set over the API and kept in the data folder.`,
    table(
      ['Option', 'Environment', 'Default', 'Meaning'],
      [...data, ...serve.options].map((option) => [
        code(option.flags),
        option.envVar === undefined ? '–' : code(option.envVar),
        defaultOf(option),
        sentence(option.description) + choicesOf(option),
      ]),
    ),
    'Besides:',
    table(
      ['Environment', 'Meaning'],
      environment.map(([name, meaning]) => [code(name), meaning]),
    ),
    'The options of every command are on [the page of the command line](cli.md#options-of-every-command).',
  );
}

function defaultOf({ defaultValue, defaultValueDescription }: Option): string {
  const value: unknown = defaultValueDescription ?? defaultValue;
  return typeof value === 'string' || typeof value === 'number' ? code(String(value)) : '–';
}

function choicesOf({ argChoices }: Option): string {
  return argChoices ? ` One of ${argChoices.map(code).join(', ')}.` : '';
}
