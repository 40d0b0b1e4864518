/** Pure. One session or event belongs to one environment: switching from its page leads back to the list, queue or log that it stands in. */
export const besideSession = (path: string): string =>
	/^\/dashboard\/(sessions|review|events)\//.exec(path) ? path.split('/').slice(0, 3).join('/') : path;
