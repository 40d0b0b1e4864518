import { pushState } from '$app/navigation';

/**
 * While something covers the page, the back button closes it instead of leaving the check. Returns what to call once it is closed
 * otherwise. Not inside another site's page: there the history is not ours.
 */
export function backCloses(close: () => void): () => void {
	if (self !== top) return () => {};
	pushState('', { covered: true });
	let covered = true;
	const back = () => {
		covered = false;
		removeEventListener('popstate', back);
		close();
	};
	addEventListener('popstate', back);
	return () => {
		removeEventListener('popstate', back);
		if (covered) history.back();
	};
}
