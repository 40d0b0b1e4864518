import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { applicantChunks } from './scripts/lib/applicantChunks.mjs';
import { kycWidget } from './scripts/lib/widget.mjs';
import { messagesByLanguage } from './scripts/lib/messagesByLanguage.mjs';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');

export default defineConfig({
	plugins: [messagesByLanguage(root), kycWidget(root), sveltekit(), applicantChunks(root)],
	build: {
		target: 'es2022',
		modulePreload: {
			// The list of every page's scripts is a kilobyte that phones load for nothing. A page names what it needs itself, and links are
			// followed in advance (data-sveltekit-preload-data).
			resolveDependencies: (_file, dependencies, { hostId }) =>
				/\bentry\/app\b/.test(hostId) ? dependencies.filter((file) => file.endsWith('.css')) : dependencies
		}
	}
});
