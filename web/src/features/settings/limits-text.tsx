import { useTranslation } from 'react-i18next';
import type { User } from '../../api/accounts.ts';
import { SafeText } from '../../components/safe-text.tsx';

/** What somebody is limited to, in words. */
export function LimitsText({ limits }: { readonly limits: User['limits'] }) {
  const { t } = useTranslation();
  const parts = [
    limits.projects === null ? undefined : t('users.onlyProjects', { names: limits.projects.join(', ') }),
    limits.clusters === null ? undefined : t('users.onlyClusters', { names: limits.clusters.join(', ') }),
    limits.namespaces === null ? undefined : t('users.onlyNamespaces', { names: limits.namespaces.join(', ') }),
    limits.bodies ? undefined : t('users.noBodies'),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? <>{t('users.noLimits')}</> : <SafeText limit={300}>{parts.join(' · ')}</SafeText>;
}
