import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { KycFlow } from './KycFlow.jsx';

const session = await (await fetch('/kyc/start', { method: 'POST' })).json();

createRoot(document.getElementById('app')).render(
	<StrictMode>
		<KycFlow {...session} />
	</StrictMode>
);
