// Runs before the page's own scripts have arrived: the page around this one learns that it was let in.
if (self !== top) parent.postMessage({ type: 'uniicy:hello', version: 1 }, '*');
