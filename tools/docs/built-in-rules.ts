import type { DetectionNeeds } from '../../src/policy/coverage/detection-needs.ts';
import { coverageOf, detectionNeeds } from '../../src/policy/coverage/index.ts';
import { compilePolicy, isValid, loadPolicy, policyPresets } from '../../src/policy/index.ts';
import type { AlertRule } from '../../src/rules/index.ts';
import { code, page, sentence, table } from './markdown.ts';

const presets = policyPresets.flatMap(({ name, text }) => {
  const loaded = loadPolicy(text);
  return isValid(loaded) ? [{ name, evaluator: compilePolicy(loaded.policy) }] : [];
});

/** The parts of the page: the first whose tag a rule has takes it. */
const parts = [
  [
    'ack',
    'ACK',
    "The audit rules of ACK and the examples of its manual. They tell of everything that they look for, on every cluster: every command in a container, every deletion by a person. Statements are ACK's own; where one differs, its description says how.",
  ],
  [
    'log-audit',
    'Log Audit',
    'The rules for Kubernetes of the application Log Audit that an audit log can answer. Its others (`sls_app_audit_container_at_k8s_warn`, `…_k8s_err`, and those of ingress responses, latency and success rate) need Events of the cluster or the logs of an ingress, which Whodunit does not collect.',
  ],
  [
    'demo',
    'The incident of the tutorial',
    'What [the tutorial](../tutorial/find-the-incident.md) ends with: each of these fires in that night, and stays silent before it.',
  ],
  [
    'detection-',
    'Detections',
    'From the rule sets of Falco, Sigma, Elastic, Panther, Datadog and others, merged. Commands are seen whether the client asks for them by `get` (WebSocket, kubectl since 1.31) or by `create`; pods and the templates of workloads are looked at alike. Numbers after `detection-` are those of the merged list. On an ordinary cluster they are silent.',
  ],
] as const;

type Part = (typeof parts)[number][0];

/** The page docs/reference/alert-rules-built-in.md, made from the files of content/alerts. */
export function builtInRulesPage(rules: readonly AlertRule[]): string {
  return page(
    '# Built-in alert rules',
    'Made from `content/alerts` by `npm run docs`.',
    `They are off until somebody switches them on, who is then their owner: they look at what their owner may see.

\`\`\`console
$ ./whodunit alert list
$ ./whodunit alert enable privileged-container exec-reverse-shell
\`\`\``,
    table(
      ['Rule', 'Severity', 'Fires on'],
      rules.map((rule) => [`[${rule.name}](#${rule.name})`, rule.severity ?? '', englishOf(rule.displayName)]),
    ),
    '## Change one',
    `A built-in rule stays as it is. Copy its file from \`content/alerts\`, give the copy another \`name\`, change it, and apply it in place of
the original. In the statement, lines that begin with \`-- allowed\` say what follows: users, networks or paths that the rule passes over, and
\`-- the thresholds\` its numbers. The copy carries the tests of the original; add one of your own, and run them without a server:

\`\`\`console
$ cp content/alerts/privileged-container.yaml mine.yaml
$ ./whodunit alert test mine.yaml
$ ./whodunit alert apply mine.yaml
$ ./whodunit alert disable privileged-container
\`\`\`

To be told less without a copy, silence labels such as \`user\` or \`namespace\`.`,
    '## What has to be logged',
    `A rule sees what the [audit policy](../how-to/write-and-roll-out-a-policy.md) logs. Each rule below says which requests it looks at, the least
level that they have to be logged at, and which of the presets of \`whodunit policy preset\` log them: all, some, or none of them.`,
    ...parts.flatMap(([tag, title, text]) => [
      `## ${title}`,
      text,
      ...rules.filter((rule) => partOf(rule) === tag).map(ruleText),
    ]),
  );
}

function partOf({ tags = [] }: AlertRule): Part | undefined {
  return parts.find(([tag]) => tags.some((one) => (tag.endsWith('-') ? one.startsWith(tag) : one === tag)))?.[0];
}

function ruleText(rule: AlertRule): string {
  const tags = rule.tags ?? [];
  const needs = detectionNeeds.filter(({ id }) => tags.includes(`needs:${id}`));
  const passedOver = allowedBy(rule.query ?? '');
  const rows = [
    ['Severity', rule.severity ?? ''],
    ['Evaluated', whenOf(rule)],
    ...(needs.length > 0
      ? [
          ['Has to be logged', needs.map(needText).join('<br>')],
          ['Presets that log it', needs.map(presetText).join('<br>')],
        ]
      : []),
    ...(passedOver.length > 0 ? [['Passes over', passedOver.join('<br>')]] : []),
    [
      'Tags',
      tags
        .filter((tag) => !tag.startsWith('needs:'))
        .map(code)
        .join(', '),
    ],
  ];
  return `### ${rule.name}\n\n${englishOf(rule.displayName)}. ${englishOf(rule.description)}\n\n${table(['', ''], rows)}`;
}

function englishOf(text: AlertRule['displayName']): string {
  return typeof text === 'string' ? text : (text?.['en'] ?? '');
}

function whenOf({ immediate, schedule, window }: AlertRule): string {
  if (immediate === true) return 'at once, as events come in';
  const every = schedule && 'every' in schedule ? `each ${schedule.every}` : 'by schedule';
  return `${every}, over what was received ${window === undefined ? 'since the last time' : `in the last ${window}`}`;
}

function needText({ level, verbs, resources }: DetectionNeeds): string {
  const what = resources.length > 0 ? resources.map(code).join(', ') : 'requests of any kind';
  return `${level} of ${verbs.length > 0 ? verbs.join(', ') : 'any verb'}: ${what}`;
}

function presetText(needs: DetectionNeeds): string {
  const by = presets.map(({ name, evaluator }) => ({ name, coverage: coverageOf(evaluator, needs) }));
  const named = (coverage: string) => by.filter((one) => one.coverage === coverage).map(({ name }) => name);
  const said = [
    ['all', named('full')],
    ['some', named('partial')],
    ['none', named('blind')],
  ] as const;
  return said.flatMap(([word, names]) => (names.length > 0 ? [`${word}: ${names.join(', ')}`] : [])).join('; ');
}

/** What follows the lines `-- allowed` of a statement. */
function allowedBy(statement: string): readonly string[] {
  return statement
    .split(/^ *-- allowed: /m)
    .slice(1)
    .map((part) => {
      const [what = '', ...lines] = part.split('\n');
      const end = lines.findIndex((line) => /^ *(\)|group by|having|--)/.test(line));
      const names = lines
        .slice(0, end < 0 ? undefined : end)
        .flatMap((line) => [...line.matchAll(/'([^']*)'/g)].map(([, name = '']) => name));
      const shown = names.filter((name) => name !== '').map(code);
      return shown.length > 0 ? `${what}: ${shown.join(', ')}` : sentence(what);
    });
}
