DROP INDEX "jobs_due";--> statement-breakpoint
DROP INDEX "jobs_locked";--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "owner_key" text;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD COLUMN "resend_after" integer;--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("lane","dead_at","run_at","group_key","owner_key","locked_until");--> statement-breakpoint
CREATE INDEX "jobs_locked" ON "jobs" USING btree ("locked_until","group_key","owner_key");