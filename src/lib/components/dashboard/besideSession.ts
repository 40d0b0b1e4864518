/** Pure. One session belongs to one environment: switching from its page leads back to the list or queue that it stands in. */
export const besideSession = (path: string): string =>
	/^\/dashboard\/(sessions|review)\//.exec(path) ? path.split('/').slice(0, 3).join('/') : path;
