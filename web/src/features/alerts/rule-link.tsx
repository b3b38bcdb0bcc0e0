import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlertCause } from '../../api/alerts.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { ruleText } from './texts.ts';

/** Conditions of the server itself have such names, and no rule of a user does. */
const ownPrefix = 'whodunit-';

/** The rule of an alert, and the way to it where there is one: conditions of the server have no page. */
export function RuleLink({ rule, displayName }: Pick<AlertCause, 'rule' | 'displayName'>) {
  const { i18n } = useTranslation();
  const text = <SafeText limit={200}>{ruleText(displayName, i18n.language)}</SafeText>;
  if (rule.startsWith(ownPrefix)) return text;
  return (
    <Link to="/alerts/rules/$name" params={{ name: rule }}>
      {text}
    </Link>
  );
}
