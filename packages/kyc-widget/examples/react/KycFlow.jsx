import { useEffect, useRef, useState } from 'react';
import { init } from '@uniicy/kyc-widget';

export function KycFlow({ host, publishableKey, sessionId, clientSecret }) {
	const place = useRef(null);
	const [state, setState] = useState('Opening…');

	useEffect(() => {
		const flow = init({ publishableKey, host }).mount(place.current, {
			sessionId,
			clientSecret,
			onReady: () => setState('Ready'),
			onStep: ({ index, total }) => setState(`Step ${index} of ${total}`),
			onComplete: () => setState('Thank you'),
			onError: ({ code, docUrl }) => setState(`${code}: ${docUrl}`)
		});
		return () => flow.destroy();
	}, [host, publishableKey, sessionId, clientSecret]);

	return (
		<>
			<p id="state" role="status">
				{state}
			</p>
			<div ref={place} />
		</>
	);
}
