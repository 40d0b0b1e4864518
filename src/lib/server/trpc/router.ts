import { createCallerFactory, router } from './init';
import { accountRouter } from './routers/account';
import { apiKeysRouter } from './routers/apiKeys';
import { applicantRouter } from './routers/applicant';
import { auditRouter } from './routers/audit';
import { insightRouter } from './routers/insight';
import { organizationsRouter } from './routers/organizations';
import { passkeysRouter } from './routers/passkeys';
import { peopleRouter } from './routers/people';
import { policiesRouter } from './routers/policies';
import { requestsRouter } from './routers/requests';
import { retentionRouter } from './routers/retention';
import { reviewRouter } from './routers/review';
import { sessionsRouter } from './routers/sessions';
import { webhooksRouter } from './routers/webhooks';

/** Every procedure there is. access.test.ts tries each as every kind of caller and fails when one is missing from its table. */
export const appRouter = router({
	account: accountRouter,
	apiKeys: apiKeysRouter,
	applicant: applicantRouter,
	audit: auditRouter,
	insight: insightRouter,
	organizations: organizationsRouter,
	passkeys: passkeysRouter,
	people: peopleRouter,
	policies: policiesRouter,
	requests: requestsRouter,
	retention: retentionRouter,
	review: reviewRouter,
	sessions: sessionsRouter,
	webhooks: webhooksRouter
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
