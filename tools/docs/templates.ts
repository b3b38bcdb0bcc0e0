import { functions } from '../../src/templates/functions/index.ts';
import { parseTemplate, renderTemplate } from '../../src/templates/index.ts';
import { maxSteps, maxTextLength } from '../../src/templates/limits.ts';
import { code, page, table } from './markdown.ts';

/** What the examples are filled in with. */
const alert = {
  alert_name: 'Shell opened',
  severity: 'high',
  status: 'firing',
  fire_time: 1_795_906_272,
  labels: { user: 'mallory', pod: 'web-1' },
  fire_results: [{ command: 'sh' }, { command: 'bash' }],
};

/** An example of every function. */
const examples: Readonly<Record<string, string>> = {
  float: '"0.5" | float + 1',
  int: '"12.9" | int',
  abs: '(-3) | abs',
  ceil: '1.2 | ceil',
  floor: '1.8 | floor',
  round: '66.667 | round(1)',
  min: 'min(3, 1, 2)',
  max: '[3, 1, 2] | max',
  sum: '[1, 2, 3] | sum',
  string: '12 | string',
  capitalize: '"mallory SMITH" | capitalize',
  lower: '"GET" | lower',
  upper: '"get" | upper',
  title: '"open a shell" | title',
  trim: '"  sh " | trim',
  wordcount: '"cat /etc/shadow" | wordcount',
  startswith: '"web-1" | startswith("web")',
  endswith: '"web-1" | endswith("2")',
  removeprefix: '"system:node:w1" | removeprefix("system:node:")',
  removesuffix: '"web.local" | removesuffix(".local")',
  replace: '"a,b" | replace(",", " and ")',
  truncate: '"a long command" | truncate(6)',
  indent: '"a\\nb" | indent(2)',
  blockquote: '"a\\nb" | blockquote',
  quote: '"say \\"a\\"" | quote',
  escape_markdown: '"*bold*" | escape_markdown',
  escape_html: '"<b>" | escape_html',
  to_json: 'alert.labels | to_json',
  parse_json: '("{\\"a\\": 1}" | parse_json).a',
  length: 'alert.fire_results | length',
  list: '"ab" | list',
  to_list: '"a" | to_list',
  dict: '[["a", 1]] | dict',
  first: '(alert.fire_results | first).command',
  last: '(alert.fire_results | last).command',
  sort: '["b", "a"] | sort',
  dictsort: 'alert.labels | dictsort',
  enumerate: '["a", "b"] | enumerate(1)',
  join: '["a", "b"] | join(", ")',
  split: '"a,b" | split(",")',
  annotations_to_list: 'alert.labels | annotations_to_list',
  base64_encoding: '"a" | base64_encoding',
  base64_decoding: '"YQ==" | base64_decoding',
  md5_encoding: '"a" | md5_encoding',
  url_encoding: '"a b/c" | url_encoding',
  url_decoding: '"a%20b" | url_decoding',
  parse_date: '"2026-11-28T09:00:00Z" | parse_date',
  timestamp: '"2026-11-28T09:00:00.5Z" | timestamp',
  format_date: 'alert.fire_time | format_date("Asia/Tokyo", "%F %H:%M %z")',
  format_duration: '93784 | format_duration',
  format_severity: 'alert.severity | format_severity',
  format_status: 'alert.status | format_status',
  format_type: '"sls_alert" | format_type',
  format_region: '"cn-hangzhou" | format_region',
};

