import { text } from '@sveltejs/kit';
import { llmsFullText } from '$lib/server/docs/llms';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => text(llmsFullText(locals.deps.config.origin));
