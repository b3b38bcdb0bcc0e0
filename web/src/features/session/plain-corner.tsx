import { IconMoon, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../lib/i18n/languages.ts';
import { switchLanguage } from '../../lib/i18n/setup.ts';
import { type ColorScheme, chooseColorScheme, shownColorScheme } from '../../lib/theme/color-scheme.ts';
import styles from './session.module.css';

/** Language and colours, before anybody is signed in. */
export function PlainCorner() {
  const { t, i18n } = useTranslation();
  const [scheme, setScheme] = useState<ColorScheme>(shownColorScheme);
  const toggle = (): void => {
    const next = scheme === 'dark' ? 'light' : 'dark';
    chooseColorScheme(next);
    setScheme(next);
  };
  return (
    <>
      <select
        className={styles['language']}
        aria-label={t('frame.language')}
        value={i18n.language}
        onChange={(event) => {
          const chosen = languages.find(({ tag }) => tag === event.currentTarget.value);
          if (chosen) void switchLanguage(chosen.tag);
        }}
      >
        {languages.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className={styles['plain']}
        aria-label={scheme === 'dark' ? t('frame.toLight') : t('frame.toDark')}
        onClick={toggle}
      >
        {scheme === 'dark' ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </button>
    </>
  );
}
