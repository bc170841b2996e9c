import { api } from '@augenblick/api';
import type {
  AddressBody,
  ConsentOverview,
  ConsentSettingsBody,
  DataRequestList,
  FormBody,
  FormList,
  FormOne,
  FormPreview,
  SignupDetail,
  SignupList,
  SignupTaken,
  StaffSignup,
  SuppressionList,
  WordingBody,
  WordingList,
  WordingOne,
} from '@augenblick/contract/api/optin.ts';
import type { FormStatus } from '@augenblick/contract';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRetailerPath } from '../session/session.tsx';

const AREA = 'consent';

function useRead<T>(key: string, url: string, wanted = true) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), AREA, key],
    queryFn: ({ signal }) => api.get<T>(path(`/consent${url}`), { signal }),
    enabled: wanted,
  });
}

/** Everything on this page speaks of the same people: a change reads it all again. */
function useForget(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(
    async () => client.invalidateQueries({ queryKey: [path(''), AREA] }),
    [client, path],
  );
}

export const useOverview = () => useRead<ConsentOverview>('overview', '/overview');
export const useConsentSettings = (wanted = true) =>
  useRead<ConsentSettingsBody>('settings', '/settings', wanted);
export const useWordings = () => useRead<WordingList>('wordings', '/wordings');
export const useForms = () => useRead<FormList>('forms', '/forms');
export const useDataRequests = () => useRead<DataRequestList>('requests', '/data-requests');

export function useForm(id: string | null) {
  return useRead<FormOne>(`form ${id}`, `/forms/${id}`, id !== null);
}

export function useSignup(id: string | null) {
  return useRead<SignupDetail>(`signup ${id}`, `/signups/${id}`, id !== null);
}

/** Sign-ups page by page. */
export function useSignups(filter: { state: string | null; search: string }) {
  const path = useRetailerPath();
  const asked = new URLSearchParams();
  if (filter.state) asked.set('state', filter.state);
  if (filter.search.trim()) asked.set('search', filter.search.trim());
  return useInfiniteQuery({
    queryKey: [path(''), AREA, 'signups', asked.toString()],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(asked);
      if (pageParam) query.set('before', pageParam);
      return api.get<SignupList>(path(`/consent/signups?${query}`), { signal });
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** The suppression list page by page, or the entries about one address. */
export function useSuppressions(filter: { reason: string | null; address: string | null }) {
  const path = useRetailerPath();
  const { reason, address } = filter;
  return useInfiniteQuery({
    queryKey: [path(''), AREA, 'suppressions', reason, address],
    queryFn: ({ pageParam, signal }) => {
      if (address !== null)
        return api.post<SuppressionList>(
          path('/consent/suppressions/find'),
          { address },
          { signal },
        );
      const query = new URLSearchParams();
      if (reason) query.set('reason', reason);
      if (pageParam) query.set('before', pageParam);
      return api.get<SuppressionList>(path(`/consent/suppressions?${query}`), { signal });
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

function useSend<Body, Answer>(
  send: (path: (url: string) => string, body: Body) => Promise<Answer>,
) {
  const path = useRetailerPath();
  const forget = useForget();
  return useMutation({ mutationFn: (body: Body) => send(path, body), onSuccess: forget });
}

export const useTakeSignup = () =>
  useSend((path, body: StaffSignup) => api.post<SignupTaken>(path('/consent/signups'), body));

export const useResend = () =>
  useSend((path, id: string) => api.post<SignupTaken>(path(`/consent/signups/${id}/resend`), {}));

export const useSaveSettings = () =>
  useSend((path, body: ConsentSettingsBody) =>
    api.put<ConsentSettingsBody>(path('/consent/settings'), body),
  );

/** A new wording, or the next version of one. */
export const useSaveWording = (id: string | null) =>
  useSend((path, body: WordingBody) =>
    api.post<WordingOne>(
      path(id === null ? '/consent/wordings' : `/consent/wordings/${id}/versions`),
      body,
    ),
  );

/** A new form, or a changed one. */
export const useSaveForm = (id: string | null) =>
  useSend((path, body: FormBody) =>
    id === null
      ? api.post<FormOne>(path('/consent/forms'), body)
      : api.put<FormOne>(path(`/consent/forms/${id}`), body),
  );

export const useFormStatus = () =>
  useSend((path, { id, status }: { id: string; status: FormStatus }) =>
    api.post<FormOne>(path(`/consent/forms/${id}/status`), { status }),
  );

export const useSuppress = () =>
  useSend((path, body: AddressBody) =>
    api.post<SuppressionList>(path('/consent/suppressions'), body),
  );

export const useLift = () =>
  useSend((path, id: string) => api.delete(path(`/consent/suppressions/${id}`)));

export const useCloseRequest = () =>
  useSend((path, id: string) =>
    api.post<DataRequestList>(path(`/consent/data-requests/${id}/done`), {}),
  );

/** The form as shoppers will see it; asked for again when it changes. */
export function useFormPreview(form: FormBody, language: 'de' | 'en') {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), AREA, 'form-preview', language, form],
    queryFn: ({ signal }) =>
      api.post<FormPreview>(path(`/consent/form-preview?lang=${language}`), form, { signal }),
    enabled: form.wordingId !== '' && form.name !== '',
    placeholderData: (before) => before,
  });
}
