import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { kind } from '../reach/deciding.ts';
import { coverageReports } from '../reach/coverage-reports.ts';

const writes = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const rbac = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'];
const workloads = ['pods', 'services', 'deployments.apps', 'daemonsets.apps', 'statefulsets.apps', 'cronjobs.batch'];
const names = [...workloads, ...rbac.map((name) => `${name}.rbac.authorization.k8s.io`)];
const kinds = names.map((name) => kind(name, writes));

/** CIS 3.2.2, its second item. */
export const cisChangesNotLogged: LintRule = {
  code: 'cis-changes-not-logged',
  severity: 'warning',
  title: 'Changes of workloads or of permissions are not logged (CIS 3.2.2)',
  explanation: `The CIS Kubernetes Benchmark, item 3.2.2, asks that modifications of pods and deployments are logged. Changes of
roles and bindings decide who may do what and belong to it. Somebody whom no rule names is assumed.`,
  passing: `- level: Metadata
  verbs: [create, update, patch, delete, deletecollection]`,
  failing: `- level: None
  resources: [{group: apps}]
- level: Metadata`,
  check: (context) =>
    coverageReports(context, kinds, (missing) => ({
      message: said`changes of ${missing} are not logged, which CIS 3.2.2 asks for`,
      hint: said`log create, update, patch, delete and deletecollection at level Metadata or more`,
      fix: insertRule(
        context.source,
        0,
        [
          'level: Metadata',
          `verbs: [${writes.map((verb) => JSON.stringify(verb)).join(', ')}]`,
          ...resourceLines(kinds),
        ],
        'log them at level Metadata first',
      ),
    })),
};
