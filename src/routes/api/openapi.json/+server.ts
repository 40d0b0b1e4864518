import { ok } from '$lib/server/rest';
import { openApiDocument } from '$lib/server/rest/openapi';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => ok(openApiDocument(locals.deps.config.origin));
