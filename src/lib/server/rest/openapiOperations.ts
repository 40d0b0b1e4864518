/** Every public operation: who may call it, what goes in, what comes out, which errors are its own. */
import { z } from 'zod';
import type { ErrorCode } from '$lib/contract/errors';
import { ApiKeyView, MintApiKeyInput, MintedApiKey } from '$lib/contract/apiKeys';
import { ListEventsOutput, ResendEventOutput } from '$lib/contract/eventLog';
import { PICTURE_SLOTS } from '$lib/contract/slots';
import {
	ConsentInput,
	CreateSessionInput,
	CreateSessionOutput,
	EvidenceOutput,
	HandoffOutput,
	ListSessionsInput,
	ListSessionsOutput,
	ProgressView,
	RedeemHandoffInput,
	SessionView
} from '$lib/contract/verification';

export const CALLERS = ['tenant', 'applicant', 'dashboard', 'anyone'] as const;
/** tenant: bearer sk_; applicant: bearer kvs_ or the applicant cookie; dashboard: the login cookie. */
export type Caller = (typeof CALLERS)[number];

export interface Operation {
	method: 'get' | 'post' | 'put' | 'delete';
	path: string;
	id: string;
	caller: Caller;
	summary: string;
	description?: string;
	pathParameters?: Record<string, z.ZodType>;
	query?: z.ZodObject;
	headers?: z.ZodObject;
	body?: z.ZodType;
	/** Raw bytes instead of JSON. */
	bodyMediaTypes?: readonly string[];
	status: number;
	answer?: z.ZodType;
	answerMediaTypes?: readonly string[];
	/** Beside those that every operation of this caller can give. */
	errors: readonly ErrorCode[];
}

const sessionId = { id: z.uuid().describe('The session’s id') };
const session = '/api/verification/sessions/{id}';
const apiKeys = '/api/dashboard/organizations/{orgId}/api-keys';
const whileOpen = ['SESSION_CANCELED', 'SESSION_FINISHED', 'SESSION_EXPIRED'] as const satisfies readonly ErrorCode[];

const tenantOperations: Operation[] = [
	{
		method: 'post',
		path: '/api/verification/sessions',
		id: 'createSession',
		caller: 'tenant',
		summary: 'Create a verification session',
		description:
			'Every field is optional; no body, an empty body and {} are alike. An unknown field is refused. A returnUrl that is not http or https is ignored and named in `warnings`.',
		headers: z.object({
			'Idempotency-Key': z
				.string()
				.optional()
				.describe(
					'1 to 255 printable characters. The same key with the same body gives the first answer again for 24 hours.'
				)
		}),
		body: CreateSessionInput,
		status: 201,
		answer: CreateSessionOutput,
		errors: [
			'VALIDATION_FAILED',
			'WEBHOOK_URL_REFUSED',
			'IDEMPOTENCY_IN_PROGRESS',
			'IDEMPOTENCY_KEY_REUSED',
			'PAYLOAD_TOO_LARGE'
		]
	},
	{
		method: 'get',
		path: '/api/verification/sessions',
		id: 'listSessions',
		caller: 'tenant',
		summary: 'List sessions, newest first',
		description:
			'Only sessions of the key’s own organization and environment. Pass `nextCursor` as `cursor` for the next page.',
		query: ListSessionsInput,
		status: 200,
		answer: ListSessionsOutput,
		errors: ['VALIDATION_FAILED']
	},
	{
		method: 'get',
		path: session,
		id: 'getSession',
		caller: 'tenant',
		summary: 'Read one session',
		description:
			'Both status axes, the decision with its reasons, every check, what was read, the pictures, and the timeline.',
		pathParameters: sessionId,
		status: 200,
		answer: SessionView,
		errors: ['NOT_FOUND']
	},
	{
		method: 'post',
		path: `${session}/cancel`,
		id: 'cancelSession',
		caller: 'tenant',
		summary: 'Cancel a session',
		description: 'No further capture. Canceling twice is fine; a finished session stays as it is and is refused.',
		pathParameters: sessionId,
		status: 200,
		answer: SessionView,
		errors: ['NOT_FOUND', 'SESSION_FINISHED', 'SESSION_EXPIRED']
	},
	{
		method: 'post',
		path: `${session}/link`,
		id: 'replaceLink',
		caller: 'tenant',
		summary: 'Give an unfinished session a fresh link',
		description: 'The older client secret, and every device that it opened, stops working.',
		pathParameters: sessionId,
		status: 200,
		answer: CreateSessionOutput.omit({ warnings: true }),
		errors: ['NOT_FOUND', ...whileOpen]
	},
	{
		method: 'get',
		path: `${session}/artifacts/{artifactId}`,
		id: 'readArtifact',
		caller: 'tenant',
		summary: 'Fetch a picture or a heatmap',
		description: 'The bytes, never cached. Pictures carry no metadata of the camera.',
		pathParameters: { ...sessionId, artifactId: z.string() },
		status: 200,
		answerMediaTypes: ['image/jpeg', 'image/png'],
		errors: ['NOT_FOUND']
	},
	{
		method: 'get',
		path: '/api/verification/events',
		id: 'listEvents',
		caller: 'tenant',
		summary: 'List the webhook events of a session',
		description: 'In order, each with every attempt to deliver it.',
		query: z.strictObject({ sessionId: z.string() }),
		status: 200,
		answer: ListEventsOutput,
		errors: ['NOT_FOUND', 'VALIDATION_FAILED']
	},
	{
		method: 'post',
		path: '/api/verification/events/{eventId}/resend',
		id: 'resendEvent',
		caller: 'tenant',
		summary: 'Send an event again',
		description: 'The same bytes once more; their signature is made anew.',
		pathParameters: { eventId: z.string().describe('`evt_…`') },
		status: 202,
		answer: ResendEventOutput,
		errors: ['NOT_FOUND', 'VALIDATION_FAILED']
	}
];

