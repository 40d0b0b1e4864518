/** What a tenant's backend may call. */
import { z } from 'zod';
import { ResendRangeInput, ResendRangeOutput } from '$lib/contract/webhookSettings';
import { ListEventsOutput, ResendEventOutput } from '$lib/contract/eventLog';
import {
	CreateSessionInput,
	CreateSessionOutput,
	ListSessionsInput,
	ListSessionsOutput,
	SessionView
} from '$lib/contract/verification';
import { idempotencyKey, keyErrors, noBody, session, sessionId, whileOpen, type Operation } from './openapiParts';

export const tenantOperations: Operation[] = [
	{
		method: 'post',
		path: '/api/verification/sessions',
		id: 'createSession',
		caller: 'tenant',
		summary: 'Create a verification session',
		description:
			'Every field is optional; no body, an empty body and {} are alike. An unknown field is refused. A returnUrl that is not http or https, or whose origin is not on the organization’s list (if it keeps one), is ignored and named in `warnings`.',
		headers: idempotencyKey,
		body: CreateSessionInput,
		status: 201,
		answer: CreateSessionOutput,
		errors: ['VALIDATION_FAILED', 'WEBHOOK_URL_REFUSED', ...keyErrors, 'PAYLOAD_TOO_LARGE']
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
		headers: idempotencyKey,
		status: 200,
		answer: SessionView,
		errors: ['NOT_FOUND', 'SESSION_FINISHED', 'SESSION_EXPIRED', ...noBody, ...keyErrors]
	},
	{
		method: 'post',
		path: `${session}/redact`,
		id: 'redactSession',
		caller: 'tenant',
		summary: 'Erase the applicant’s data for good',
		description:
			'Pictures, fields, checks, event bodies and comments go, and the session’s key with them. Ids, times, the consent, externalUserId and the decision’s word stay. Events that still wait are not sent. Redacting twice is fine.',
		pathParameters: sessionId,
		headers: idempotencyKey,
		status: 200,
		answer: SessionView,
		errors: ['NOT_FOUND', ...noBody, ...keyErrors]
	},
	{
		method: 'post',
		path: `${session}/link`,
		id: 'replaceLink',
		caller: 'tenant',
		summary: 'Give an unfinished session a fresh link',
		description: 'The older client secret, and every device that it opened, stops working.',
		pathParameters: sessionId,
		headers: idempotencyKey,
		status: 200,
		answer: CreateSessionOutput.omit({ warnings: true }),
		errors: ['NOT_FOUND', ...whileOpen, ...noBody, ...keyErrors]
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
		headers: idempotencyKey,
		status: 202,
		answer: ResendEventOutput,
		errors: ['NOT_FOUND', 'ENDPOINT_PAUSED', ...noBody, ...keyErrors]
	},
	{
		method: 'post',
		path: '/api/verification/events/resend',
		id: 'resendEvents',
		caller: 'tenant',
		summary: 'Send the events of a stretch of time again',
		description:
			'Oldest first, at most 1,000 a call; pass `nextCursor` as `cursor` for the next. Events to a paused endpoint leave when it is resumed.',
		headers: idempotencyKey,
		body: ResendRangeInput,
		status: 202,
		answer: ResendRangeOutput,
		errors: ['VALIDATION_FAILED', ...keyErrors, 'PAYLOAD_TOO_LARGE']
	}
];
