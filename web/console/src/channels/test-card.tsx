import { errorText } from '@augenblick/api';
import type { ChannelView, TestSend, TestSent } from '@augenblick/contract/api/channel.ts';
import { Card, Form, Notice, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useStaff } from '../session/session.tsx';
import { isAddress } from './form.ts';
import { useTestSend } from './queries.ts';
import { channelTexts } from './texts.ts';

const TONES = { sent: 'good', caught: 'good', refused: 'bad', unknown: 'caution' } as const;

/** Sends one made-up message through a channel, to an address of one's own. */
export function TestCard({ one }: { one: ChannelView }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  return (
    <Card title={text('test')} note={text(noteOf(one))}>
      <TestForm one={one} locale={language} />
    </Card>
  );
}

function noteOf({ channel, testTo }: ChannelView): 'testNote' | 'testNoteTeam' | 'testNoteNobody' {
  if (testTo.needed) return 'testNote';
  return channel === 'staff' ? 'testNoteTeam' : 'testNoteNobody';
}

/** Asks where to and says what became of it. Without `template` the content is made up. */
export function TestForm(props: {
  one: ChannelView;
  locale: TestSend['locale'];
  template?: NonNullable<TestSend['template']>;
}) {
  const { one, locale, template } = props;
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const staff = useStaff();
  const test = useTestSend(one.channel);
  // A mail goes to oneself unless one says otherwise.
  const [to, setTo] = useState(one.channel === 'mail' ? staff.email : '');
  const [tried, setTried] = useState(false);
  const { needed, label } = one.testTo;
  if (one.mode === 'off') return <Off channel={one.channel} />;
  // Caught messages go nowhere, so that nobody else would say that this is no address.
  const wrong = tried && needed && !isAddress(one.channel, to.trim());
  const send = (): void => {
    setTried(true);
    if (needed && !isAddress(one.channel, to.trim())) return;
    test.mutate({ to: to.trim(), locale, ...(template ? { template } : {}) });
  };
  return (
    <Form
      submit={text('testDo')}
      pending={test.isPending}
      ready={!needed || to.trim() !== ''}
      error={test.error ? errorText(test.error, language) : null}
      onSubmit={send}
    >
      {needed && (
        <TextInput
          label={label[language]}
          maxLength={500}
          autoComplete="off"
          value={to}
          error={wrong && text('testWrong', { label: label[language] })}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      )}
      {test.data && !wrong && <Result sent={test.data} />}
    </Form>
  );
}

/** A channel that is off sends no tests either. */
function Off({ channel }: { channel: ChannelView['channel'] }) {
  const text = useTexts(channelTexts);
  return (
    <Notice
      actions={
        <Button component={Link} to={`/messages/channels/${channel}`} size="xs" variant="default">
          {text('toChannel')}
        </Button>
      }
    >
      {text('testOff')}
    </Notice>
  );
}

function Result({ sent }: { sent: TestSent }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const { outcome, words, caughtId } = sent;
  return (
    <Notice
      tone={TONES[outcome]}
      actions={
        caughtId !== null && (
          <Button
            component={Link}
            to={`/messages?tab=inbox&message=${caughtId}`}
            size="xs"
            variant="default"
          >
            {text('testRead')}
          </Button>
        )
      }
    >
      {words[language]}
    </Notice>
  );
}
