import { text } from '@sveltejs/kit';
import { llmsText } from '$lib/server/docs/llms';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => text(llmsText(locals.deps.config.origin));
