import type { Store } from '$lib/server/db';
import type { Clock, Ids, Logger } from '$lib/server/platform';
import type { BoundJob } from './defineJob';
import { claimDue, type ClaimedJob } from './jobsRepo';
import { runClaimed, type RunningJob } from './runClaimed';

export interface RunnerDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly log: Logger;
}

export interface RunnerOptions {
	deps: RunnerDeps;
	lane: string;
	/** How many jobs run at a time. */
	concurrency: number;
	jobs: readonly BoundJob[];
	/** How many jobs of one group key run at a time, over all workers of this database. */
	groupLimit?: number;
	/** The same for an owner key, so that no owner fills the lane; absent: no limit. */
	ownerLimit?: number;
	/** Longest wait before an idle lane looks again; a commit wakes it sooner. */
	pollMs?: number;
}

export interface Runner {
	start(): void;
	/** Lets running jobs finish for up to `graceMs`; then aborts them and gives their leases back. */
	stop(options?: { graceMs?: number }): Promise<void>;
	/** Without `start`: runs everything that is due now, `concurrency` at a time, until nothing is. Returns how many attempts. */
	drain(): Promise<number>;
}

/** Longest wait after the database failed a claim. */
const MAX_TROUBLE_MS = 5_000;
/** Most jobs taken up in one transaction. */
const CLAIM_TOGETHER = 32;
/** An idle lane looks no more often than this, however many commits wake it. */
const IDLE_GAP_MS = 5;

/** One lane's worker: takes up due jobs, keeps their leases, records how they ended. Knows no domain. */
export const createRunner = (options: RunnerOptions): Runner => new LaneRunner(options);

class LaneRunner implements Runner {
	readonly #options: Required<RunnerOptions>;
	readonly #jobs: ReadonlyMap<string, BoundJob>;
	readonly #leaseMs: ReadonlyMap<string, number>;
	readonly #running = new Set<RunningJob>();
	#loop: Promise<void> | null = null;
	#stopping = false;
	#wake: () => void = () => undefined;
	#forget: () => void = () => undefined;
	/** Something was committed, or a job has ended, since the last look. */
	#hasNews = false;

	constructor(options: RunnerOptions) {
		this.#options = { groupLimit: 10, ownerLimit: options.concurrency, pollMs: 50, ...options };
		const ours = options.jobs.filter((job) => job.definition.lane === options.lane);
		this.#jobs = new Map(ours.map((job) => [job.definition.kind, job]));
		this.#leaseMs = new Map(ours.map((job) => [job.definition.kind, job.definition.leaseMs]));
		if (ours.length === 0) throw new Error(`No job is bound to the lane ${options.lane}`);
	}

	start(): void {
		if (this.#loop) throw new Error('This lane runs already');
		this.#stopping = false;
		this.#forget = this.#options.deps.store.onChange(() => this.#news());
		this.#loop = this.#work();
	}

	async stop({ graceMs = 25_000 }: { graceMs?: number } = {}): Promise<void> {
		this.#stopping = true;
		this.#forget();
		this.#wake();
		await this.#loop;
		this.#loop = null;
		const ended = Promise.all([...this.#running].map((job) => job.ended));
		let timer: NodeJS.Timeout | undefined;
		const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, graceMs)));
		await Promise.race([ended, grace]);
		clearTimeout(timer);
		await Promise.all([...this.#running].map((job) => job.giveBack()));
	}

	async drain(): Promise<number> {
		let attempts = 0;
		for (;;) {
			const claimed = await this.#claim();
			attempts += claimed.length;
			for (const job of claimed) this.#run(job);
			if (claimed.length > 0) continue;
			if (this.#running.size === 0) return attempts;
			await Promise.race([...this.#running].map((job) => job.ended));
		}
	}

	async #work(): Promise<void> {
		let failures = 0;
		while (!this.#stopping) {
			try {
				if (this.#free === 0) {
					await this.#pause(null);
					continue;
				}
				this.#hasNews = false;
				const claimed = await this.#claim();
				failures = 0;
				for (const job of claimed) this.#run(job);
				if (claimed.length === 0) await this.#idle();
			} catch (error) {
				failures++;
				this.#options.deps.log.error({ err: error, lane: this.#options.lane, failures }, 'claiming a job failed');
				await this.#pause(Math.min(MAX_TROUBLE_MS, this.#options.pollMs * 2 ** Math.min(failures, 10)));
			}
		}
	}

	get #free(): number {
		return this.#options.concurrency - this.#running.size;
	}

	async #claim(): Promise<ClaimedJob[]> {
		const { deps, lane, groupLimit, ownerLimit } = this.#options;
		const limit = Math.min(this.#free, CLAIM_TOGETHER);
		if (limit === 0) return [];
		const token = deps.ids.uuid();
		const limits = { groupLimit, ownerLimit, limit };
		return claimDue(deps.store, { lane, leaseMs: this.#leaseMs, ...limits, now: deps.clock.now(), token });
	}

	/** Commits come by the hundred a second, and each look costs a query: the first is answered at once, those after it together. */
	async #idle(): Promise<void> {
		const since = performance.now();
		if (!this.#hasNews) await this.#pause(this.#options.pollMs);
		const left = IDLE_GAP_MS - (performance.now() - since);
		if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
	}

	#news(): void {
		this.#hasNews = true;
		this.#wake();
	}

	#run(claimed: ClaimedJob): void {
		const job = this.#jobs.get(claimed.kind);
		if (!job) throw new Error(`No handler for jobs of kind ${claimed.kind}`);
		const running = runClaimed(this.#options.deps, job, claimed);
		this.#running.add(running);
		void running.ended.finally(() => {
			this.#running.delete(running);
			this.#news();
		});
	}

	/** Waits `ms` (null: without end), or until a job ends or the lane is stopped. */
	#pause(ms: number | null): Promise<void> {
		if (this.#stopping) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = ms === null ? undefined : setTimeout(() => this.#wake(), ms);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}
