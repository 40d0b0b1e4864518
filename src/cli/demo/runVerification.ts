import type { ProgressView, SessionView } from '$lib/contract/verification';
import { signatureHolds, type Receiver } from '../../../scripts/lib/client/receiver.mjs';
import { openHostedUrl, until, type tenant } from '../../../scripts/lib/client/tenant.mjs';
import type { ThrowAwaySite } from '../../../scripts/lib/client/throwAwaySite.mjs';
import type { Scene } from './cast';
import type { Reporter } from './reporter';

interface Play {
	site: ThrowAwaySite;
	backend: ReturnType<typeof tenant>;
	receiver: Receiver;
	webhookSecret: string;
	scene: Scene;
	say: Reporter;
}

/** One applicant, from the tenant's first call to the redirect back. Throws where the path itself breaks. */
export async function runVerification(play: Play): Promise<void> {
	const { site, backend, receiver, webhookSecret, scene, say } = play;
	say.heading(scene.title);
	const created = await backend.createSession({
		externalUserId: 'user_123',
		returnUrl: 'https://tenant.example/kyc/done',
		webhookUrl: receiver.url,
		webhookSecret,
		metadata: { campaign: 'q3' },
		policy: scene.policy
	});
	say.step(`Session ${created.sessionId} created`);
	const applicant = await openHostedUrl(site.origin, created);
	await expectStatus('consent', await applicant.consent(), 200);
	say.step('hostedUrl opened, its token exchanged for a cookie; consent given');
	for (const { slot, mediaType, bytes } of scene.uploads) {
		await expectStatus(slot, await applicant.upload(slot, bytes, mediaType), 202);
		const progress = await settled(applicant, slot);
		const feedback = progress.feedback.find((entry) => entry.slot === slot);
		if (feedback) throw new Error(`${slot} was refused: ${feedback.codes.join(', ')}`);
		say.step(`${slot} uploaded (${Math.round(bytes.byteLength / 1024)} kB) and read; next: ${progress.step}`);
	}
	await expectStatus('submit', await applicant.submit(), 200, 202);
	const session = await decided(backend, created.sessionId);
	reportDecision(session, scene, say);
	await reportHeatmap(backend, session, say);
	await reportWebhooks(play, created.sessionId);
	await reportReturn(applicant, session, say);
}

type Applicant = Awaited<ReturnType<typeof openHostedUrl>>;

async function expectStatus(what: string, reply: Response, ...statuses: number[]): Promise<void> {
	const text = await reply.text();
	if (!statuses.includes(reply.status)) throw new Error(`${what} answered ${reply.status}: ${text}`);
}

/** The slot has been read by the models: accepted, or refused with feedback. */
const settled = (applicant: Applicant, slot: string): Promise<ProgressView> =>
	until(`analysis of ${slot}`, async () => {
		const progress = (await applicant.progress()) as ProgressView;
		const state = progress.slots.find((entry) => entry.slot === slot)?.state;
		return state === 'accepted' || state === 'refused' ? progress : undefined;
	});

const decided = (backend: Play['backend'], sessionId: string): Promise<SessionView> =>
	until('the decision', async () => {
		const session = (await backend.readSession(sessionId)) as SessionView;
		return session.decision === null ? undefined : session;
	});

function reportDecision({ decision, checks, fields }: SessionView, scene: Scene, say: Reporter): void {
	say.step(
		`Decision: ${decision?.outcome}, by ${decision?.decidedBy}; reasons: ${decision?.reasons.join(', ') || 'none'}`
	);
	for (const { name, outcome, reasonCodes, score, required } of checks) {
		if (outcome === 'not_run' && !required) continue;
		const detail = [score === null ? '' : `score ${score}`, reasonCodes.join(', ')].filter(Boolean).join('; ');
		say.detail(`${outcome.padEnd(12)} ${name}${detail && `  (${detail})`}`);
	}
	const face = checks.find(({ name }) => name === 'face_match')?.outcome;
	say.expect(
		face === scene.faceMatch,
		`The face check says ${face}`,
		`the face check says ${face}, not ${scene.faceMatch}`
	);
	say.expect(
		decision?.outcome === 'pending_review',
		'A person has the last word',
		`the decision is ${decision?.outcome}`
	);
	const read = fields[scene.expected.field];
	say.expect(
		read?.value === scene.expected.value,
		`${scene.expected.field} ${read?.value} read from the ${read?.source}`,
		`${scene.expected.field} was read as ${read?.value}, the document says ${scene.expected.value}`
	);
}

async function reportHeatmap(backend: Play['backend'], session: SessionView, say: Reporter): Promise<void> {
	const heatmap = session.artifacts.find(({ kind }) => kind === 'heatmap');
	if (!heatmap) return say.expect(false, '', 'there is no tamper heatmap');
	const reply = await backend.call(`sessions/${session.sessionId}/artifacts/${heatmap.artifactId}`);
	const bytes = new Uint8Array(await reply.arrayBuffer());
	const isPng = reply.status === 200 && bytes[0] === 0x89 && bytes[1] === 0x50;
	say.expect(
		isPng,
		`Tamper heatmap fetched (${heatmap.slot}, ${bytes.length} bytes of PNG)`,
		`the heatmap answered ${reply.status}`
	);
}

async function reportWebhooks({ receiver, scene, say, webhookSecret }: Play, sessionId: string): Promise<void> {
	const expected = scene.uploads.filter(({ slot }) => slot !== 'selfie').length + 1;
	const mine = () => receiver.deliveries.filter(({ event }) => event.verificationSessionId === sessionId);
	await until(`${expected} webhooks`, () => Promise.resolve(mine().length >= expected || undefined));
	for (const { event, headers, verified } of mine()) {
		const about = event.event === 'verification.extraction' ? event.slot : event.reviewStatus;
		say.step(`Webhook ${event.sequence}: ${event.event} (${about}), signature ${verified ? 'holds' : 'DOES NOT HOLD'}`);
		say.detail(`X-Verification-Signature: ${String(headers['x-verification-signature']).slice(0, 16)}…`);
	}
	const [first] = mine();
	const flipped = Buffer.from(first?.body ?? '');
	flipped[flipped.length - 2] = (flipped[flipped.length - 2] ?? 0) ^ 1;
	const signature = String(first?.headers['x-verification-signature']);
	say.expect(
		mine().every(({ verified }) => verified) && !signatureHolds(flipped, signature, webhookSecret),
		'Every signature holds, and none with one bit flipped',
		'a signature does not hold, or holds for a changed body'
	);
}

async function reportReturn(applicant: Applicant, session: SessionView, say: Reporter): Promise<void> {
	const reply = await applicant.finish();
	const wanted = `https://tenant.example/kyc/done?session_id=${session.sessionId}&status=${session.reviewStatus}`;
	const location = reply.headers.get('location');
	say.expect(
		reply.status === 302 && location === wanted,
		`302 to ${location}`,
		`the return answered ${reply.status} to ${location}`
	);
}
