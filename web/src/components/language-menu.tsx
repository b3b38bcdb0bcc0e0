import { ActionIcon } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { languages } from '../lib/i18n/languages.ts';
import { switchLanguage } from '../lib/i18n/setup.ts';
import { MenuButton } from './overlay/menu-button.tsx';
import { tip } from './overlay/tip.ts';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <MenuButton
      entries={languages.map(({ tag, name }) => ({
        label: name,
        lang: tag,
        mark: i18n.language === tag ? <IconCheck size={14} /> : null,
        onChoose: () => void switchLanguage(tag),
      }))}
      button={(opener) => (
        <ActionIcon {...opener} {...tip(t('frame.language'))} data-action="language" aria-label={t('frame.language')}>
          <IconLanguage size={18} stroke={1.6} />
        </ActionIcon>
      )}
    />
  );
}
