import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiToken, useAddApiToken } from '../../api/accounts.ts';
import { fieldError } from '../../api/error.ts';
import { SecretOnce } from '../../components/secret-once.tsx';
import { type Access, AccessFields, toLimits } from './access-fields.tsx';

const roles = ['viewer', 'analyst', 'admin', 'metrics'] as const;
const lifetimes = ['7', '30', '90', '365', 'never'] as const;
const day = 86_400_000;

export function ApiTokenForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<string>('90');
  const [access, setAccess] = useState<Access<ApiToken['role']>>({
    role: 'viewer',
    projects: [],
    clusters: [],
    namespaces: [],
    bodies: true,
  });
  const add = useAddApiToken();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const days = Number(lifetime);
    const expires = Number.isNaN(days) ? {} : { expiresAt: new Date(Date.now() + days * day).toISOString() };
    add.mutate({ name: name.trim(), role: access.role, limits: toLimits(access), ...expires });
  };
  return (
    <Modal opened onClose={onClose} title={t('tokens.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {add.data ? (
        <SecretOnce label={t('tokens.tokenOf', { name: add.data.name })} secret={add.data.token} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap={12}>
            <TextInput
              data-autofocus
              label={t('users.name')}
              value={name}
              error={fieldError(add.error, 'name', true)}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <AccessFields access={access} roles={roles} onChange={setAccess} />
            <Select
              label={t('tokens.lifetime')}
              data={lifetimes.map((value) => ({
                value,
                label: value === 'never' ? t('tokens.noEnd') : t('clusters.days', { count: Number(value) }),
              }))}
              value={lifetime}
              allowDeselect={false}
              onChange={(value) => setLifetime(value ?? '90')}
            />
            <Button type="submit" disabled={!name.trim()} loading={add.isPending}>
              {t('tokens.add')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
