import { z } from 'zod';
import { text } from '$lib/contract/text';
import { HUMAN_REASONS } from '$lib/contract/review';
import { REASON_CODES } from '$lib/contract/reasonCodes';
import { ENVIRONMENTS, EVIDENCE_SLOTS, FIELD_NAMES, REVIEW_STATUSES } from '$lib/contract/slots';
import {
	askAgain,
	claimNext,
	claimSession,
	correctField,
	decideByPerson,
	listQueue,
	readStanding,
	renewLink,
	releaseSession
} from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure, reviewerProcedure } from '../procedures';

const OneSession = z.strictObject({ sessionId: z.uuid() });
const comments = { comment: text(10_000).trim().optional(), applicantComment: text(10_000).trim().optional() };
/** What the page showed: a decision on a stale page is refused. */
const seenReviewStatus = z.enum(REVIEW_STATUSES);

const DecideInput = z.strictObject({
	sessionId: z.uuid(),
	outcome: z.enum(['approved', 'rejected']),
	reasonCodes: z.array(z.enum(HUMAN_REASONS)).max(HUMAN_REASONS.length),
	...comments,
	seenReviewStatus,
	seenCompletedAt: z.number().int().nullish(),
	seenProposalId: z.uuid().nullish()
});

const AskAgainInput = z.strictObject({
	sessionId: z.uuid(),
	slot: z.enum(EVIDENCE_SLOTS),
	reasonCodes: z.array(z.enum(REASON_CODES)).max(20),
	...comments,
	seenReviewStatus
});

const CorrectInput = z.strictObject({
	sessionId: z.uuid(),
	name: z.enum(FIELD_NAMES),
	value: text(500).trim().min(1),
	seenValue: text(2000).nullable()
});

const QueueInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	/** Only those that are assigned to the caller. */
	mine: z.boolean().optional(),
	cursor: text(200).optional(),
	limit: z.number().int().min(1).max(100).default(25)
});

const NextInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	from: z.uuid().optional(),
	direction: z.enum(['next', 'previous']).default('next')
});

export const reviewRouter = router({
	queue: operatorProcedure.input(QueueInput).query(({ ctx, input }) => listQueue(ctx.deps, ctx.operator, input)),
	standing: operatorProcedure.input(OneSession).query(({ ctx, input }) => readStanding(ctx.deps, ctx.operator, input)),
	next: reviewerProcedure.input(NextInput).mutation(({ ctx, input }) => claimNext(ctx.deps, ctx.operator, input)),
	claim: reviewerProcedure.input(OneSession).mutation(({ ctx, input }) => claimSession(ctx.deps, ctx.operator, input)),
	release: reviewerProcedure
		.input(OneSession)
		.mutation(({ ctx, input }) => releaseSession(ctx.deps, ctx.operator, input)),
	decide: reviewerProcedure
		.input(DecideInput)
		.mutation(({ ctx, input }) => decideByPerson(ctx.deps, ctx.operator, input)),
	correctField: reviewerProcedure
		.input(CorrectInput)
		.mutation(({ ctx, input }) => correctField(ctx.deps, ctx.operator, input)),
	askAgain: reviewerProcedure
		.input(AskAgainInput)
		.mutation(({ ctx, input }) => askAgain(ctx.deps, ctx.operator, input)),
	link: reviewerProcedure.input(OneSession).mutation(({ ctx, input }) => renewLink(ctx.deps, ctx.operator, input))
});
