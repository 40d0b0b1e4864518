import { createCallerFactory, router } from './init';
import { apiKeysRouter } from './routers/apiKeys';
import { organizationsRouter } from './routers/organizations';

/** Every procedure there is. access.test.ts tries each as every kind of caller and fails when one is missing from its table. */
export const appRouter = router({
	apiKeys: apiKeysRouter,
	organizations: organizationsRouter
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
