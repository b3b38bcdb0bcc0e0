import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { tip } from './overlay/tip.ts';

export function ColorSchemeToggle() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  const label = shown === 'dark' ? t('frame.toLight') : t('frame.toDark');
  return (
    <ActionIcon
      {...tip(label)}
      data-action="colors"
      aria-label={label}
      onClick={() => setColorScheme(shown === 'dark' ? 'light' : 'dark')}
    >
      {shown === 'dark' ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
    </ActionIcon>
  );
}
