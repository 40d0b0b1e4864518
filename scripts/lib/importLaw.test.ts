import { describe, expect, it } from 'vitest';
import { judge } from './importLaw.mjs';

const at = (path: string) => ({ path, dir: '', test: path.endsWith('.test.ts') });
const verdict = (from: string, source: string, typeOnly = false) =>
	judge(at(from), source, typeOnly)?.messageId ?? 'fine';

describe('The import law', () => {
	it('lets arrows point down and refuses those that point up', () => {
		expect(verdict('lib/server/verification/session/create.ts', '$lib/server/db')).toBe('fine');
		expect(verdict('lib/server/db/store.ts', '$lib/server/verification')).toBe('up');
		expect(verdict('lib/server/webhooks/deliver.ts', '$lib/server/verification')).toBe('up');
		expect(verdict('lib/server/vision/analyzeFace.ts', '../storage')).toBe('up');
		expect(verdict('lib/contract/webhooks.ts', '$lib/server/db')).toBe('up');
	});

	it('sends visitors of another folder to its index.ts, whichever way they write the path', () => {
		expect(verdict('lib/server/verification/session/create.ts', '$lib/server/webhooks/outbox')).toBe('door');
		expect(verdict('lib/server/verification/session/create.ts', '../../webhooks/outbox')).toBe('door');
		expect(verdict('routes/api/x/+server.ts', '$lib/server/db/store')).toBe('door');
	});

	it('keeps models out of the web process', () => {
		expect(verdict('routes/api/x/+server.ts', '$lib/server/vision')).toBe('vision');
		expect(verdict('lib/server/verification/evidence/prepareUpload.ts', '$lib/server/vision')).toBe('vision');
		expect(verdict('lib/server/verification/evidence/prepareUpload.ts', '$lib/server/vision/image')).toBe('fine');
		expect(verdict('lib/server/verification/worker.ts', '$lib/server/vision')).toBe('fine');
		expect(verdict('lib/server/verification/session/create.ts', '$lib/server/vision', true)).toBe('fine');
	});

	it('keeps the framework out of the server’s own code', () => {
		expect(verdict('lib/server/auth/logIn.ts', '$env/dynamic/private')).toBe('framework');
		expect(verdict('worker.ts', '$app/environment')).toBe('framework');
		expect(verdict('hooks.server.ts', '$app/environment')).toBe('fine');
	});

	it('gives the browser types of the server, and values only of zod-free contract files', () => {
		expect(verdict('lib/components/X.svelte', '$lib/server/platform')).toBe('browserServer');
		expect(verdict('lib/components/X.svelte', '$lib/server/platform', true)).toBe('fine');
		expect(verdict('routes/(hosted)/+page.svelte', '$lib/contract/verification')).toBe('browserContract');
		expect(verdict('routes/(hosted)/+page.svelte', '$lib/contract/slots')).toBe('fine');
	});

	it('keeps checks and the decision pure', () => {
		expect(verdict('lib/server/verification/checks/dates.ts', '$lib/server/db')).toBe('pure');
		expect(verdict('lib/server/verification/decision/decide.ts', 'node:fs')).toBe('pure');
	});
});
