import { useTranslation } from 'react-i18next';
import type { PolicyRule, Request } from '../../../../src/policy/index.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { type Mismatch, mismatchFacts } from './mismatch-facts.ts';

const labels = {
  user: 'policy.request.user',
  group: 'policy.request.groups',
  verb: 'policy.request.verb',
  namespace: 'policy.request.namespace',
  apiGroup: 'policy.request.apiGroup',
  resource: 'policy.request.resource',
  resourceName: 'policy.request.name',
  path: 'policy.request.path',
} as const;

/** Names that are shown of a long list. */
const shown = 8;

interface MismatchTextProps {
  readonly mismatch: Mismatch;
  readonly rule: PolicyRule;
  readonly request: Request;
}

/** Why a rule does not match, in the reader's language. */
export function MismatchText({ mismatch, rule, request }: MismatchTextProps) {
  const { t } = useTranslation();
  const { property } = mismatch;
  if (property === 'kind') return t(request.path === undefined ? 'policy.ruleOfPaths' : 'policy.ruleOfResources');
  const { value, accepted } = mismatchFacts(property, rule, request);
  const named = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
  const more = accepted.length > shown ? ' …' : '';
  const list = named(accepted.slice(0, shown)) + more;
  const text = t('policy.notOneOf', { property: t(labels[property]), value: named(value), list });
  return <SafeText limit={600}>{text}</SafeText>;
}
