/** Every public operation: who may call it, what goes in, what comes out, which errors are its own. */
import { z } from 'zod';
import { ApiKeyView, MintApiKeyInput, MintedApiKey } from '$lib/contract/apiKeys';
import type { ErrorCode } from '$lib/contract/errors';
import { Health } from '$lib/contract/health';
import { applicantOperations } from './openapiApplicant';
import { sessionId, type Caller, type Operation } from './openapiParts';
import { sandboxOperations } from './openapiSandbox';
import { tenantOperations } from './openapiTenant';

export { CALLERS, type Caller, type Operation } from './openapiParts';

const apiKeys = '/api/dashboard/organizations/{orgId}/api-keys';

/** Reading is open to every role, and to whatever page sends a browser. */
const changeErrors = ['ROLE_INSUFFICIENT', 'ORIGIN_REFUSED'] as const satisfies readonly ErrorCode[];

const dashboardOperations: Operation[] = [
	{
		method: 'post',
		path: apiKeys,
		id: 'mintApiKey',
		caller: 'dashboard',
		summary: 'Mint a key pair',
		description: 'Both keys in full, exactly once.',
		pathParameters: { orgId: z.string() },
		body: MintApiKeyInput,
		status: 201,
		answer: MintedApiKey.extend({ ok: z.literal(true) }),
		errors: ['VALIDATION_FAILED', ...changeErrors]
	},
	{
		method: 'get',
		path: apiKeys,
		id: 'listApiKeys',
		caller: 'dashboard',
		summary: 'List key pairs',
		description: 'Prefixes only; revoked pairs stay in the list.',
		pathParameters: { orgId: z.string() },
		status: 200,
		answer: z.object({ ok: z.literal(true), apiKeys: z.array(ApiKeyView) }),
		errors: []
	},
	{
		method: 'delete',
		path: `${apiKeys}/{keyId}`,
		id: 'revokeApiKey',
		caller: 'dashboard',
		summary: 'Revoke a key pair',
		description: 'The row stays, with the time of its revocation; both keys stop working with the next request.',
		pathParameters: { orgId: z.string(), keyId: z.string() },
		status: 200,
		answer: z.object({ ok: z.literal(true), id: z.string(), revokedAt: z.iso.datetime() }),
		errors: changeErrors
	},
	{
		method: 'get',
		path: '/api/dashboard/sessions/{id}/artifacts/{artifactId}',
		id: 'readArtifactInDashboard',
		caller: 'dashboard',
		summary: 'Fetch a picture or a heatmap for the session page',
		pathParameters: { ...sessionId, artifactId: z.string() },
		status: 200,
		answerMediaTypes: ['image/jpeg', 'image/png'],
		errors: []
	},
	{
		method: 'get',
		path: '/api/dashboard/sessions/{id}/liveness/{evidenceId}/frames/{number}',
		id: 'readLivenessFrameInDashboard',
		caller: 'dashboard',
		summary: 'Fetch one frame of a liveness recording for the session page',
		description: 'Drawn anew from its pixels: no byte of the upload, no metadata.',
		pathParameters: { ...sessionId, evidenceId: z.string(), number: z.string().describe('From 0') },
		status: 200,
		answerMediaTypes: ['image/jpeg'],
		errors: []
	},
	{
		method: 'get',
		path: '/api/dashboard/sessions/{id}/portrait',
		id: 'readPortraitInDashboard',
		caller: 'dashboard',
		summary: 'Fetch the holder’s portrait, small, for the list of sessions',
		description: 'Cut from the newest document and drawn anew. Recorded as a look at that picture.',
		pathParameters: sessionId,
		status: 200,
		answerMediaTypes: ['image/jpeg'],
		errors: []
	},
	{
		method: 'get',
		path: '/api/dashboard/sessions/{id}/bundle',
		id: 'exportDecisionBundle',
		caller: 'dashboard',
		summary: 'Take the decision bundle of a session away',
		description:
			'One signed JSON file: decisions, checks, fields, policy version, models, timeline, SHA-256 of every picture. Owners, admins and reviewers; each export is in the audit log. `idb bundle verify` tells whether a byte of it was changed.',
		pathParameters: sessionId,
		query: z.object({ pictures: z.literal('1').optional().describe('With the bytes of the pictures, as base64') }),
		status: 200,
		answerMediaTypes: ['application/json'],
		errors: ['ROLE_INSUFFICIENT', 'SESSION_FINISHED']
	}
];

export const OPERATIONS: readonly Operation[] = [
	...tenantOperations,
	...sandboxOperations,
	...applicantOperations,
	...dashboardOperations,
	{
		method: 'get',
		path: '/api/health',
		id: 'health',
		caller: 'anyone',
		summary: 'Whether the site can do its work',
		description:
			'Ready: database at the newest migration, a place for pictures, room on the disk. Otherwise 503 with `UNAVAILABLE` and the same facts beside the error. Counts and names of parts, nothing about any tenant.',
		status: 200,
		answer: Health.extend({ ok: z.literal(true) }),
		besideError: Health,
		errors: ['UNAVAILABLE']
	},
	{
		method: 'get',
		path: '/api/health/live',
		id: 'live',
		caller: 'anyone',
		summary: 'Whether the process answers',
		status: 200,
		answer: z.object({ ok: z.literal(true), live: z.literal(true) }),
		errors: []
	},
	{
		method: 'get',
		path: '/api/openapi.json',
		id: 'openapi',
		caller: 'anyone',
		summary: 'This description',
		status: 200,
		answerMediaTypes: ['application/json'],
		errors: []
	}
];

/** What every operation of a caller can answer beside its own errors. */
export const CALLER_ERRORS: Record<Caller, readonly ErrorCode[]> = {
	tenant: ['API_KEY_INVALID', 'RATE_LIMITED', 'INTERNAL_ERROR'],
	applicant: ['CLIENT_SECRET_INVALID', 'INTERNAL_ERROR'],
	dashboard: ['LOGIN_REQUIRED', 'NOT_FOUND', 'INTERNAL_ERROR'],
	anyone: ['INTERNAL_ERROR']
};
