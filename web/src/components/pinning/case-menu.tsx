import { ActionIcon, Indicator, Menu, Tooltip } from '@mantine/core';
import { IconBriefcase, IconFolderOpen, IconPin, IconReplace } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import type { PinToAdd } from '../../api/cases.ts';
import { useActions } from '../../lib/actions.ts';
import { usePinning } from './pinning-context.ts';

const look = { size: 15, stroke: 1.6 } as const;

/** The current case beside the query: pins the search to it, opens it, or takes another. Nothing for those who may not keep anything. */
export function CaseMenu({ search }: { readonly search: PinToAdd | undefined }) {
  const { t } = useTranslation();
  const pinning = usePinning();
  const pinSearch = (): void => {
    if (search) pinning?.pin(search);
  };
  useActions(pinning && search ? { pinSearch } : {});
  if (!pinning) return null;
  const { current } = pinning;
  const name = current && visibleText(cutText(current.name, 60).text);
  const label = name === undefined ? t('pin.none') : t('pin.current', { name });
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Tooltip label={label}>
          <Indicator label={current?.pins.length} disabled={!current || current.pins.length === 0} size={15} offset={4}>
            <ActionIcon data-action="case" variant="default" size={36} aria-label={label}>
              <IconBriefcase size={17} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPin {...look} />} disabled={!search} onClick={pinSearch}>
          {t('pin.pinSearch')}
        </Menu.Item>
        {current && (
          <Menu.Item
            leftSection={<IconFolderOpen {...look} />}
            renderRoot={(props) => <Link {...props} to="/cases/$id" params={{ id: current.id }} />}
          >
            {t('pin.open')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconReplace {...look} />} onClick={pinning.choose}>
          {t('pin.choose')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
