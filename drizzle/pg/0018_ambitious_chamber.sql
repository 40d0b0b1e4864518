CREATE TABLE "liveness_frames" (
	"challenge_id" text NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "liveness_frames_challenge_id_digest_pk" PRIMARY KEY("challenge_id","digest")
);
--> statement-breakpoint
ALTER TABLE "liveness_frames" ADD CONSTRAINT "liveness_frames_challenge_id_liveness_challenges_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."liveness_challenges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "liveness_frames" ADD CONSTRAINT "liveness_frames_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "liveness_frames_digest" ON "liveness_frames" USING btree ("organization_id","digest");--> statement-breakpoint
CREATE INDEX "liveness_frames_session" ON "liveness_frames" USING btree ("session_id");