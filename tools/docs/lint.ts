import type { LintRule } from '../../src/policy/lint/context.ts';
import { wholePolicy } from '../../src/policy/lint/example.ts';

/** The page of a linter rule, in Markdown. */
export function lintRulePage(rule: LintRule): string {
  return `# ${rule.code}

${rule.title}.

| | |
|---|---|
| Severity | ${rule.severity} |

${rule.explanation}

## Reported

\`\`\`yaml
${wholePolicy(rule.failing)}\`\`\`

## Not reported

\`\`\`yaml
${wholePolicy(rule.passing)}\`\`\`

The examples are the tests of the rule (\`src/policy/lint/rules/${rule.code}.ts\`); this page is made from it by
\`npm run docs\`.
`;
}

/** The list of all pages. */
export function lintIndexPage(rules: readonly LintRule[]): string {
  const rows = rules.map(({ code, severity, title }) => `| [${code}](${code}.md) | ${severity} | ${title} |`);
  return `# Rules of the policy linter

\`whodunit policy lint FILE\` reports these, each with the rule, its line, what it means, and a fix where one can be applied. Besides,
what kube-apiserver says when it refuses a policy is an error with the place (\`invalid-field\`, \`wrong-type\`, \`not-a-policy\`,
\`yaml-syntax\`, \`no-rules\`, \`policy-too-large\`, \`policy-too-deep\`), and so is what it reads past without a word:
\`unknown-field\`, \`duplicate-field\`, \`several-documents\` and \`text-not-read\`. \`lint-incomplete\` says that a policy has too
many rules for all of them to be tried against each other.

| Code | Severity | What it finds |
|---|---|---|
${rows.join('\n')}
`;
}
