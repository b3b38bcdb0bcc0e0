import { workCodes } from '../../src/analysis/diagnostic-codes.ts';
import { apiserverCodes } from '../../src/apiserver/diagnostic-codes.ts';
import type { DiagnosticDoc } from '../../src/base/index.ts';
import { dashboardCodes } from '../../src/dashboards/diagnostic-codes.ts';
import { channelCodes } from '../../src/delivery/diagnostic-codes.ts';
import { destinationCodes } from '../../src/forward/diagnostic-codes.ts';
import { loadCodes, policyCommandCodes } from '../../src/policy/diagnostic-codes.ts';
import { lintRules } from '../../src/policy/lint/rules/index.ts';
import { registryCodes, scheduleCodes } from '../../src/report/diagnostic-codes.ts';
import { ruleCodes } from '../../src/rules/diagnostic-codes.ts';
import { searchCodes, statementCodes } from '../../src/query/types/diagnostic-codes.ts';
import { conditionCodes } from '../../src/rules/expression/diagnostic-codes.ts';
import { templateCodes } from '../../src/templates/diagnostic-codes.ts';
import { vulnerabilityCodes } from '../../src/vulnerabilities/diagnostic-codes.ts';
import { code, page, table } from './markdown.ts';

/** What the server says of a body that it does not accept; it has no table of its own. */
const serverCodes = {
  'geoip-unreadable': {
    meaning: 'The file `geoip.mmdb` of the data folder is no database of MaxMind’s form, or is cut off.',
    remedy: 'Replace it, or take it away: until then places are those of the shipped countries.',
  },
  'invalid-policy': { meaning: 'The policy is refused.', remedy: 'Run `policy validate`.' },
  'invalid-request': {
    meaning: 'The body or a parameter does not have the shape that the call takes.',
    remedy: 'The message names the member; see [the HTTP API](http-api.md).',
  },
  'no-block-lists': {
    meaning: 'There are no block lists, so functions of `security_check` say 0 of everything.',
    remedy: 'Put lists into `block-lists/` of the data folder.',
  },
  'weak-password': {
    meaning: 'The password is too easy to guess.',
    remedy: 'Take four words that do not belong together.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

const sections: readonly (readonly [string, Readonly<Record<string, DiagnosticDoc>>])[] = [
  ['Search', searchCodes],
  ['SQL', statementCodes],
  ['Dashboards', dashboardCodes],
  ['Alert rules', ruleCodes],
  ['Channels', channelCodes],
  ['Destinations', destinationCodes],
  ['Policy files', loadCodes],
  ['Policy commands', policyCommandCodes],
  ['API server', apiserverCodes],
  ['Where dashboards are kept', registryCodes],
  ['Schedules of reports', scheduleCodes],
  ['CVE data', vulnerabilityCodes],
  ['Conditions of alert rules', conditionCodes],
  ['Templates of messages', templateCodes],
  ['Server', serverCodes],
  ['Work on what you send', workCodes],
];

/** The page docs/reference/diagnostics.md: every code that a diagnostic may have. */
export function diagnosticsPage(): string {
  return page(
    '# Diagnostics',
    'Made from the tables of the code by `npm run docs`.',
    `What is wrong with something that you wrote: a search, a statement, a policy, a manifest, a body. The command line, the HTTP
API and the page show the same: a stable \`code\`, a \`severity\`, a message, the place (\`from\` and \`to\` as offsets into a query,
\`line\` and \`column\` counted from 1 in a file), and mostly a \`hint\`. An \`error\` means that the input was not accepted; a
\`warning\` that it was and may not mean what it seems to.`,
    ...sections.flatMap(([title, codes]) => [
      `## ${title}`,
      table(
        ['Code', 'Meaning', 'What to do'],
        Object.entries(codes)
          .toSorted(([a], [b]) => a.localeCompare(b))
          .map(([name, { meaning, remedy }]) => [code(name), meaning, remedy]),
      ),
    ]),
    '## Policy linter',
    'Each has a page with examples.',
    table(
      ['Code', 'Meaning'],
      lintRules
        .toSorted((a, b) => a.code.localeCompare(b.code))
        .map((rule) => [`[${code(rule.code)}](lint/${rule.code}.md)`, `${rule.title}.`]),
    ),
  );
}

/** Every code that the page tells about. */
export function documentedCodes(): ReadonlySet<string> {
  return new Set([...sections.flatMap(([, codes]) => Object.keys(codes)), ...lintRules.map((rule) => rule.code)]);
}
