import { api, errorText } from '@augenblick/api';
import type { SetupAnswer, SetupRequest, SignedIn } from '@augenblick/contract/api/session.ts';
import { readerZone } from '@augenblick/ui';
import { ErrorState, TextSkeleton, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { CurrencySelect, TimeZoneSelect } from '../settings/retailer-fields.tsx';
import { Failure } from './failure.tsx';
import { Form, SessionFrame } from './frame.tsx';
import styles from './frame.module.css';
import { useSignedIn } from './sign-in-page.tsx';
import { sessionTexts } from './texts.ts';

/** The first owner's account, reached by the link printed in the terminal. */
export default function SetupPage() {
  const text = useTexts(sessionTexts);
  const formats = useFormats();
  const { token = '' } = useParams();
  const link = useQuery({
    queryKey: ['setup', token],
    queryFn: () => api.get<SetupAnswer>(`/api/setup/${encodeURIComponent(token)}`),
    retry: false,
  });
  const [language] = useLanguage();
  if (link.error) {
    return (
      <SessionFrame title={text('setupTitle')} headline={text('linkDead')}>
        <ErrorState title={text('linkDead')} text={errorText(link.error, language)} />
        <Button component={Link} to="/sign-in" variant="default" fullWidth>
          {text('toSignIn')}
        </Button>
      </SessionFrame>
    );
  }
  const until = link.data && formats.dateTime(link.data.expiresAt);
  return (
    <SessionFrame
      title={text('setupTitle')}
      headline={text('setupWelcome')}
      text={
        <>
          {text('setupText')} {until && text('setupExpires', { when: until })}
        </>
      }
    >
      {link.data ? <SetupForm token={token} /> : <TextSkeleton />}
    </SessionFrame>
  );
}

function SetupForm({ token }: { token: string }) {
  const text = useTexts(sessionTexts);
  const navigate = useNavigate();
  const signedIn = useSignedIn();
  const [language] = useLanguage();
  const [who, setWho] = useState({ email: '', name: '', password: '' });
  const [withShop, setWithShop] = useState(false);
  const [shop, setShop] = useState({ name: '', currency: 'EUR', timeZone: readerZone() });
  const setUp = useMutation({
    mutationFn: (request: SetupRequest) => api.post<SignedIn>('/api/setup', request),
    onSuccess: (answer) => {
      signedIn(answer);
      void navigate('/live', { replace: true });
    },
  });
  const send = (): void =>
    setUp.mutate({ token, ...who, locale: language, ...(withShop ? { retailer: shop } : {}) });
  return (
    <Form onSend={send}>
      <Failure error={setUp.error} />
      <TextInput
        label={text('name')}
        autoComplete="name"
        required
        withAsterisk={false}
        value={who.name}
        onChange={(event) => setWho({ ...who, name: event.currentTarget.value })}
      />
      <TextInput
        label={text('email')}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={who.email}
        onChange={(event) => setWho({ ...who, email: event.currentTarget.value })}
      />
      <PasswordInput
        label={text('newPassword')}
        description={text('passwordNote')}
        autoComplete="new-password"
        minLength={10}
        required
        withAsterisk={false}
        value={who.password}
        onChange={(event) => setWho({ ...who, password: event.currentTarget.value })}
      />
      <Checkbox
        label={text('withShop')}
        description={text('withShopNote')}
        checked={withShop}
        onChange={(event) => setWithShop(event.currentTarget.checked)}
      />
      {withShop && <ShopFields shop={shop} onChange={setShop} />}
      <Button type="submit" fullWidth loading={setUp.isPending}>
        {text('create')}
      </Button>
    </Form>
  );
}

interface Shop {
  name: string;
  currency: string;
  timeZone: string;
}

function ShopFields({ shop, onChange }: { shop: Shop; onChange: (shop: Shop) => void }) {
  const text = useTexts(sessionTexts);
  return (
    <>
      <TextInput
        label={text('shopName')}
        autoComplete="organization"
        required
        withAsterisk={false}
        value={shop.name}
        onChange={(event) => onChange({ ...shop, name: event.currentTarget.value })}
      />
      <div className={styles.pair}>
        <CurrencySelect
          label={text('currency')}
          value={shop.currency}
          onChange={(currency) => onChange({ ...shop, currency })}
        />
        <TimeZoneSelect
          label={text('timeZone')}
          value={shop.timeZone}
          onChange={(timeZone) => onChange({ ...shop, timeZone })}
        />
      </div>
    </>
  );
}
