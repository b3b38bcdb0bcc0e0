import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../api/audit-event.ts';
import { asCurl, asKubectl } from './as-command.ts';
import { readFacts } from '../../../components/deed/facts.ts';

const exec = readEvent(
  JSON.stringify({
    verb: 'create',
    requestURI: '/api/v1/namespaces/prod/pods/web/exec?command=sh&command=-c&command=rm+%2F%27x%27',
    objectRef: { resource: 'pods', namespace: 'prod', name: 'web', subresource: 'exec' },
  }),
);

describe('asKubectl and asCurl', () => {
  it('write the command of an exec', () => {
    expect(asKubectl(readFacts(exec))).toBe(String.raw`kubectl exec -n prod web -- sh -c rm '/'\''x'\'''`);
    expect(asCurl({ event: exec, facts: readFacts(exec) })).toMatch(
      /^curl -sS -X POST -H "Authorization: Bearer \$TOKEN"/,
    );
  });
});
