import { api } from '@augenblick/api';
import type { ChannelName, TemplateDraft } from '@augenblick/contract';
import type { ProductList } from '@augenblick/contract/api/catalogue.ts';
import type {
  BrandAnswer,
  BrandBody,
  PictureChange,
  PictureList,
  PictureOne,
  PreviewedTemplate,
  PreviewTemplate,
  TemplateBook,
  TemplateList,
  TemplateOne,
  TemplateReport,
  TemplateVersions,
  UseTemplate,
} from '@augenblick/contract/api/template.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRetailerPath } from '../session/session.tsx';

/** Ready-made templates and the shelf change only with a new version of Augenblick. */
const BOOK_MS = 10 * 60_000;

/** Templates, for lists and for choosing; of one channel or of all. */
export function useTemplates(filter: { channel?: ChannelName; archived?: boolean } = {}) {
  const path = useRetailerPath();
  const query = { channel: filter.channel, archived: filter.archived ?? false };
  return useQuery({
    queryKey: [path(''), 'templates', 'list', query],
    queryFn: ({ signal }) => api.get<TemplateList>(path('/templates'), { query, signal }),
  });
}

export function useTemplate(templateId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'templates', templateId],
    queryFn: ({ signal }) => api.get<TemplateOne>(path(`/templates/${templateId}`), { signal }),
  });
}

export function useTemplateVersions(templateId: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'templates', templateId, 'versions'],
    queryFn: ({ signal }) =>
      api.get<TemplateVersions>(path(`/templates/${templateId}/versions`), { signal }),
  });
}

/** Ready-made templates, the shelf of new blocks, the names that texts may use. */
export function useTemplateBook() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'template-book'],
    queryFn: ({ signal }) => api.get<TemplateBook>(path('/template-book'), { signal }),
    staleTime: BOOK_MS,
  });
}

/** The check before sending, of a draft as it stands. */
export function useReport(draft: TemplateDraft) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'template-check', draft],
    queryFn: ({ signal }) =>
      api.post<TemplateReport>(path('/templates/check'), { draft }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The message as a shopper would get it. */
export function usePreview(asked: PreviewTemplate) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'template-preview', asked],
    queryFn: ({ signal }) =>
      api.post<PreviewedTemplate>(path('/templates/preview'), asked, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Makes every list of templates be asked for again. */
export function useForgetTemplates(): () => Promise<void> {
  const client = useQueryClient();
  const path = useRetailerPath();
  return useCallback(async () => {
    const of = (name: string) => client.invalidateQueries({ queryKey: [path(''), name] });
    await Promise.all([of('templates'), of('template-book')]);
  }, [client, path]);
}

export function useCreateTemplate() {
  const path = useRetailerPath();
  const forget = useForgetTemplates();
  return useMutation({
    mutationFn: (draft: TemplateDraft) => api.post<TemplateOne>(path('/templates'), draft),
    onSuccess: forget,
  });
}

/** Makes a template of a ready-made one. */
export function useTakeEntry() {
  const path = useRetailerPath();
  const forget = useForgetTemplates();
  return useMutation({
    mutationFn: ({ key, ...body }: UseTemplate & { key: string }) =>
      api.post<TemplateOne>(path(`/template-book/${key}`), body),
    onSuccess: forget,
  });
}

/** What can be done with a template as a whole. */
export type TemplateStep = 'publish' | 'duplicate' | 'archive' | 'unarchive';

export function useTemplateStep() {
  const path = useRetailerPath();
  const forget = useForgetTemplates();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: TemplateStep }) =>
      api.post<TemplateOne>(path(`/templates/${id}/${step}`), {}),
    onSuccess: forget,
  });
}

export function useDeleteTemplate() {
  const path = useRetailerPath();
  const forget = useForgetTemplates();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/templates/${id}`)),
    onSuccess: forget,
  });
}

/** Takes an earlier version into the draft. */
export function useRestoreTemplate(templateId: string) {
  const path = useRetailerPath();
  const forget = useForgetTemplates();
  return useMutation({
    mutationFn: (version: number) =>
      api.post<TemplateOne>(path(`/templates/${templateId}/restore`), { version }),
    onSuccess: forget,
  });
}

/** Products by name, for choosing. */
export function useProducts(search: string) {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'products', search],
    queryFn: ({ signal }) =>
      api.get<ProductList>(path('/products'), { query: { q: search, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  });
}

// ------------------------------------------------------------------------------------------- brand, pictures

export function useBrand() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'brand'],
    queryFn: ({ signal }) => api.get<BrandAnswer>(path('/brand'), { signal }),
  });
}

export function useSaveBrand() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (brand: BrandBody) => api.put<BrandAnswer>(path('/brand'), brand),
    onSuccess: async (answer) => {
      client.setQueryData([path(''), 'brand'], answer);
      await client.invalidateQueries({ queryKey: [path(''), 'template-preview'] });
    },
  });
}

export function usePictures() {
  const path = useRetailerPath();
  return useQuery({
    queryKey: [path(''), 'pictures'],
    queryFn: ({ signal }) => api.get<PictureList>(path('/pictures'), { signal }),
  });
}

export function useUploadPicture() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.append('file', file);
      return api.post<PictureOne>(path('/pictures'), body);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'pictures'] }),
  });
}

export function useChangePicture() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: PictureChange & { id: string }) =>
      api.patch<PictureOne>(path(`/pictures/${id}`), body),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'pictures'] }),
  });
}

export function useDeletePicture() {
  const path = useRetailerPath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(path(`/pictures/${id}`)),
    onSuccess: () => client.invalidateQueries({ queryKey: [path(''), 'pictures'] }),
  });
}
