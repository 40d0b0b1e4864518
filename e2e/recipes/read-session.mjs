const response = await fetch(`https://verify.example.com/api/verification/sessions/${process.env.SESSION_ID}`, {
	headers: { Authorization: `Bearer ${process.env.IDB_SECRET_KEY}` }
});
const session = await response.json();
console.log(session.status, session.reviewStatus, session.decision?.reasons ?? []);
