import { readProgress } from '$lib/server/verification';
import { router } from '../init';
import { applicantProcedure } from '../procedures';

/** Reads for the hosted page. Changes go by the applicant API, which a script elsewhere can speak as well. */
export const applicantRouter = router({
	progress: applicantProcedure.query(({ ctx }) => readProgress(ctx.deps, ctx.applicant))
});
