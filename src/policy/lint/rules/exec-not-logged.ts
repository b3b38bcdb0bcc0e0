import { said } from '../../../base/index.ts';
import { type Decision, type Stage } from '../../model.ts';
import type { LintContext, LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { type Kind, decideForAnyone, kind, kindName } from '../reach/deciding.ts';

const streams = ['get', 'create'];
const kinds = [
  ...['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy', 'nodes/proxy'].map((text) =>
    kind(text, streams),
  ),
  kind('pods/ephemeralcontainers', ['update', 'patch']),
];

/** Ways into a container that leave no trace. */
export const execNotLogged: LintRule = {
  code: 'exec-not-logged',
  severity: 'warning',
  title: 'Ways into pods and nodes are not logged: exec, attach, port-forward, proxy, ephemeral containers',
  explanation: `These requests run commands in containers, open connections to them or reach kubelets past the API. CIS 3.2.2
asks for them, and detections need them at level Metadata. Since kubectl 1.30 exec, attach and port-forward arrive as verb
\`get\` (WebSocket), earlier as \`create\` (SPDY); a rule has to take both. Somebody whom no rule names is assumed.`,
  passing: `- level: Metadata
  resources: [{group: "", resources: [pods/exec, pods/attach, pods/portforward, pods/proxy, pods/ephemeralcontainers, services/proxy, nodes/proxy]}]
- level: None`,
  failing: `- level: Metadata
  verbs: [create]
  resources: [{group: "", resources: [pods/exec]}]
- level: None`,
  *check(context) {
    const missing = new Map<number | null, { readonly kind: Kind; readonly verbs: readonly string[] }[]>();
    for (const kind of kinds) {
      const lost = kind.verbs.flatMap((verb) => {
        const decision = decideForAnyone(context, kind, verb);
        return isLost(decision) ? [{ verb, rule: decision.rule }] : [];
      });
      const [first] = lost;
      if (!first) continue;
      const verbs = lost.map(({ verb }) => verb);
      missing.set(first.rule, [...(missing.get(first.rule) ?? []), { kind, verbs }]);
    }
    for (const [rule, lost] of missing) yield report(context, rule, lost);
  },
};

const telling: readonly Stage[] = ['ResponseStarted', 'ResponseComplete'];

/** Says whether nothing is written that tells of the request's outcome. */
function isLost({ level, omitStages }: Decision): boolean {
  return level === 'None' || telling.every((stage) => omitStages.includes(stage));
}

function report(
  context: LintContext,
  rule: number | null,
  lost: readonly { readonly kind: Kind; readonly verbs: readonly string[] }[],
) {
  const names = lost.map(({ kind, verbs }) => {
    const only = verbs.length < kind.verbs.length ? ` (verb ${verbs.join(', ')})` : '';
    return `${kindName(kind)}${only}`;
  });
  const by = rule === null ? said`no rule matches them` : said`rule ${rule + 1} leaves them out`;
  const lines = ['level: Metadata', ...resourceLines(lost.map(({ kind }) => kind))];
  return {
    rule,
    at: rule === null ? context.rulesKey : context.at(rule, 'level'),
    message: said`ways into pods and nodes are not logged: ${names.join(', ')} (${by})`,
    hint: said`log them at level Metadata for every verb, in a rule in front`,
    fix: insertRule(context.source, 0, lines, 'log them at level Metadata first'),
  };
}
