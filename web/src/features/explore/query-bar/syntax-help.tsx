import { ActionIcon } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PopoverButton } from '../../../components/overlay/popover-button.tsx';
import { tip } from '../../../components/overlay/tip.ts';

const loadList = () => import('./syntax-list.tsx');
const SyntaxList = lazy(async () => ({ default: (await loadList()).SyntaxList }));

/** How a query is written, beside where it is; a click tries an example. */
export function SyntaxHelp({ onChoose }: { readonly onChoose: (query: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const title = t('syntax.title');
  return (
    <PopoverButton
      isOpen={isOpen}
      onOpen={setOpen}
      position="bottom-end"
      width={520}
      load={loadList}
      button={(opener) => (
        <ActionIcon {...opener} {...tip(title)} data-action="syntax" variant="default" size={36} aria-label={title}>
          <IconHelp size={17} stroke={1.6} />
        </ActionIcon>
      )}
    >
      <SyntaxList
        onChoose={(query) => {
          onChoose(query);
          setOpen(false);
        }}
      />
    </PopoverButton>
  );
}
