import { describe, expect, it } from 'vitest';
import { dashboardGate } from './dashboardGate';

/** Every page and every file under the dashboard, by its route's id. */
const ROUTES = [
	...new Set(
		Object.keys(
			import.meta.glob(['/src/routes/**/+page.svelte', '/src/routes/**/+server.ts', '/src/routes/**/+page.server.ts'])
		)
			.map((file) => file.replace('/src/routes', '').replace(/\/\+[^/]*$/, ''))
			.filter((id) => id.startsWith('/(dashboard)'))
	)
];

function knock({ login, routeId }: { login: object | null; routeId: string }) {
	const event = {
		url: new URL('https://verify.example/dashboard/sessions?status=completed'),
		route: { id: routeId },
		locals: { login }
	};
	// The parts of a request's event that the hook reads.
	return dashboardGate({ event, resolve: () => new Response('through') } as unknown as Parameters<
		typeof dashboardGate
	>[0]);
}

describe('the gate of the dashboard', () => {
	it('answers with the way to the login itself, so that the hooks around it see the answer', async () => {
		const response = await knock({ login: null, routeId: '/(dashboard)/dashboard/sessions' });
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe('/login?next=%2Fdashboard%2Fsessions%3Fstatus%3Dcompleted');
		expect(response.headers.get('cache-control')).toBe('no-store');
		response.headers.set('x-request-id', 'r');
	});

	it('knows every route of the dashboard', () => {
		expect(ROUTES.length).toBeGreaterThan(15);
	});

	for (const routeId of ROUTES) {
		const open = ['/(dashboard)/dashboard/account', '/(dashboard)/dashboard/second-step'].includes(routeId);
		it(`${open ? 'opens' : 'closes'} ${routeId} for whoever lacks the second step that is asked for`, async () => {
			const response = await knock({ login: { secondStepMissing: true }, routeId });
			expect(response.status).toBe(open ? 200 : 303);
			if (!open) expect(response.headers.get('location')).toMatch(/^\/dashboard\/second-step\?next=%2Fdashboard/);
		});
	}

	it('lets people who are logged in and all other pages through', async () => {
		expect((await knock({ login: {}, routeId: '/(dashboard)/dashboard/sessions' })).status).toBe(200);
		expect((await knock({ login: null, routeId: '/(site)/login' })).status).toBe(200);
	});
});
