import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messagesByLanguage } from './scripts/lib/messagesByLanguage.mjs';

export default defineConfig({
	plugins: [messagesByLanguage(fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '')), sveltekit()],
	build: { target: 'es2022' }
});