const applicantOperations: Operation[] = [
	{
		method: 'get',
		path: `${session}/progress`,
		id: 'readProgress',
		caller: 'applicant',
		summary: 'Where the applicant stands',
		description: 'The next step, the state of every slot, and what to do better. Never a score.',
		pathParameters: sessionId,
		status: 200,
		answer: ProgressView,
		errors: []
	},
	{
		method: 'post',
		path: `${session}/consent`,
		id: 'giveConsent',
		caller: 'applicant',
		summary: 'Record consent',
		description: 'Which text, in which language, and when. Nothing is analysed before it.',
		pathParameters: sessionId,
		body: ConsentInput,
		status: 200,
		answer: ProgressView,
		errors: ['VALIDATION_FAILED', ...whileOpen]
	},
	{
		method: 'put',
		path: `${session}/evidence/{slot}`,
		id: 'submitEvidence',
		caller: 'applicant',
		summary: 'Send a picture',
		description:
			'Raw bytes, at most 15,728,640. What pixels alone show is refused on the spot; what needs a model arrives in `progress.feedback` and opens the slot again.',
		pathParameters: { ...sessionId, slot: z.enum(PICTURE_SLOTS) },
		bodyMediaTypes: ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'],
		status: 202,
		answer: EvidenceOutput,
		errors: [
			'CONSENT_REQUIRED',
			'SLOT_NOT_EXPECTED',
			'PAYLOAD_TOO_LARGE',
			'IMAGE_UNREADABLE',
			'IMAGE_TYPE_UNSUPPORTED',
			'IMAGE_QUALITY_LOW',
			...whileOpen
		]
	},
	{
		method: 'post',
		path: `${session}/submit`,
		id: 'submitSession',
		caller: 'applicant',
		summary: 'Close capture',
		pathParameters: sessionId,
		status: 200,
		answer: ProgressView,
		errors: ['CONSENT_REQUIRED', 'EVIDENCE_INCOMPLETE', ...whileOpen]
	},
	{
		method: 'post',
		path: `${session}/handoff`,
		id: 'createHandoff',
		caller: 'applicant',
		summary: 'Make a code that opens the session on another device',
		description: 'It lives five minutes and opens once.',
		pathParameters: sessionId,
		status: 201,
		answer: HandoffOutput,
		errors: [...whileOpen]
	},
	{
		method: 'post',
		path: '/api/verification/sessions/handoff/redeem',
		id: 'redeemHandoff',
		caller: 'anyone',
		summary: 'Open the session on this device',
		description: 'No credential but the code. Sets the applicant cookie.',
		body: RedeemHandoffInput,
		status: 200,
		answer: z.object({ ok: z.literal(true), sessionId: z.uuid() }),
		errors: ['HANDOFF_INVALID', 'VALIDATION_FAILED']
	},
	{
		method: 'get',
		path: `${session}/events`,
		id: 'followProgress',
		caller: 'applicant',
		summary: 'Follow progress as server-sent events',
		description: 'One `progress` event at once, then one at every change. Polling progress serves as well.',
		pathParameters: sessionId,
		status: 200,
		answerMediaTypes: ['text/event-stream'],
		errors: []
	}
];

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
		errors: ['VALIDATION_FAILED']
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
		errors: []
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
	}
];

export const OPERATIONS: readonly Operation[] = [
	...tenantOperations,
	...applicantOperations,
	...dashboardOperations,
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
	tenant: ['API_KEY_INVALID', 'INTERNAL_ERROR'],
	applicant: ['CLIENT_SECRET_INVALID', 'INTERNAL_ERROR'],
	dashboard: ['LOGIN_REQUIRED', 'ROLE_INSUFFICIENT', 'NOT_FOUND', 'ORIGIN_REFUSED', 'INTERNAL_ERROR'],
	anyone: ['INTERNAL_ERROR']
};
