/** Sign-ups with double opt-in, forms, and the pages that links in messages lead to. */
export type { OptinDeps } from './deps.ts';
export { liveForm, putWording } from './forms.ts';
export { lookOf } from './look.ts';
export { formRoutes, type FormRoutesDeps } from './routes-form.ts';
export { readerRoutes } from './routes-public.ts';
export { optinRoutes, type OptinRoutesDeps } from './routes.ts';
export { confirmSignup, requestSignup, type SignupRequest } from './signup.ts';
