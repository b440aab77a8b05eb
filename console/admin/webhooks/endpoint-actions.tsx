import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { webhooks } from '../../texts/admin-delivery.ts'
import { common } from '../../texts/common.ts'
import { t } from '../../texts/text.ts'
import { Confirm, Once } from '../parts.tsx'
import type { EndpointCalls } from './endpoint-calls.ts'
import { EndpointForm } from './endpoint-form.tsx'
import { ReplayForm } from './replay-form.tsx'
import type { Endpoint } from './status.tsx'

type Asked = 'edit' | 'rotate' | 'replay' | 'remove'

export const EndpointActions = ({
  endpoint,
  calls,
}: {
  readonly endpoint: Endpoint
  readonly calls: EndpointCalls
}): JSX.Element => {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [testing, setTesting] = useState(false)
  const close = (): void => setAsked(null)
  const isOn = endpoint.status === 'active' || endpoint.status === 'parked'

  const test = async (): Promise<void> => {
    setTesting(true)
    await calls.test()
    setTesting(false)
  }

  return (
    <div class="row-actions">
      <button type="button" class="button button-primary" disabled={testing} onClick={() => void test()}>
        {t(webhooks.test)}
      </button>
      <button type="button" class="button" onClick={() => setAsked('replay')}>
        {t(webhooks.replay)}
      </button>
      <button type="button" class="button" onClick={() => setAsked('edit')}>
        {t(webhooks.edit)}
      </button>
      <button type="button" class="button" onClick={() => void calls.setEnabled(!isOn)}>
        {t(isOn ? webhooks.pause : webhooks.enable)}
      </button>
      <button type="button" class="button" onClick={() => setAsked('rotate')}>
        {t(webhooks.rotate)}
      </button>
      <button type="button" class="button button-danger" onClick={() => setAsked('remove')}>
        {t(webhooks.remove)}
      </button>
      {asked === 'edit' && (
        <EndpointForm
          key={endpoint.version}
          endpoint={endpoint}
          title={t(webhooks.edit)}
          submit={t(common.save)}
          onSubmit={async (wish) => (await calls.change(wish)) && close()}
          onClose={close}
        />
      )}
      {asked === 'replay' && <ReplayForm onReplay={(replay) => calls.replay(replay).then(close)} onClose={close} />}
      {asked === 'rotate' && (
        <Confirm
          title={t(webhooks.rotateTitle)}
          explain={t(webhooks.rotateExplain)}
          label={t(webhooks.rotate)}
          onConfirm={() => calls.rotate().then(setSecret)}
          onClose={close}
        />
      )}
      {asked === 'remove' && (
        <Confirm
          danger
          title={t(webhooks.removeTitle)}
          explain={t(webhooks.removeExplain)}
          label={t(webhooks.remove)}
          onConfirm={() => calls.remove()}
          onClose={close}
        />
      )}
      {secret !== null && (
        <Once
          title={t(webhooks.secretTitle)}
          label={t(webhooks.secret)}
          value={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </div>
  )
}