/** The page docs/reference/templates.md: what texts may have besides text. Its examples are run. */
export function templatesPage(): string {
  return page(
    '# Templates',
    'Made from the functions of the code by `npm run docs`; what stands beside an example is what it gives.',
    `Two texts of yours are templates: the \`annotations\` of an [alert rule](alert-rules.md#a-rule), which every channel shows in its own form, and
the \`template\` of a channel ([webhook](../how-to/send-alerts-to-a-webhook.md#another-body),
[DingTalk](../how-to/send-alerts-to-dingtalk.md#another-text)), which is all that it is sent.`,
    '## What is filled in',
    `\`\${name}\` is the short way. In a rule the name is that of a column of the query, a label, \`alert_id\`, \`alert_name\`, \`severity\`, or a count
such as \`__count__\`; values are those of the first row. A name with blanks needs no quotes: \`\${Source IP address}\`. In a channel's template it is a
member of the alert: \`\${labels.user}\`, \`\${results[0].fire_result.command}\`.`,
    `\`{{ … }}\` is for more than a name. It has what is in the second table, and in a rule the names of the first as well; those of columns
that are no single word stand behind a row: \`{{ alert.fire_results[0]["Event ID"] }}\`. The values of columns are texts: write
\`| float\` behind one that you reckon with.`,
    namesOfRules(),
    membersOfAlerts(),
    '## Syntax',
    syntax(),
    '## Functions',
    table(
      ['Function', 'Example', 'Gives'],
      [...functions.keys()].toSorted().map((name) => [code(name), code(exampleOf(name)), resultOf(exampleOf(name))]),
    ),
    '## What goes wrong',
    `A template that cannot be read is an error of its file, with line and column. A name that is no column of a rule is a warning there, with the
one that is meant.`,
    `An alert is sent all the same. In a rule's text what fails (a missing name, \`1 / 0\`, a loop without end) is left out, the rest is filled in, and
the message names the fault. A channel's template that fails is not used: the channel's own text is sent, and names the fault.`,
    `What was found in events is text. It is never read as a template, and every channel makes sure that it is no markup, link or mention in
its dialect. A template cannot reach files, addresses or anything but the alert. It takes ${maxSteps.toLocaleString('en')} steps at most (2,500 in a text of a rule), and makes
${maxTextLength >> 10} KiB (16 KiB).`,
  );
}

function namesOfRules(): string {
  return table(
    ['In a rule', 'Is'],
    [
      ['a column, such as `user`', 'its value in the first row'],
      ['a label', 'its value'],
      [
        '`__count__`, `__pass_count__`, `__0_count__` …',
        'rows of the group; those that match; those of the first query …',
      ],
      ['`alert_id`, `alert_name`, `severity`', 'of the rule: its name, what people call it, how urgent this alert is'],
    ],
  );
}

function membersOfAlerts(): string {
  return table(
    ['Member of `alert`', 'In a rule', "In a channel's template"],
    [
      ['`alert_id`, `alert_name`, `severity`, `labels`', 'yes', 'yes'],
      ['`fire_time`: when it began, in Unix seconds', 'yes', 'yes'],
      ['`fire_results`: the first rows, 100 at most; `fire_results_count`: how many there were', 'yes', 'yes'],
      [
        '`status`: `firing` or `resolved`; `alert_time`, `resolve_time`: 0 while it fires; `is_again`; `clusters`; `project`; `fingerprint`; `alert_instance_id`',
        'no',
        'yes',
      ],
      ['`annotations`: `title`, `desc` and others, in the language of the channel', 'no', 'yes'],
      [
        '`results`: of the query its `query`, `start_time`, `end_time`, `fire_result` (the first row), `raw_results`, `query_url`',
        'no',
        'yes',
      ],
      [
        '`alert_url`, `query_url`: the alert and its events in the page, where the server knows its address',
        'no',
        'yes',
      ],
      ['`faults`: what could not be filled in', 'no', 'yes'],
    ],
  );
}

function syntax(): string {
  return table(
    ['Write', 'For'],
    [
      [
        code('{{ alert.labels.user | upper }}'),
        'a value; filters one after the other, also as `upper(alert.labels.user)`',
      ],
      [code('{% if severity == "high" %}…{% elif … %}…{% else %}…{% endif %}'), 'one of several texts'],
      [
        code('{% for row in alert.fire_results %}…{% else %}…{% endfor %}'),
        'one for each; `else` where there is none. `loop.index`, `loop.first`, `loop.last` tell where it is',
      ],
      [code('{% for name, value in alert.labels.items() %}'), 'names and values; also `keys()` and `values()`'],
      [code('{{ "many" if __count__ > 3 else "few" }}'), 'a choice within a value'],
      [code('+ - * / // % ** ~ == != < > <= >= in and or not'), 'operators; `~` joins texts'],
      [code('{% raw %}…{% endraw %}'), 'marks that are text'],
      [code('{# … #}'), 'nothing'],
      [code('{{- … -}}'), 'without the blanks beside it'],
    ],
  );
}

function exampleOf(name: string): string {
  const example = examples[name];
  if (example === undefined) throw new Error(`the function ${name} of templates has no example`);
  return example;
}

function resultOf(example: string): string {
  const template = parseTemplate(`{{ ${example} }}`);
  const result = template.ok ? renderTemplate(template.value, { alert }) : template;
  if (!result.ok) throw new Error(`${example}: ${result.diagnostics.map(({ message }) => message).join('; ')}`);
  return code(result.value.replaceAll('\n', '↵'));
}
