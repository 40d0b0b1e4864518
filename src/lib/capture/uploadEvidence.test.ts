import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { uploadEvidence } from './uploadEvidence';

type Reply = { status: number; body: unknown; retryAfter?: string };
/** `slow`: a tenth of the body leaves in so many ms, until all has; never, where it stalls. */
type Answer = Reply | 'no network' | { slow: number; then: Reply } | 'stalls';

/** The network alone is made up: a request that answers as the test says, in the order of the answers. */
function network(answers: Answer[]) {
	const sent: Blob[] = [];
	const types: string[] = [];
	class FakeRequest {
		upload: { onprogress?: (event: object) => void } = {};
		status = 0;
		responseText = '';
		onload = () => {};
		onerror = () => {};
		onabort = () => {};
		#timer: ReturnType<typeof setInterval> | undefined;
		#retryAfter: string | null = null;
		open() {}
		setRequestHeader(name: string, value: string) {
			if (name === 'content-type') types.push(value);
		}
		getResponseHeader(name: string) {
			return name === 'retry-after' ? this.#retryAfter : null;
		}
		send(body: Blob) {
			sent.push(body);
			const answer = answers[sent.length - 1] ?? 'no network';
			if (answer === 'no network') return queueMicrotask(() => this.onerror());
			if (answer === 'stalls') return;
			if (!('slow' in answer)) return this.#reply(body, answer);
			let tenths = 0;
			this.#timer = setInterval(() => {
				this.upload.onprogress?.({ lengthComputable: true, loaded: (body.size * ++tenths) / 10, total: body.size });
				if (tenths < 10) return;
				clearInterval(this.#timer);
				this.#reply(body, answer.then);
			}, answer.slow);
		}
		abort() {
			clearInterval(this.#timer);
			this.onabort();
		}
		#reply(body: Blob, answer: Reply) {
			this.upload.onprogress?.({ lengthComputable: true, loaded: body.size, total: body.size });
			this.status = answer.status;
			this.responseText = JSON.stringify(answer.body);
			this.#retryAfter = answer.retryAfter ?? null;
			queueMicrotask(() => this.onload());
		}
	}
	vi.stubGlobal('XMLHttpRequest', FakeRequest);
	vi.stubGlobal('addEventListener', () => {});
	vi.stubGlobal('removeEventListener', () => {});
	return Object.assign(sent, { types });
}

const accepted: Reply = { status: 202, body: { ok: true, accepted: true, next: 'selfie' } };
const refusal = (code: string, reasons: string[] = []) => ({
	ok: false,
	error: { code, message: '', requestId: 'r1', docUrl: '', reasons }
});
const picture = new Blob(['picture'], { type: 'image/jpeg' });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('upload of evidence', () => {
	it('sends the same bytes again until the network is back', async () => {
		const sent = network(['no network', 'no network', accepted]);
		const retries: number[] = [];
		const upload = uploadEvidence('/x', picture, { onRetry: (attempt) => retries.push(attempt) });
		await vi.runAllTimersAsync();
		expect(await upload).toEqual({ ok: true, next: 'selfie' });
		expect([...sent]).toEqual([picture, picture, picture]);
		expect(retries).toEqual([1, 2]);
	});

	it('says what its bytes are, and that they are bytes where the browser does not know', async () => {
		const sent = network([accepted, accepted]);
		await uploadEvidence('/x', picture, {});
		await uploadEvidence('/x', new Blob(['picture']), {});
		expect(sent.types).toEqual(['image/jpeg', 'application/octet-stream']);
	});

	it('does not repeat what the server refused for a reason', async () => {
		const sent = network([{ status: 422, body: refusal('IMAGE_QUALITY_LOW', ['image_blurred']) }]);
		const result = await uploadEvidence('/x', picture, {});
		expect(result).toMatchObject({ ok: false, code: 'IMAGE_QUALITY_LOW', reasons: ['image_blurred'], requestId: 'r1' });
		expect(sent).toHaveLength(1);
	});

	it('waits as long as a busy server asks', async () => {
		const sent = network([{ status: 429, body: refusal('RATE_LIMITED'), retryAfter: '30' }, accepted]);
		const upload = uploadEvidence('/x', picture, {});
		await vi.advanceTimersByTimeAsync(29_000);
		expect(sent).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(1_500);
		expect(await upload).toEqual({ ok: true, next: 'selfie' });
	});

	it('goes on for as long as bytes leave, however slow the link is, and starts once', async () => {
		const sent = network([{ slow: 20_000, then: accepted }]);
		const upload = uploadEvidence('/x', picture, {});
		await vi.advanceTimersByTimeAsync(201_000);
		expect(await upload).toEqual({ ok: true, next: 'selfie' });
		expect(sent).toHaveLength(1);
	});

	it('begins again where nothing has left for half a minute', async () => {
		const sent = network(['stalls', accepted]);
		const codes: string[] = [];
		const upload = uploadEvidence('/x', picture, { onRetry: (_, code) => codes.push(code) });
		await vi.advanceTimersByTimeAsync(29_000);
		expect(sent).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(3_000);
		expect(await upload).toEqual({ ok: true, next: 'selfie' });
		expect(codes).toEqual(['NETWORK']);
	});

	it('gives up after six tries and says that it was the network', async () => {
		const sent = network([]);
		const upload = uploadEvidence('/x', picture, {});
		await vi.runAllTimersAsync();
		expect(await upload).toMatchObject({ ok: false, code: 'NETWORK' });
		expect(sent).toHaveLength(6);
	});

	it('tells a proxy’s own 413 from a failure of ours', async () => {
		network([{ status: 413, body: '<html>' }]);
		expect(await uploadEvidence('/x', picture, {})).toMatchObject({ ok: false, code: 'PAYLOAD_TOO_LARGE' });
	});
});
