import type { Handle } from '@sveltejs/kit';
import { inSpan, type Metrics } from '$lib/server/operations';
import { underTrace } from '$lib/server/platform';

/**
 * Times every request by the name of its route, which holds no id. Answers that no route gives are `none`. A caller's own trace
 * (its `traceparent`) goes on here.
 */
export const measureRequests =
	(metrics: () => Metrics): Handle =>
	async ({ event, resolve }) => {
		const { method } = event.request;
		const labels = { route: event.route.id ?? 'none', method };
		const end = metrics().requests.startTimer(labels);
		const response = await underTrace(event.request.headers.get('traceparent'), () =>
			inSpan(`${method} ${labels.route}`, labels, async () => resolve(event))
		);
		end({ status: `${Math.floor(response.status / 100)}xx` });
		return response;
	};
