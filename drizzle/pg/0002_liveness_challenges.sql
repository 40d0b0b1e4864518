CREATE TABLE "liveness_challenges" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"actions" json NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"extensions" integer NOT NULL,
	"answered_at" bigint,
	"evidence_id" text,
	"frames_digest" text
);
--> statement-breakpoint
ALTER TABLE "liveness_challenges" ADD CONSTRAINT "liveness_challenges_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "liveness_challenges_session" ON "liveness_challenges" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "liveness_challenges_digest" ON "liveness_challenges" USING btree ("organization_id","frames_digest");