import { ActionIcon } from '@mantine/core';
import { IconStar } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PopoverButton } from '../../../components/overlay/popover-button.tsx';
import { tip } from '../../../components/overlay/tip.ts';

const loadList = () => import('./saved-list.tsx');
const SavedList = lazy(async () => ({ default: (await loadList()).SavedList }));

interface SavedQueriesProps {
  readonly query: string;
  readonly onChoose: (query: string) => void;
}

/** Keeps the query under a name, and brings kept ones back. */
export function SavedQueries({ query, onChoose }: SavedQueriesProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const title = t('explore.savedQueries');
  return (
    <PopoverButton
      isOpen={isOpen}
      onOpen={setOpen}
      position="bottom-end"
      width={420}
      load={loadList}
      button={(opener) => (
        <ActionIcon
          {...opener}
          {...tip(title)}
          data-action="savedQueries"
          variant="default"
          size={36}
          aria-label={title}
        >
          <IconStar size={17} stroke={1.6} />
        </ActionIcon>
      )}
    >
      <SavedList
        query={query}
        onChoose={(chosen) => {
          onChoose(chosen);
          setOpen(false);
        }}
      />
    </PopoverButton>
  );
}
