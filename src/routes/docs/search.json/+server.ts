import { json } from '@sveltejs/kit';
import { searchEntries } from '$lib/server/docs/searchEntries';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => json(searchEntries(locals.deps.config.origin));
