export { hydrateQueries, trpc } from './client.svelte';
