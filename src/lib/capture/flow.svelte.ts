import type { LivenessAlternativeInput, LivenessChallengeOutput } from '$lib/contract/liveness';
import type { EvidenceSlot } from '$lib/contract/slots';
import type { ProgressView } from '$lib/contract/verification';
import type { ApiFailure, ApiResult, ApplicantApi } from './applicantApi';
import { nextPollMs } from './polling';
import { mayHelpToRepeat } from './uploadEvidence';

/** Codes after which this page can do nothing more but say so. */
const BLOCKING: readonly string[] = ['CLIENT_SECRET_INVALID', 'NOT_FOUND'];

/** Follows one session. The server owns the step; this object only knows what it said last. */
export class CaptureFlow {
	progress = $state.raw() as ProgressView;
	/** Why the page cannot go on at all; null while it can. */
	blocked = $state.raw<ApiFailure | null>(null);
	/** Why the last press of a button did nothing; null when it did. */
	problem = $state.raw<ApiFailure | null>(null);
	offline = $state(false);
	busy = $state(false);
	/** The step moved without anybody touching this device. */
	followed = $state(false);
	/** Share of the picture that has left, 0 … 1; null while nothing is being sent. */
	sent = $state<number | null>(null);
	/** Why what is being sent has to be sent again; null while it goes well. */
	retrying = $state.raw<'network' | 'server' | null>(null);

	readonly api: ApplicantApi;
	#listening = false;
	#acted = false;
	#unchanged = 0;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	constructor(api: ApplicantApi, initial: ProgressView) {
		this.api = api;
		this.progress = initial;
	}

	/** Keeps up with the server until the returned function is called. */
	follow(): () => void {
		this.#stopped = false;
		const look = () => void this.refresh();
		const lookWhenSeen = () => document.visibilityState === 'visible' && look();
		const unlisten = this.api.listen(
			(progress) => {
				this.#listening = true;
				this.#take(progress, false);
				this.#schedule();
			},
			() => {
				// The browser tries again every few seconds and fails each time: only the first loss may set the clock anew.
				const lost = this.#listening;
				this.#listening = false;
				if (lost) this.#schedule();
			}
		);
		addEventListener('online', look);
		document.addEventListener('visibilitychange', lookWhenSeen);
		this.#schedule();
		return () => {
			this.#stopped = true;
			clearTimeout(this.#timer);
			unlisten();
			removeEventListener('online', look);
			document.removeEventListener('visibilitychange', lookWhenSeen);
		};
	}

	/** Asks the server where the session stands. */
	async refresh(): Promise<void> {
		clearTimeout(this.#timer);
		this.#acted = false;
		this.#take(await this.api.progress(), false);
		this.#schedule();
	}

	/** Stores the consent that was given on the screen. */
	agree(textVersion: string, locale: string): Promise<boolean> {
		return this.#act(() => this.api.consent(textVersion, locale));
	}

	submit(): Promise<boolean> {
		return this.#act(() => this.api.submit());
	}

	/** Whether the device that shows `number` may go on. */
	confirmDevice(number: number, same: boolean): Promise<boolean> {
		return this.#act(() => this.api.confirmHandoff(number, same));
	}

	/** Goes on here; the other devices follow. */
	takeOver(): Promise<boolean> {
		return this.#act(() => this.api.takeOver());
	}

	/** Fresh instructions for a recording; null, with the reason in `problem`, where there are none. */
	async challenge(): Promise<LivenessChallengeOutput | null> {
		this.problem = null;
		const result = await this.api.challenge();
		if (!result.ok) this.problem = result;
		return result.ok ? result : null;
	}

	/** More time. Where none is left the recording will be told so, and fresh instructions follow. */
	async extendChallenge(challenge: string): Promise<void> {
		await this.api.challenge(challenge);
	}

	goWithoutMovements(reason: LivenessAlternativeInput['reason']): Promise<boolean> {
		return this.#act(() => this.api.goWithoutMovements(reason));
	}

	/** Sends one picture or recording and says how it went; a refusal is also in `problem`. */
	async upload(slot: EvidenceSlot, picture: Blob): Promise<boolean> {
		this.sent = 0;
		this.retrying = null;
		const arrived = await this.#act(() =>
			this.api.upload(slot, picture, {
				onProgress: (share) => {
					this.sent = share;
					if (share > 0) this.retrying = null;
				},
				onRetry: (_, code) => (this.retrying = code === 'NETWORK' ? 'network' : 'server')
			})
		);
		this.sent = null;
		this.retrying = null;
		return arrived;
	}

	/** What was sent did not arrive, through no fault of its own: it is kept, and may be sent again. */
	get unsent(): boolean {
		return this.problem !== null && mayHelpToRepeat(this.problem.code);
	}

	async #act(call: () => Promise<ApiResult<object>>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.problem = null;
		this.followed = false;
		const result = await call();
		if (!result.ok) this.problem = result;
		const { step } = this.progress;
		this.#take(await this.api.progress(), true);
		// A call that was refused because the session had moved on is no news once the new step is on the screen.
		if (this.progress.step !== step) this.problem = null;
		this.busy = false;
		this.#acted = true;
		this.#schedule();
		return result.ok;
	}

	#take(result: ApiResult<ProgressView>, own: boolean): void {
		// While this device is sending, its screen stays: a fresh look follows at once.
		if (this.busy && !own) return;
		if (!result.ok) {
			this.#failures++;
			this.offline = result.code === 'NETWORK';
			if (BLOCKING.includes(result.code)) this.blocked = result;
			return;
		}
		this.#failures = 0;
		this.offline = false;
		const before = this.progress;
		const moved = before.step !== result.step || before.waiting !== result.waiting || before.status !== result.status;
		this.#unchanged = moved ? 0 : this.#unchanged + 1;
		// Forward: what is refused after it was read brings a step back, without any other device.
		if (!own && !before.waiting && result.step !== before.step) this.followed = result.index > before.index;
		this.progress = result;
	}

	#schedule(): void {
		clearTimeout(this.#timer);
		if (this.#stopped || this.busy || this.blocked) return;
		const delayMs = nextPollMs({
			progress: this.progress,
			listening: this.#listening,
			acted: this.#acted,
			unchanged: this.#unchanged,
			failures: this.#failures
		});
		if (delayMs !== null) this.#timer = setTimeout(() => void this.refresh(), delayMs);
	}
}
