import { redirect } from '@sveltejs/kit';
import { environmentOf } from '$lib/contract/environmentOf';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => redirect(307, `/dashboard/sessions?environment=${environmentOf(url)}`);
