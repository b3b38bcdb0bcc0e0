import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Button
      variant="default"
      size="compact-xs"
      mb={8}
      leftSection={clipboard.copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
      onClick={() => clipboard.copy(text)}
    >
      {clipboard.copied ? t('common.copied') : label}
    </Button>
  );
}
