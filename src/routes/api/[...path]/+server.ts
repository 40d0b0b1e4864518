import { AppError } from '$lib/server/platform';
import { route } from '$lib/server/rest';
import type { RequestEvent } from './$types';

/** Whatever no other route takes, in the one error shape. */
export const fallback = route<RequestEvent>(() => Promise.reject(new AppError('NOT_FOUND')));
