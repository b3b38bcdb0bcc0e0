import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventItem } from '../use-log.ts';
import { asCurl, asKubectl } from './as-command.ts';
import { tip } from '../../../components/overlay/tip.ts';

/** The event for somewhere else: as commands that would ask the same again, as JSON, or as a link to this page. */
export function CopyMenu({ item }: { readonly item: EventItem }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  const kubectl = asKubectl(item.facts);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          {...tip(clipboard.copied ? t('common.copied') : t('event.copy'))}
          data-action="copy"
          aria-label={t('event.copy')}
        >
          {clipboard.copied ? <IconCheck size={17} /> : <IconCopy size={17} stroke={1.6} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => clipboard.copy(location.href)}>{t('event.copyLink')}</Menu.Item>
        <Menu.Item onClick={() => clipboard.copy(item.event.raw)}>{t('event.copyJson')}</Menu.Item>
        {kubectl && <Menu.Item onClick={() => clipboard.copy(kubectl)}>{t('event.copyKubectl')}</Menu.Item>}
        <Menu.Item onClick={() => clipboard.copy(asCurl(item))}>{t('event.copyCurl')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
