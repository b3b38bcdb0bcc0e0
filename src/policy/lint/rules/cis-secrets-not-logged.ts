import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { kind } from '../reach/deciding.ts';
import { coverageReports } from '../reach/coverage-reports.ts';

const reads = ['get', 'list', 'create', 'update', 'patch', 'delete'];
const kinds = [
  kind('secrets', reads),
  kind('configmaps', reads),
  kind('tokenreviews.authentication.k8s.io', ['create']),
];

/** CIS 3.2.2, its first item. */
export const cisSecretsNotLogged: LintRule = {
  code: 'cis-secrets-not-logged',
  severity: 'warning',
  title: 'Access to Secrets, ConfigMaps or TokenReviews is not logged (CIS 3.2.2)',
  explanation: `The CIS Kubernetes Benchmark, item 3.2.2, asks that access to Secrets is logged, at level Metadata so that the
log holds no credentials, and the same of ConfigMaps and TokenReviews. Somebody whom no rule names is assumed.`,
  passing: `- level: Metadata`,
  failing: `- level: None
  resources: [{group: "", resources: [secrets]}]
- level: Metadata`,
  check: (context) =>
    coverageReports(context, kinds, (names) => ({
      message: said`access to ${names} is not logged, which CIS 3.2.2 asks for`,
      hint: said`log it at level Metadata for every verb`,
      fix: insertRule(
        context.source,
        0,
        ['level: Metadata', ...resourceLines(kinds)],
        'log it at level Metadata first',
      ),
    })),
};
