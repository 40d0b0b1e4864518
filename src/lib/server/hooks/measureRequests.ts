import type { Handle } from '@sveltejs/kit';
import { inSpan, type Metrics } from '$lib/server/operations';

/** Times every request by the name of its route, which holds no id. Answers that no route gives are `none`. */
export const measureRequests =
	(metrics: () => Metrics): Handle =>
	async ({ event, resolve }) => {
		const { method } = event.request;
		const labels = { route: event.route.id ?? 'none', method };
		const end = metrics().requests.startTimer(labels);
		const response = await inSpan(`${method} ${labels.route}`, labels, async () => resolve(event));
		end({ status: `${Math.floor(response.status / 100)}xx` });
		return response;
	};
