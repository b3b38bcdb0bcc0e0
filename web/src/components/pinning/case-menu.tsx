import { ActionIcon, Indicator } from '@mantine/core';
import { IconBriefcase, IconFolderOpen, IconPin, IconReplace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import type { PinToAdd } from '../../api/cases.ts';
import { useActions } from '../../lib/actions.ts';
import { MenuButton, type MenuEntry } from '../overlay/menu-button.tsx';
import { tip } from '../overlay/tip.ts';
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
  const opening: readonly MenuEntry[] = current
    ? [
        {
          label: t('pin.open'),
          icon: <IconFolderOpen {...look} />,
          link: { to: '/cases/$id', params: { id: current.id } },
        },
      ]
    : [];
  return (
    <MenuButton
      width={280}
      entries={[
        { label: t('pin.pinSearch'), icon: <IconPin {...look} />, isDisabled: !search, onChoose: pinSearch },
        ...opening,
        { label: t('pin.choose'), icon: <IconReplace {...look} />, onChoose: pinning.choose },
      ]}
      button={(opener) => (
        <Indicator label={current?.pins.length} disabled={!current || current.pins.length === 0} size={15} offset={4}>
          <ActionIcon {...opener} {...tip(label)} data-action="case" variant="default" size={36} aria-label={label}>
            <IconBriefcase size={17} stroke={1.6} />
          </ActionIcon>
        </Indicator>
      )}
    />
  );
}
