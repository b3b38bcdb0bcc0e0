import { Button, Modal, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MetricsSource, useSetMetricsSource } from '../../../api/api-servers.ts';
import { fieldError } from '../../../api/error.ts';

interface SetMetricsSourceProps {
  readonly cluster: string;
  /** Undefined for a new one. */
  readonly replaced: MetricsSource | undefined;
  readonly onClose: () => void;
}

/** Has the metrics of an API server read: its address, a token for it, and who vouches for it. */
export function SetMetricsSource({ cluster, replaced, onClose }: SetMetricsSourceProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(replaced?.name ?? '');
  const [url, setUrl] = useState(replaced?.url ?? '');
  const [token, setToken] = useState('');
  const [ca, setCa] = useState('');
  const set = useSetMetricsSource(cluster);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const source = {
      url: url.trim(),
      ...(token.trim() === '' ? {} : { token: token.trim() }),
      ...(ca.trim() === '' ? {} : { ca }),
    };
    set.mutate({ name: name.trim(), source }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={replaced ? t('apiServers.replaceOf', { name: replaced.name }) : t('apiServers.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap={12}>
          <TextInput
            data-autofocus
            label={t('clusters.name')}
            description={t('apiServers.nameHint')}
            maxLength={253}
            value={name}
            readOnly={replaced !== undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('apiServers.url')}
            description={t('apiServers.urlHint')}
            placeholder="https://10.0.0.1:6443/metrics"
            maxLength={2000}
            value={url}
            error={fieldError(set.error, 'url', true)}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('apiServers.token')}
            description={t(replaced?.hasToken ? 'apiServers.tokenAgain' : 'apiServers.tokenHint')}
            autoComplete="off"
            value={token}
            error={fieldError(set.error, 'token')}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
          <Textarea
            label={t('apiServers.ca')}
            description={t(replaced?.hasCa ? 'apiServers.caAgain' : 'apiServers.caHint')}
            placeholder="-----BEGIN CERTIFICATE-----"
            autosize
            minRows={3}
            maxRows={8}
            value={ca}
            error={fieldError(set.error, 'ca')}
            onChange={(event) => setCa(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim() || !url.trim()} loading={set.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
