import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles the entries beside the site (worker, the threads of its vision engine, command line) into build/ (run after the site's own build). */
export default defineConfig({
	publicDir: false,
	resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
	build: {
		ssr: true,
		outDir: 'build',
		emptyOutDir: false,
		target: 'node20',
		sourcemap: true,
		rollupOptions: {
			input: {
				worker: 'src/worker.ts',
				visionThread: 'src/visionThread.ts',
				pdfReader: 'src/pdfReader.ts',
				idb: 'src/cli/idb.ts',
				demo: 'src/cli/demo.ts',
				announcer: 'src/cli/announcer.ts',
				authTimes: 'src/cli/authTimes.ts',
				signing: 'src/cli/signing.ts',
				specimens: 'src/cli/specimens.ts'
			},
			output: { entryFileNames: '[name].js', chunkFileNames: 'entries/[name]-[hash].js' }
		}
	}
});
