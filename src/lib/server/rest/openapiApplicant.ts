/** What the applicant's device may call. */
import { z } from 'zod';
import { ClientErrorInput } from '$lib/contract/clientErrors';
import { OpenEmbeddedInput } from '$lib/contract/embed';
import { PICTURE_SLOTS } from '$lib/contract/slots';
import {
	LivenessAlternativeInput,
	LivenessBurst,
	LivenessChallengeInput,
	LivenessChallengeOutput
} from '$lib/contract/liveness';
import {
	ConfirmHandoffInput,
	ConsentInput,
	EvidenceOutput,
	HandoffInput,
	HandoffOutput,
	ProgressView,
	RedeemHandoffInput,
	RedeemHandoffOutput
} from '$lib/contract/verification';
import { session, sessionId, whileOpen, type Operation } from './openapiParts';

export const applicantOperations: Operation[] = [
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
		path: `${session}/embed`,
		id: 'openEmbedded',
		caller: 'applicant',
		summary: 'Open the session inside another site’s page',
		description:
			'What the embedded page asks first: whether the publishable key of the page around it is of the session’s organization and environment.',
		pathParameters: sessionId,
		body: OpenEmbeddedInput,
		status: 200,
		answer: ProgressView,
		errors: ['API_KEY_INVALID', 'VALIDATION_FAILED']
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
			'Raw bytes, at most 15,728,640, with a Content-Type header (what counts is the content itself). What pixels alone show is refused on the spot; what needs a model arrives in `progress.feedback` and opens the slot again.',
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
			'RATE_LIMITED',
			...whileOpen
		]
	},
	{
		method: 'post',
		path: `${session}/liveness/challenge`,
		id: 'createLivenessChallenge',
		caller: 'applicant',
		summary: 'Ask for a liveness challenge',
		description:
			'Two or three movements in a random order, for one recording. With `extend`, more time for a challenge that was given. Asking costs no attempt.',
		pathParameters: sessionId,
		body: LivenessChallengeInput,
		status: 201,
		answer: LivenessChallengeOutput,
		errors: [
			'CONSENT_REQUIRED',
			'SLOT_NOT_EXPECTED',
			'LIVENESS_CHALLENGE_INVALID',
			'LIVENESS_CHALLENGE_USED',
			'LIVENESS_CHALLENGE_EXPIRED',
			'VALIDATION_FAILED',
			'RATE_LIMITED',
			...whileOpen
		]
	},
	{
		method: 'put',
		path: `${session}/liveness/frames`,
		id: 'submitLivenessFrames',
		caller: 'applicant',
		summary: 'Send the recording of a liveness challenge',
		description:
			'One request of at most 12,582,912 bytes: a part `burst` (JSON, as below) and a part `frame` for each of its frames, in order: JPEG, at most 400,000 bytes each, 480 × 640 is enough. Step 0 is the person looking ahead; every step needs at least four frames. What the models see arrives in `progress.feedback` and opens the slot again, three times; after that a person decides.',
		pathParameters: sessionId,
		form: { json: { name: 'burst', schema: LivenessBurst }, files: { name: 'frame', mediaType: 'image/jpeg' } },
		status: 202,
		answer: EvidenceOutput,
		errors: [
			'CONSENT_REQUIRED',
			'SLOT_NOT_EXPECTED',
			'LIVENESS_CHALLENGE_INVALID',
			'LIVENESS_CHALLENGE_USED',
			'LIVENESS_CHALLENGE_EXPIRED',
			'PAYLOAD_TOO_LARGE',
			'IMAGE_TYPE_UNSUPPORTED',
			'VALIDATION_FAILED',
			'RATE_LIMITED',
			...whileOpen
		]
	},
	{
		method: 'post',
		path: `${session}/liveness/alternative`,
		id: 'takeLivenessAlternative',
		caller: 'applicant',
		summary: 'Go on without movements',
		description:
			'For people who cannot move as asked, have no camera, or do not want to be recorded. The liveness check ends as `inconclusive` and a person decides.',
		pathParameters: sessionId,
		body: LivenessAlternativeInput,
		status: 200,
		answer: EvidenceOutput,
		errors: ['CONSENT_REQUIRED', 'SLOT_NOT_EXPECTED', 'VALIDATION_FAILED', 'RATE_LIMITED', ...whileOpen]
	},
	{
		method: 'post',
		path: `${session}/submit`,
		id: 'submitSession',
		caller: 'applicant',
		summary: 'Close capture',
		description:
			'Every required picture must be there. A liveness challenge that was not answered keeps nobody: its check ends as `not_run`, and a person decides.',
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
		description:
			'It lives five minutes and opens once. With `confirm`, the device that brings it waits until `handoff/confirm` has said that both show the same number.',
		pathParameters: sessionId,
		body: HandoffInput,
		status: 201,
		answer: HandoffOutput,
		errors: ['RATE_LIMITED', 'VALIDATION_FAILED', ...whileOpen]
	},
	{
		method: 'post',
		path: `${session}/handoff/confirm`,
		id: 'confirmHandoff',
		caller: 'applicant',
		summary: 'Say whether a device that asks to go on shows this number',
		description:
			'The number is in `progress.device.asking`. After a yes that device goes on; after a no it never opens.',
		pathParameters: sessionId,
		body: ConfirmHandoffInput,
		status: 200,
		answer: ProgressView,
		errors: ['HANDOFF_INVALID', 'VALIDATION_FAILED', ...whileOpen]
	},
	{
		method: 'post',
		path: `${session}/handoff/take`,
		id: 'takeOver',
		caller: 'applicant',
		summary: 'Go on with this device',
		description: 'The other devices follow, and may take over again.',
		pathParameters: sessionId,
		status: 200,
		answer: ProgressView,
		errors: []
	},
	{
		method: 'post',
		path: '/api/verification/sessions/handoff/redeem',
		id: 'redeemHandoff',
		caller: 'anyone',
		summary: 'Open the session on this device',
		description:
			'No credential but the code. Sets the applicant cookie. While `state` is `waiting` the device shows `number` and repeats the call.',
		body: RedeemHandoffInput,
		status: 200,
		answer: RedeemHandoffOutput,
		errors: ['HANDOFF_INVALID', 'ORIGIN_REFUSED', 'RATE_LIMITED', 'VALIDATION_FAILED']
	},
	{
		method: 'post',
		path: `${session}/client-errors`,
		id: 'reportClientError',
		caller: 'applicant',
		summary: 'Tell what went wrong on the applicant’s device',
		description:
			'A code and the step, for the session’s timeline; no free text, nothing of the device. The first fifty of a session are kept.',
		pathParameters: sessionId,
		body: ClientErrorInput,
		status: 200,
		answer: z.object({ ok: z.literal(true) }),
		errors: ['VALIDATION_FAILED', 'RATE_LIMITED', ...whileOpen]
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
