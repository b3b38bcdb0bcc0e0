import { Button, Modal, NumberInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLimitProjects } from '../../../api/projects.ts';

interface ProjectLimitProps {
  /** Null: unlimited. */
  readonly quota: number | null;
  readonly onClose: () => void;
}

/** Changes how many projects there may be. */
export function ProjectLimit({ quota, onClose }: ProjectLimitProps) {
  const { t } = useTranslation();
  const [most, setMost] = useState<number | string>(quota ?? '');
  const limit = useLimitProjects();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    limit.mutate(most === '' ? null : Number(most), { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t('projects.limit')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <NumberInput
            data-autofocus
            label={t('projects.projects')}
            description={t('projects.emptyIsUnlimited')}
            min={0}
            allowDecimal={false}
            value={most}
            error={limit.error?.message}
            onChange={setMost}
          />
          <Button type="submit" loading={limit.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
