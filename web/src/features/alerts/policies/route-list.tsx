import { useTranslation } from 'react-i18next';
import type { AlertPolicy } from '../../../api/alert-policies.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { matcherText } from '../matchers.ts';
import styles from './policies.module.css';

type Route = AlertPolicy['policy']['routes'][number];

const shownRoutes = 10;

/** The routes of a policy in their order: which alerts each takes, and where they go. */
export function RouteList({ policy: { routes, inhibitions } }: Pick<AlertPolicy, 'policy'>) {
  const { t } = useTranslation();
  return (
    <>
      <ol className={styles['routes']}>
        {routes.slice(0, shownRoutes).map((route, index) => (
          // eslint-disable-next-line react/no-array-index-key -- two may be alike
          <li key={index}>
            <RouteLine route={route} />
          </li>
        ))}
      </ol>
      {routes.length > shownRoutes && (
        <p className={styles['more']}>{t('alerts.policy.moreRoutes', { count: routes.length - shownRoutes })}</p>
      )}
      {inhibitions.length > 0 && (
        <p className={styles['more']}>{t('alerts.policy.inhibitions', { count: inhibitions.length })}</p>
      )}
    </>
  );
}

function RouteLine({
  route: { matchers, channels, groupWait, repeatInterval, hours, continue: goesOn },
}: {
  readonly route: Route;
}) {
  const { t } = useTranslation();
  const taken = matchers.length === 0 ? t('alerts.policy.everything') : matchers.map(matcherText).join(' ');
  const told = channels.length === 0 ? t('alerts.inboxAlone') : channels.join(', ');
  const facts = [
    ...(groupWait === undefined ? [] : [t('alerts.policy.waits', { time: groupWait })]),
    ...(repeatInterval === undefined ? [] : [t('alerts.policy.repeats', { time: repeatInterval })]),
    ...(hours === undefined
      ? []
      : [t(`alerts.policy.hours.${hours.tell}`, { from: hours.from, to: hours.to, zone: hours.timeZone })]),
    ...(goesOn ? [t('alerts.policy.goesOn')] : []),
  ];
  return (
    <>
      <code>
        <SafeText limit={300}>{taken}</SafeText>
      </code>{' '}
      → <SafeText limit={300}>{told}</SafeText>
      {facts.length > 0 && (
        <span className={styles['facts']}>
          {' · '}
          <SafeText limit={300}>{facts.join(' · ')}</SafeText>
        </span>
      )}
    </>
  );
}
