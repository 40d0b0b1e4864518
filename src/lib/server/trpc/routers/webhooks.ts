import { z } from 'zod';
import { EventSearch } from '$lib/contract/eventSearch';
import { ENVIRONMENTS, type Environment } from '$lib/contract/slots';
import { text } from '$lib/contract/text';
import { ResendRangeInput, SaveWebhookDefaultInput, SendTestEventInput } from '$lib/contract/webhookSettings';
import type { OperatorPrincipal } from '$lib/server/auth';
import {
	listEndpoints,
	readEvent,
	readWebhookDefault,
	removeWebhookDefault,
	resendEvent,
	resendRange,
	resumeEndpoint,
	saveWebhookDefault,
	searchEvents,
	sendTestEvent,
	showEventBody
} from '$lib/server/webhooks';
import { router } from '../init';
import { operatorProcedure, orgAdminProcedure, reviewerProcedure } from '../procedures';

const environment = z.enum(ENVIRONMENTS);

/** Where events of one environment go: the default, and every endpoint with how it fares. */
const askedBy = ({ organizationId, userId }: OperatorPrincipal, environment: Environment) => ({
	...{ organizationId, environment },
	actor: { type: 'operator' as const, id: userId }
});

export const webhooksRouter = router({
	settings: operatorProcedure.input(z.strictObject({ environment })).query(async ({ ctx, input }) => ({
		default: await readWebhookDefault(ctx.deps, ctx.operator.organizationId, input.environment),
		endpoints: await listEndpoints(ctx.deps, ctx.operator.organizationId, input.environment)
	})),
	saveDefault: orgAdminProcedure
		.input(SaveWebhookDefaultInput)
		.mutation(({ ctx, input }) => saveWebhookDefault(ctx.deps, ctx.operator, input)),
	removeDefault: orgAdminProcedure
		.input(z.strictObject({ environment }))
		.mutation(({ ctx, input }) => removeWebhookDefault(ctx.deps, ctx.operator, input.environment)),
	resume: orgAdminProcedure
		.input(z.strictObject({ endpointId: text(100) }))
		.mutation(({ ctx, input }) => resumeEndpoint(ctx.deps, ctx.operator, input.endpointId)),
	sendTest: orgAdminProcedure
		.input(SendTestEventInput)
		.mutation(({ ctx, input }) => sendTestEvent(ctx.deps, ctx.operator, input)),
	events: operatorProcedure
		.input(EventSearch.extend({ cursor: text(200).optional(), limit: z.number().int().min(1).max(100).default(25) }))
		.query(({ ctx, input }) => searchEvents(ctx.deps, ctx.operator.organizationId, input)),
	event: operatorProcedure
		.input(z.strictObject({ eventId: text(100) }))
		.query(({ ctx, input }) => readEvent(ctx.deps, ctx.operator.organizationId, input.eventId)),
	showBody: operatorProcedure
		.input(z.strictObject({ eventId: text(100) }))
		.mutation(({ ctx, input }) => showEventBody(ctx.deps, ctx.operator, input.eventId)),
	resend: reviewerProcedure.input(z.strictObject({ environment, eventId: text(100) })).mutation(({ ctx, input }) => {
		return resendEvent(ctx.deps, askedBy(ctx.operator, input.environment), input.eventId);
	}),
	resendRange: reviewerProcedure.input(ResendRangeInput.extend({ environment })).mutation(({ ctx, input }) => {
		const { environment, ...range } = input;
		return resendRange(ctx.deps, askedBy(ctx.operator, environment), range);
	})
});
