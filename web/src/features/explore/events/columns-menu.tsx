import { ActionIcon } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PopoverButton } from '../../../components/overlay/popover-button.tsx';

const loadList = () => import('./columns-list.tsx');
const ColumnsList = lazy(async () => ({ default: (await loadList()).ColumnsList }));

interface ColumnsMenuProps {
  readonly columns: readonly string[] | undefined;
  readonly onChange: (columns: readonly string[] | undefined) => void;
}

/** Chooses the columns of the list, and their order. */
export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <PopoverButton
      isOpen={isOpen}
      onOpen={setOpen}
      position="bottom-end"
      width={280}
      load={loadList}
      button={(opener) => (
        <ActionIcon {...opener} data-action="columns" size={22} aria-label={t('events.columns')}>
          <IconColumns3 size={15} stroke={1.6} />
        </ActionIcon>
      )}
    >
      <ColumnsList columns={columns} onChange={onChange} />
    </PopoverButton>
  );
}
