import { errorText } from '@augenblick/api';
import { CHANNEL_WORDS } from '@augenblick/contract';
import type { BroadcastChannel, BroadcastDraft } from '@augenblick/contract';
import { Dialog, Form, Notice, useLanguage, useTexts } from '@augenblick/ui/react';
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { ShopperPicker } from '../content/shopper-picker.tsx';
import { useMay, useStaff } from '../session/session.tsx';
import { useSendTest, useTest } from './queries.ts';
import { editorTexts } from './texts-editor.ts';

/** Sends one message to one's own address, through the real way, and says what became of it. */
export function TestDialog(props: { id: string; draft: BroadcastDraft; onClose: () => void }) {
  const { id, draft, onClose } = props;
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const staff = useStaff();
  const mayRead = useMay('shopper.read');
  const { channels, variants } = draft;
  const [channel, setChannel] = useState<BroadcastChannel>(channels[0] ?? 'mail');
  const [variantId, setVariantId] = useState(variants[0]?.id ?? 'a');
  const [address, setAddress] = useState(channel === 'mail' ? staff.email : '');
  const [profileId, setProfileId] = useState<string | null>(null);
  const send = useSendTest(id);
  const tested = useTest(send.data?.messageId ?? null).data ?? send.data;
  return (
    <Dialog opened onClose={onClose} title={text('testTitle')} note={text('testNote')}>
      <Form
        onSubmit={() => send.mutate({ channel, variantId, address: address.trim(), profileId })}
        onCancel={onClose}
        submit={text('testSend')}
        pending={send.isPending || tested?.state === 'waiting'}
        ready={address.trim() !== ''}
        error={send.error && errorText(send.error, language)}
      >
        {channels.length > 1 && (
          <Select
            label={text('testChannel')}
            value={channel}
            data={channels.map((value) => ({ value, label: CHANNEL_WORDS[value][language] }))}
            onChange={(value) => {
              const next = channels.find((one) => one === value);
              if (next) setChannel(next);
            }}
          />
        )}
        {variants.length > 1 && (
          <Select
            label={text('testWording')}
            value={variantId}
            data={variants.map(({ id: value, name }) => ({ value, label: name }))}
            onChange={(value) => setVariantId(value ?? 'a')}
          />
        )}
        <TextInput
          label={text('testAddress')}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        {mayRead && (
          <ShopperPicker label={text('testAs')} value={profileId} onChange={setProfileId} />
        )}
        {tested && (
          <Notice tone={TONES[tested.state]}>
            {tested.words[language]}{' '}
            {tested.caught && <Link to="/messages?tab=inbox">{text('testCatcher')}</Link>}
          </Notice>
        )}
      </Form>
    </Dialog>
  );
}

const TONES = { waiting: 'info', sent: 'good', failed: 'bad' } as const;
