import { SegmentedControl, Select, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { languages } from '../../lib/i18n/languages.ts';
import { switchLanguage } from '../../lib/i18n/setup.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { localZone } from '../../lib/time-zone.ts';
import { PasswordForm } from '../../components/password-form.tsx';
import styles from './settings.module.css';

const schemes = ['auto', 'light', 'dark'] as const;

/** How the page looks in this browser, and one's own password. */
export function Appearance() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [{ zone }, change] = usePreferences();
  const session = useSession();
  const zones = [
    { value: 'local', label: t('settings.localZone', { zone: localZone() }) },
    ...['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')].map((name) => ({
      value: name,
      label: name,
    })),
  ];
  return (
    <>
      <h2 className={styles['heading']}>{t('settings.appearance')}</h2>
      <div className={styles['form']}>
        <SegmentedControl
          aria-label={t('settings.scheme')}
          data={schemes.map((scheme) => ({ value: scheme, label: t(`settings.${scheme}`) }))}
          value={colorScheme}
          onChange={(value) => setColorScheme(schemes.find((scheme) => scheme === value) ?? 'auto')}
        />
        <Select
          label={t('frame.language')}
          data={languages.map(({ tag, name }) => ({ value: tag, label: name }))}
          value={i18n.language}
          allowDeselect={false}
          onChange={(value) => {
            const found = languages.find((language) => language.tag === value);
            if (found) void switchLanguage(found.tag);
          }}
        />
        <Select
          label={t('time.zone')}
          data={zones}
          value={zone}
          searchable
          allowDeselect={false}
          onChange={(value) => change({ zone: value ?? 'local' })}
        />
      </div>
      <h2 className={styles['heading']}>{t('settings.password')}</h2>
      {session.data && <PasswordForm name={session.data.user.name} />}
    </>
  );
}
